//! Hosts a Wrappers component on wasmtime the way the Postgres extension does: the same imports, done for real, the
//! same life of an instance, the same traps. What would panic the extension fails the run here.
//!
//! [`Server`] is a foreign server, [`Node`] a foreign scan of a plan with its callbacks one by one, [`run()`] a
//! whole scan with the recheck that Postgres does behind it.

pub mod clock;
pub mod host;
pub mod node;
pub mod output;
pub mod query;
pub mod run;
pub mod value;

/// The bindings of the host's side.
pub mod bindings {
    wasmtime::component::bindgen!({
        path: "../../supabase-wrappers-wit",
        world: "wrappers",
        imports: { default: trappable },
    });
}

pub use node::{Node, Server};
pub use query::Query;
pub use run::{Outcome, run};
pub use value::{Column, PgType, Value};
