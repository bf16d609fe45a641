//! Hosts a Wrappers component on wasmtime as the Postgres extension does: with the same imports, which do real work,
//! and the same life cycle of an instance.
//!
//! An [`Instance`] runs one component for one node of a query plan. The imports work on the instance's [`State`].
//! Whatever differs between hosts (the clock, Vault, how values are represented) comes from the [`HostEnvironment`].

pub mod environment;
pub mod imports;
pub mod instance;
pub mod scan;
pub mod state;

/// Host-side bindings, generated from the WIT files.
pub mod bindings {
    wasmtime::component::bindgen!({
        path: "../../supabase-wrappers-wit",
        world: "wrappers",
        imports: { default: trappable },
    });
}

pub use bindings::supabase::wrappers::types;
pub use environment::{HostEnvironment, Level, Reported, SentRequest};
pub use instance::{CallError, Compiled, Instance};
pub use scan::Scan;
pub use state::State;
