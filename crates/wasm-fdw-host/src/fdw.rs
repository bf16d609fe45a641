//! The foreign-data wrapper: passes the calls of the Wrappers framework to an instance of the server's component.

use std::cell::{RefCell, RefMut};
use std::collections::HashMap;
use std::rc::Rc;

use anyhow::anyhow;
use pgrx::PgMemoryContexts;
use pgrx::pg_sys::Oid;
use supabase_wrappers::prelude::*;
use wrappers_host::types::{
    ImportForeignSchemaStmt as GuestStmt, ImportSchemaType as GuestImport, Param as GuestParam,
};
use wrappers_host::{Instance, State, scan};

use crate::cell;
use crate::environment::Postgres;
use crate::error::HostError;
use crate::leftovers;
use crate::package;

/// An instance that two owners can drop. The framework drops the [`WasmFdw`] when a scan ends, but leaks it when a
/// statement fails; then the instance is dropped with the memory context of the statement.
///
/// The framework's 0.1.x line creates the instance when Postgres plans the statement, in a memory context that ends with
/// planning. There the framework is the only owner, so that a statement that fails leaks the instance, as it does in
/// released versions of Wrappers.
type Shared = Rc<RefCell<Option<Instance<Postgres>>>>;

/// Owned by a memory context of Postgres; drops the instance when the context is deleted.
struct OwnedByContext(Shared);

impl Drop for OwnedByContext {
    fn drop(&mut self) {
        drop_instance(&self.0);
    }
}

fn drop_instance(shared: &Shared) {
    // The instance can be borrowed here only while a Postgres error leaves one of its calls. Its frames are then still
    // on the stack, so it must not be dropped.
    if let Ok(mut instance) = shared.try_borrow_mut() {
        instance.take();
    }
}

/// A foreign-data wrapper for one node of a query plan, which runs the component of a foreign server.
#[wrappers_fdw(
    version = "0.1.0",
    author = "the makers of clerk_fdw",
    website = "https://github.com/supabase/wrappers",
    error_type = "HostError"
)]
pub struct WasmFdw {
    instance: Shared,
}

impl Drop for WasmFdw {
    fn drop(&mut self) {
        drop_instance(&self.instance);
    }
}

impl WasmFdw {
    /// The instance.
    ///
    /// # Errors
    /// Fails if the instance has been dropped, or is borrowed because a Postgres error left one of its calls.
    fn instance(&self) -> Result<RefMut<'_, Instance<Postgres>>, HostError> {
        let gone = || HostError::Trap(anyhow!("the instance of the component no longer exists"));
        let instance = self.instance.try_borrow_mut().map_err(|_| gone())?;
        RefMut::filter_map(instance, Option::as_mut).map_err(|_| gone())
    }

    /// The instance, with the row to be written in its state.
    fn write(&self, row: &Row) -> Result<RefMut<'_, Instance<Postgres>>, HostError> {
        let mut instance = self.instance()?;
        let target = &mut instance.state_mut().row;
        target.names = row.cols.clone();
        target.values = row.cells.clone();
        Ok(instance)
    }
}

impl ForeignDataWrapper<HostError> for WasmFdw {
    fn new(server: ForeignServer) -> Result<Self, HostError> {
        let compiled = package::compiled(&server.options)?;
        let state = State::new(server.options.into_iter().collect(), Postgres);
        let instance = Rc::new(RefCell::new(Some(Instance::new(&compiled, state)?)));
        if cfg!(not(feature = "framework_0_1")) {
            leftovers::forget_at_end_of_transaction();
            PgMemoryContexts::CurrentMemoryContext.leak_and_drop_on_delete(OwnedByContext(instance.clone()));
        }
        Ok(WasmFdw { instance })
    }

