//! A Postgres extension that hosts Wrappers components: the planner glue is that of the published framework of Wrappers,
//! the imports are those of the harness, Postgres is the rest.
//!
//! It stands in for the extension `wrappers` in tests and demos, with the same handler, validator and server options. Its
//! name, its files and its table of counters are its own.

mod cell;
mod error;
mod fdw;
mod leftovers;
mod package;
mod surroundings;

use std::ffi::CStr;

use pgrx::guc::{GucContext, GucFlags, GucRegistry, GucSetting};
use pgrx::prelude::*;

pgrx::pg_module_magic!();

/// Whether a backend keeps what it compiled. Wrappers does not; a test of thousands of queries can.
static KEEP_COMPILED: GucSetting<bool> = GucSetting::<bool>::new(false);

const KEEP_COMPILED_NAME: &CStr = c"wasm_fdw_host.keep_compiled";

/// What Postgres calls when it loads the extension.
#[pg_guard]
pub extern "C-unwind" fn _PG_init() {
    GucRegistry::define_bool_guc(
        KEEP_COMPILED_NAME,
        c"Keeps compiled components for the life of the backend.",
        c"Wrappers compiles them anew for every scan, and so does this host unless this is set.",
        &KEEP_COMPILED,
        GucContext::Userset,
        GucFlags::default(),
    );
}
