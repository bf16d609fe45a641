//! A Postgres extension that hosts Wrappers components. The integration with Postgres' planner and executor comes from
//! the published Wrappers framework, and the imports of the guest from the crate `wrappers-host`.
//!
//! It replaces the extension `wrappers` in tests and demos, and has the same handler, validator and server options. It
//! has its own name, files and table of statistics.

mod cell;
mod environment;
mod error;
mod fdw;
mod leftovers;
mod package;

use std::ffi::CStr;

use pgrx::guc::{GucContext, GucFlags, GucRegistry, GucSetting};
use pgrx::prelude::*;

pgrx::pg_module_magic!();

/// Whether a backend keeps compiled components. Wrappers does not; tests that run thousands of queries can.
static KEEP_COMPILED: GucSetting<bool> = GucSetting::<bool>::new(false);

const KEEP_COMPILED_NAME: &CStr = c"wasm_fdw_host.keep_compiled";

/// Called by Postgres when it loads the extension's library.
#[pg_guard]
pub extern "C-unwind" fn _PG_init() {
    GucRegistry::define_bool_guc(
        KEEP_COMPILED_NAME,
        c"Keeps compiled components until the session ends.",
        c"Wrappers compiles a component again for every scan; this extension does so unless this parameter is on.",
        &KEEP_COMPILED,
        GucContext::Userset,
        GucFlags::default(),
    );
}
