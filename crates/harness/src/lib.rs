//! Runs scans of a Wrappers component without Postgres, hosted as the Postgres extension hosts it, with the same traps:
//! what would panic the extension fails the run here.
//!
//! [`Server`] is a foreign server, [`Node`] a foreign scan of a plan with its callbacks one by one, [`run()`] a
//! whole scan with the recheck that Postgres does behind it.

pub mod clock;
pub mod node;
pub mod output;
pub mod query;
pub mod run;
pub mod surroundings;
pub mod value;

pub use node::{Node, Server};
pub use query::Query;
pub use run::{Outcome, run};
pub use surroundings::Harness;
pub use value::{Column, PgType, Value};
pub use wrappers_host::Fault;
