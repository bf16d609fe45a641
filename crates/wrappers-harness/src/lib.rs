//! Runs scans of a Wrappers component without Postgres. The component is hosted as the Postgres extension hosts it,
//! except that what would panic the extension is an error here.
//!
//! A [`Server`] is a foreign server. A [`Node`] is the foreign scan of a query plan, whose routines are called one by
//! one. [`run()`] runs a whole query, including what Postgres does after a foreign scan: recheck, sort and limit.

pub mod clock;
pub mod environment;
pub mod expect;
pub mod node;
pub mod output;
pub mod query;
pub mod run;
pub mod value;

pub use environment::Harness;
pub use node::{Node, Server};
pub use query::Query;
pub use run::{Outcome, run};
pub use value::{Column, PgType, Value};
pub use wrappers_host::CallError;