    fn begin_scan(
        &mut self,
        quals: &[Qual],
        columns: &[Column],
        sorts: &[Sort],
        limit: &Option<Limit>,
        options: &HashMap<String, String>,
    ) -> Result<(), HostError> {
        let mut instance = self.instance()?;
        let state = instance.state_mut();
        state.table_options = options.clone().into_iter().collect();
        state.scan = scan::Scan {
            columns: columns.iter().map(column).collect(),
            quals: quals.iter().map(qual).collect(),
            sorts: sorts.iter().map(sort).collect(),
            limit: limit.as_ref().map(|limit| scan::Limit { count: limit.count, offset: limit.offset }),
        };
        Ok(instance.begin_scan()?)
    }

    fn iter_scan(&mut self, row: &mut Row) -> Result<Option<()>, HostError> {
        let mut instance = self.instance()?;
        let Some(cells) = instance.iter_scan()? else { return Ok(None) };
        row.cols.append(&mut instance.state_mut().row.names);
        row.cells = cells;
        Ok(Some(()))
    }

    fn re_scan(&mut self) -> Result<(), HostError> {
        Ok(self.instance()?.re_scan()?)
    }

    fn end_scan(&mut self) -> Result<(), HostError> {
        Ok(self.instance()?.end_scan()?)
    }

    fn begin_modify(&mut self, options: &HashMap<String, String>) -> Result<(), HostError> {
        let mut instance = self.instance()?;
        instance.state_mut().table_options = options.clone().into_iter().collect();
        Ok(instance.begin_modify()?)
    }

    fn insert(&mut self, row: &Row) -> Result<(), HostError> {
        Ok(self.write(row)?.insert()?)
    }

    fn update(&mut self, rowid: &Cell, new_row: &Row) -> Result<(), HostError> {
        Ok(self.write(new_row)?.update(&cell::to_guest(rowid))?)
    }

    fn delete(&mut self, rowid: &Cell) -> Result<(), HostError> {
        Ok(self.instance()?.delete(&cell::to_guest(rowid))?)
    }

    fn end_modify(&mut self) -> Result<(), HostError> {
        Ok(self.instance()?.end_modify()?)
    }

    fn import_foreign_schema(&mut self, stmt: ImportForeignSchemaStmt) -> Result<Vec<String>, HostError> {
        let mut instance = self.instance()?;
        instance.state_mut().import_options = stmt.options.into_iter().collect();
        let stmt = GuestStmt {
            server_name: stmt.server_name,
            remote_schema: stmt.remote_schema,
            local_schema: stmt.local_schema,
            list_type: match stmt.list_type {
                ImportSchemaType::FdwImportSchemaAll => GuestImport::All,
                ImportSchemaType::FdwImportSchemaLimitTo => GuestImport::LimitTo,
                ImportSchemaType::FdwImportSchemaExcept => GuestImport::Except,
            },
            table_list: stmt.table_list,
        };
        Ok(instance.import_foreign_schema(&stmt)?)
    }

    fn validator(options: Vec<Option<String>>, catalog: Option<Oid>) -> Result<(), HostError> {
        if catalog == Some(FOREIGN_SERVER_RELATION_ID) {
            for name in ["fdw_package_url", "fdw_package_name", "fdw_package_version"] {
                check_options_contain(&options, name)?;
            }
        }
        Ok(())
    }
}

fn column(column: &Column) -> scan::Column {
    scan::Column { name: column.name.clone(), num: column.num as u32, type_oid: cell::type_oid(column.type_oid) }
}

fn qual(qual: &Qual) -> scan::Qual {
    let param = |param: &Param| GuestParam { id: param.id as u32, type_oid: param.type_oid.to_u32() };
    scan::Qual {
        field: qual.field.clone(),
        operator: qual.operator.clone(),
        value: cell::value_to_guest(&qual.value),
        use_or: qual.use_or,
        param: qual.param.as_ref().map(param),
    }
}

fn sort(sort: &Sort) -> scan::Sort {
    scan::Sort {
        field: sort.field.clone(),
        field_no: sort.field_no as u32,
        reversed: sort.reversed,
        nulls_first: sort.nulls_first,
        collate: sort.collate.clone(),
    }
}
