//! Hosts a Wrappers component on wasmtime the way the Postgres extension does: the same imports, done for real, and the
//! same life of an instance.
//!
//! An [`Instance`] runs one component for one node of a plan. What its imports work on is its [`State`]; what differs
//! from host to host, as time, Vault and the form that values take, is the host's [`Surroundings`].

pub mod imports;
pub mod instance;
pub mod scan;
pub mod state;
pub mod surroundings;

/// The bindings of the host's side.
pub mod bindings {
    wasmtime::component::bindgen!({
        path: "../../supabase-wrappers-wit",
        world: "wrappers",
        imports: { default: trappable },
    });
}

pub use bindings::supabase::wrappers::types;
pub use instance::{Compiled, Fault, Instance};
pub use scan::Scan;
pub use state::State;
pub use surroundings::{Level, Reported, Sent, Surroundings};
