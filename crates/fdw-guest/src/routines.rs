//! The callbacks that a guest exports to the host. The host makes an instance of the component for each node of a plan,
//! so an instance has only one scan at a time.

use std::cell::RefCell;
use std::marker::PhantomData;

use fdw_engine::catalogue::Catalogue;
use fdw_engine::host::Host;
use fdw_engine::import::{self, Choice};
use fdw_engine::request::settings::OptionError;
use fdw_engine::scan::error::Error;
use fdw_engine::scan_cache::ScanCache;
use fdw_engine::write::Writer;
use fdw_engine::write::error::WriteError;
#[cfg(not(target_arch = "wasm32"))]
use fdw_engine::{reader::row_buffer::Cell as EngineCell, request::types::Type};

#[cfg(target_arch = "wasm32")]
use crate::abi::push;
use crate::bindings::routines::Guest;
use crate::bindings::types::{Cell, Context, FdwError, FdwResult, ImportForeignSchemaStmt, ImportSchemaType, Row};
use crate::context;
use crate::host::Wrappers;
use crate::new_row;

/// The versions of the host's interface that guests support, as a semver range. This version has been 0.1.x in all
/// releases of Wrappers.
const HOST_VERSION: &str = "^0.1.0";

/// Does nothing. It replaces the host's function in native builds, in which there is no host.
#[cfg(not(target_arch = "wasm32"))]
fn push(_: &Row, _: Type, _: Option<EngineCell>) {}

/// A component that makes an API into foreign tables.
pub trait Component {
    /// The catalogue of the API, or the default one if the component has several.
    const CATALOGUE: &'static Catalogue;

    /// The catalogue that the options of the server select.
    ///
    /// # Errors
    /// An option has an invalid value.
    fn catalogue(_: &dyn Host) -> Result<&'static Catalogue, OptionError> {
        Ok(Self::CATALOGUE)
    }
}

/// The callbacks of a component.
pub struct Routines<C>(PhantomData<C>);

/// What an instance does for the plan node that it serves.
#[derive(Default)]
struct Node {
    /// The scans, if the node reads.
    scans: ScanCache,
    /// The write, if the node writes.
    writer: Option<Writer>,
}

thread_local! {
    static NODE: RefCell<Node> = RefCell::default();
}

/// Calls the engine, and turns its error into the text for the user.
fn with_scans<T>(call: impl FnOnce(&mut ScanCache) -> Result<T, Error>) -> Result<T, FdwError> {
    NODE.with_borrow_mut(|node| call(&mut node.scans)).map_err(|error| error.report())
}

/// Writes a row, and turns an error into the text for the user.
#[inline(never)] // Cold: runs once for each row that is written, and then sends a request.
fn with_writer(write: impl FnOnce(&mut Writer) -> Result<(), WriteError>) -> FdwResult {
    NODE.with_borrow_mut(|node| match &mut node.writer {
        Some(writer) => write(writer).map_err(|error| error.report()),
        None => Err(WriteError::NoWrite.report()),
    })
}

impl<C: Component> Guest for Routines<C> {
    fn host_version_requirement() -> String {
        HOST_VERSION.to_owned()
    }

    fn init(_: &Context) -> FdwResult {
        Ok(())
    }

    fn begin_scan(context: &Context) -> FdwResult {
        let mut host = Wrappers { context };
        with_scans(|scans| {
            let catalogue = C::catalogue(&host)?;
            let pushdown_comparisons = scans.settings(catalogue, &host)?.pushdown_comparisons;
            scans.begin(catalogue, &mut host, context::scan_request(context, pushdown_comparisons))
        })
    }

    fn iter_scan(context: &Context, row: &Row) -> Result<Option<u32>, FdwError> {
        with_scans(|scans| {
            let Some(cells) = scans.next(&mut Wrappers { context })? else { return Ok(None) };
            cells.for_each(|(ty, cell)| push(row, ty, cell));
            // The host does not use the number; it only checks whether there is one.
            Ok(Some(0))
        })
    }

    fn re_scan(_: &Context) -> FdwResult {
        with_scans(ScanCache::rewind)
    }

    fn end_scan(_: &Context) -> FdwResult {
        Ok(())
    }

    fn begin_modify(context: &Context) -> FdwResult {
        let host = Wrappers { context };
        let begun = C::catalogue(&host).map_err(WriteError::from).and_then(|catalogue| Writer::begin(catalogue, &host));
        let writer = begun.map_err(|error| error.report())?;
        NODE.with_borrow_mut(|node| node.writer = Some(writer));
        Ok(())
    }

    fn insert(context: &Context, row: &Row) -> FdwResult {
        with_writer(|writer| writer.insert(&mut Wrappers { context }, &new_row::row(row)))
    }

    fn update(context: &Context, rowid: Cell, row: &Row) -> FdwResult {
        let row_id = new_row::value(rowid);
        with_writer(|writer| writer.update(&mut Wrappers { context }, &row_id, &new_row::row(row)))
    }

    fn delete(context: &Context, rowid: Cell) -> FdwResult {
        let row_id = new_row::value(rowid);
        with_writer(|writer| writer.delete(&mut Wrappers { context }, &row_id))
    }

    fn end_modify(_: &Context) -> FdwResult {
        NODE.with_borrow_mut(|node| node.writer = None);
        Ok(())
    }

    fn import_foreign_schema(context: &Context, stmt: ImportForeignSchemaStmt) -> Result<Vec<String>, FdwError> {
        let choice = match stmt.list_type {
            ImportSchemaType::All => Choice::All,
            ImportSchemaType::LimitTo => Choice::LimitTo(&stmt.table_list),
            ImportSchemaType::Except => Choice::Except(&stmt.table_list),
        };
        let mut host = Wrappers { context };
        let imported = C::catalogue(&host)
            .map_err(Error::from)
            .and_then(|catalogue| import::import(catalogue, &mut host, &stmt.server_name, choice));
        imported.map_err(|error| error.report())
    }
}
