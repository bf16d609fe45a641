//! A component for Supabase Wrappers that returns no rows. The benchmark compares `clerk_fdw` with it, because a query
//! of one of its tables takes the time that Wrappers itself needs for any component.

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod imports;
#[cfg(target_arch = "wasm32")]
mod runtime;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use bindings::exports::supabase::wrappers::routines::Guest;
use bindings::supabase::wrappers::types::{Cell, Context, FdwError, FdwResult, ImportForeignSchemaStmt, Row};

/// The generated bindings of the same world as that of `clerk_fdw`.
#[allow(unsafe_code)]
mod bindings {
    wit_bindgen::generate!({
        path: ["../../supabase-wrappers-wit", "../../wit"],
        world: "supabase:clerk-fdw/clerk-fdw",
        generate_all,
    });

    #[cfg(target_arch = "wasm32")]
    use super::DoNothing;
    #[cfg(target_arch = "wasm32")]
    export!(DoNothing with_types_in self);
}

struct DoNothing;

impl Guest for DoNothing {
    fn host_version_requirement() -> String {
        "^0.1.0".to_owned()
    }

    fn init(context: &Context) -> FdwResult {
        // No context has this handle, but the compiler cannot know that, so it keeps the imports.
        if context.handle() == u32::MAX { imports::call_all(context) } else { Ok(()) }
    }

    fn begin_scan(_: &Context) -> FdwResult {
        Ok(())
    }

    fn iter_scan(_: &Context, _: &Row) -> Result<Option<u32>, FdwError> {
        Ok(None)
    }

    fn re_scan(_: &Context) -> FdwResult {
        Ok(())
    }

    fn end_scan(_: &Context) -> FdwResult {
        Ok(())
    }

    fn begin_modify(_: &Context) -> FdwResult {
        Ok(())
    }

    fn insert(_: &Context, _: &Row) -> FdwResult {
        Ok(())
    }

    fn update(_: &Context, _: Cell, _: &Row) -> FdwResult {
        Ok(())
    }

    fn delete(_: &Context, _: Cell) -> FdwResult {
        Ok(())
    }

    fn end_modify(_: &Context) -> FdwResult {
        Ok(())
    }

    fn import_foreign_schema(_: &Context, _: ImportForeignSchemaStmt) -> Result<Vec<String>, FdwError> {
        Ok(Vec::new())
    }
}
