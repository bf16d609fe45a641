//! The callbacks of the host. One instance of a component serves one node of one plan, so there is one scan at a time.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use fdw_engine::ddl::{self, Choice};
use fdw_engine::error::Error;
use fdw_engine::plan::Type;
use fdw_engine::rows::Cell;
use fdw_engine::scan::Provider;
use fdw_engine::shelf::Shelf;

use crate::bindings::types::{Context, ImportForeignSchemaStmt, ImportSchemaType, Row};
use crate::context;
use crate::host::Wrappers;
use crate::raw;

/// Hosts that this guest runs on: the range is over the host's own version, which has been 0.1.x all along.
pub const HOST_VERSION: &str = "^0.1.0";

struct Instance(RefCell<Shelf>);

// SAFETY: a component's instance is entered by one thread at a time; wasm32 without atomics has no other.
unsafe impl Sync for Instance {}

static SCANS: Instance = Instance(RefCell::new(Shelf::new()));

/// begin-scan
pub fn begin_scan(provider: &Provider, context: &Context) -> Result<(), String> {
    let request = context::scan_request(context);
    SCANS.0.borrow_mut().begin(provider, &mut Wrappers { context }, request).map_err(|error| error.message())
}

/// iter-scan
pub fn iter_scan(context: &Context, row: &Row) -> Result<Option<u32>, String> {
    let mut push = |ty: Type, value: Option<Cell>| raw::push(row, ty, value);
    let found = SCANS.0.borrow_mut().next(&mut Wrappers { context }, &mut push).map_err(|error| error.message())?;
    Ok(found.then_some(0))
}

/// re-scan
pub fn re_scan() -> Result<(), String> {
    SCANS.0.borrow_mut().rewind().map_err(|error| error.message())
}

/// begin-modify and what would follow
pub fn read_only() -> Result<(), String> {
    Err(Error::ReadOnly.message())
}

/// import-foreign-schema
pub fn import_foreign_schema(provider: &Provider, stmt: &ImportForeignSchemaStmt) -> Result<Vec<String>, String> {
    let choice = match stmt.list_type {
        ImportSchemaType::All => Choice::All,
        ImportSchemaType::LimitTo => Choice::LimitTo(&stmt.table_list),
        ImportSchemaType::Except => Choice::Except(&stmt.table_list),
    };
    ddl::import(provider.catalogue, &stmt.server_name, choice).map_err(|error| error.message())
}

/// Exports the callbacks for a provider: `routines!(Guest for Component, PROVIDER)`, where `Guest` is the trait that
/// the component's bindings have for `supabase:wrappers/routines`.
#[macro_export]
macro_rules! routines {
    ($guest:path, $component:ident, $provider:expr) => {
        impl $guest for $component {
            fn host_version_requirement() -> String {
                String::from($crate::session::HOST_VERSION)
            }
            fn init(_: &$crate::bindings::types::Context) -> Result<(), String> {
                Ok(())
            }
            fn begin_scan(ctx: &$crate::bindings::types::Context) -> Result<(), String> {
                $crate::session::begin_scan(&$provider, ctx)
            }
            fn iter_scan(
                ctx: &$crate::bindings::types::Context,
                row: &$crate::bindings::types::Row,
            ) -> Result<Option<u32>, String> {
                $crate::session::iter_scan(ctx, row)
            }
            fn re_scan(_: &$crate::bindings::types::Context) -> Result<(), String> {
                $crate::session::re_scan()
            }
            fn end_scan(_: &$crate::bindings::types::Context) -> Result<(), String> {
                Ok(())
            }
            fn begin_modify(_: &$crate::bindings::types::Context) -> Result<(), String> {
                $crate::session::read_only()
            }
            fn insert(_: &$crate::bindings::types::Context, _: &$crate::bindings::types::Row) -> Result<(), String> {
                $crate::session::read_only()
            }
            fn update(
                _: &$crate::bindings::types::Context,
                _: $crate::bindings::types::Cell,
                _: &$crate::bindings::types::Row,
            ) -> Result<(), String> {
                $crate::session::read_only()
            }
            fn delete(_: &$crate::bindings::types::Context, _: $crate::bindings::types::Cell) -> Result<(), String> {
                $crate::session::read_only()
            }
            fn end_modify(_: &$crate::bindings::types::Context) -> Result<(), String> {
                Ok(())
            }
            fn import_foreign_schema(
                _: &$crate::bindings::types::Context,
                stmt: $crate::bindings::types::ImportForeignSchemaStmt,
            ) -> Result<Vec<String>, String> {
                $crate::session::import_foreign_schema(&$provider, &stmt)
            }
        }
    };
}
