//! The host's resources. Their data is in the instance's [`State`]; a resource's representation is a number.
//!
//! For a column, qual or sort the number is its index in the scan. For options it is one of the constants below. A row,
//! limit or context exists only once, so its number is not used.

use anyhow::{Result, anyhow, bail};
use wasmtime::component::Resource;

use crate::bindings::supabase::wrappers::types::{
    Cell, Column, Context, FdwError, Host, HostColumn, HostContext, HostLimit, HostOptions, HostQual, HostRow,
    HostSort, Limit, Options, OptionsType, Param, Qual, Row, Sort, TypeOid, Value as QualValue,
};
use crate::environment::HostEnvironment;
use crate::state::State;

/// Representation of the foreign server's options.
const SERVER: u32 = 0;
/// Representation of the foreign table's options.
const TABLE: u32 = 1;
/// Representation of the options of IMPORT FOREIGN SCHEMA.
const IMPORT: u32 = 2;

impl<S: HostEnvironment> Host for State<S> {}

impl<S: HostEnvironment> HostRow for State<S> {
    fn new(&mut self) -> Result<Resource<Row>> {
        Ok(Resource::new_own(0))
    }

    fn cols(&mut self, _: Resource<Row>) -> Result<Vec<String>> {
        Ok(self.row.names.clone())
    }

    fn cells(&mut self, _: Resource<Row>) -> Result<Vec<Option<Cell>>> {
        Ok(self.row.values.iter().enumerate().map(|(at, value)| self.environment.cell(at, value)).collect())
    }

    fn push(&mut self, _: Resource<Row>, cell: Option<Cell>) -> Result<()> {
        let at = self.row.values.len();
        let Some(column) = self.scan.columns.get(at) else {
            bail!("host panic: index out of bounds: the guest pushed more cells than the scan's {at} columns");
        };
        let value = self.environment.accept(at, cell)?;
        self.row.names.push(column.name.clone());
        self.row.values.push(value);
        Ok(())
    }

    fn drop(&mut self, _: Resource<Row>) -> Result<()> {
        Ok(())
    }
}

fn at<T>(items: &[T], index: u32) -> Result<&T> {
    items.get(index as usize).ok_or_else(|| anyhow!("host panic: index out of bounds: {index}"))
}

impl<S: HostEnvironment> HostColumn for State<S> {
    fn new(&mut self, index: u32) -> Result<Resource<Column>> {
        Ok(Resource::new_own(index))
    }

    fn name(&mut self, column: Resource<Column>) -> Result<String> {
        Ok(at(&self.scan.columns, column.rep())?.name.clone())
    }

    fn num(&mut self, column: Resource<Column>) -> Result<u32> {
        Ok(at(&self.scan.columns, column.rep())?.num)
    }

    fn type_oid(&mut self, column: Resource<Column>) -> Result<TypeOid> {
        let type_oid = at(&self.scan.columns, column.rep())?.type_oid.clone();
        type_oid.ok_or_else(|| anyhow!("host panic: column type oid not supported"))
    }

    fn drop(&mut self, _: Resource<Column>) -> Result<()> {
        Ok(())
    }
}

impl<S: HostEnvironment> HostQual for State<S> {
    fn new(&mut self, index: u32) -> Result<Resource<Qual>> {
        Ok(Resource::new_own(index))
    }

    fn field(&mut self, qual: Resource<Qual>) -> Result<String> {
        Ok(at(&self.scan.quals, qual.rep())?.field.clone())
    }

    fn operator(&mut self, qual: Resource<Qual>) -> Result<String> {
        Ok(at(&self.scan.quals, qual.rep())?.operator.clone())
    }

    fn value(&mut self, qual: Resource<Qual>) -> Result<QualValue> {
        Ok(at(&self.scan.quals, qual.rep())?.value.clone())
    }

    fn use_or(&mut self, qual: Resource<Qual>) -> Result<bool> {
        Ok(at(&self.scan.quals, qual.rep())?.use_or)
    }

    fn param(&mut self, qual: Resource<Qual>) -> Result<Option<Param>> {
        Ok(at(&self.scan.quals, qual.rep())?.param)
    }

    fn deparse(&mut self, qual: Resource<Qual>) -> Result<String> {
        Ok(at(&self.scan.quals, qual.rep())?.deparse())
    }

    fn drop(&mut self, _: Resource<Qual>) -> Result<()> {
        Ok(())
    }
}

impl<S: HostEnvironment> HostSort for State<S> {
    fn new(&mut self, index: u32) -> Result<Resource<Sort>> {
        Ok(Resource::new_own(index))
    }

    fn field(&mut self, sort: Resource<Sort>) -> Result<String> {
        Ok(at(&self.scan.sorts, sort.rep())?.field.clone())
    }

    fn field_no(&mut self, sort: Resource<Sort>) -> Result<u32> {
        Ok(at(&self.scan.sorts, sort.rep())?.field_no)
    }

    fn reversed(&mut self, sort: Resource<Sort>) -> Result<bool> {
        Ok(at(&self.scan.sorts, sort.rep())?.reversed)
    }

    fn nulls_first(&mut self, sort: Resource<Sort>) -> Result<bool> {
        Ok(at(&self.scan.sorts, sort.rep())?.nulls_first)
    }

    fn collate(&mut self, sort: Resource<Sort>) -> Result<Option<String>> {
        Ok(at(&self.scan.sorts, sort.rep())?.collate.clone())
    }

    fn deparse(&mut self, sort: Resource<Sort>) -> Result<String> {
        Ok(at(&self.scan.sorts, sort.rep())?.deparse())
    }

    fn deparse_with_collate(&mut self, sort: Resource<Sort>) -> Result<String> {
        let sort = at(&self.scan.sorts, sort.rep())?;
        let collate = sort.collate.as_ref().map(|collate| format!(" collate {collate}")).unwrap_or_default();
        Ok(sort.deparse() + &collate)
    }

    fn drop(&mut self, _: Resource<Sort>) -> Result<()> {
        Ok(())
    }
}

impl<S: HostEnvironment> HostLimit for State<S> {
    fn new(&mut self) -> Result<Resource<Limit>> {
        Ok(Resource::new_own(0))
    }

    fn count(&mut self, _: Resource<Limit>) -> Result<i64> {
        Ok(self.scan.limit.map_or(0, |limit| limit.count))
    }

    fn offset(&mut self, _: Resource<Limit>) -> Result<i64> {
        Ok(self.scan.limit.map_or(0, |limit| limit.offset))
    }

    fn deparse(&mut self, _: Resource<Limit>) -> Result<String> {
        Ok(self.scan.limit.map_or_else(String::new, |limit| format!("limit {} offset {}", limit.count, limit.offset)))
    }

    fn drop(&mut self, _: Resource<Limit>) -> Result<()> {
        Ok(())
    }
}

impl<S: HostEnvironment> HostOptions for State<S> {
    fn new(&mut self, options_type: OptionsType) -> Result<Resource<Options>> {
        Ok(Resource::new_own(match options_type {
            OptionsType::Server => SERVER,
            OptionsType::Table => TABLE,
            OptionsType::ImportSchema => IMPORT,
            OptionsType::Other(other) => bail!("host panic: options of type {other:?} do not exist"),
        }))
    }

    fn get(&mut self, options: Resource<Options>, key: String) -> Result<Option<String>> {
        let options = match options.rep() {
            SERVER => &self.server_options,
            TABLE => &self.table_options,
            _ => &self.import_options,
        };
        Ok(options.get(&key).cloned())
    }

    fn require(&mut self, options: Resource<Options>, key: String) -> Result<Result<String, FdwError>> {
        let value = HostOptions::get(self, options, key.clone())?;
        Ok(value.ok_or_else(|| format!("required option `{key}` is not specified")))
    }

    fn require_or(&mut self, options: Resource<Options>, key: String, default: String) -> Result<String> {
        Ok(HostOptions::get(self, options, key)?.unwrap_or(default))
    }

    fn drop(&mut self, _: Resource<Options>) -> Result<()> {
        Ok(())
    }
}

fn handles<T: 'static>(count: usize) -> Vec<Resource<T>> {
    (0..count as u32).map(Resource::new_own).collect()
}

impl<S: HostEnvironment> HostContext for State<S> {
    fn new(&mut self) -> Result<Resource<Context>> {
        Ok(Resource::new_own(0))
    }

    fn get_options(&mut self, _: Resource<Context>, options_type: OptionsType) -> Result<Resource<Options>> {
        HostOptions::new(self, options_type)
    }

    fn get_quals(&mut self, _: Resource<Context>) -> Result<Vec<Resource<Qual>>> {
        Ok(handles(self.scan.quals.len()))
    }

    fn get_columns(&mut self, _: Resource<Context>) -> Result<Vec<Resource<Column>>> {
        Ok(handles(self.scan.columns.len()))
    }

    fn get_sorts(&mut self, _: Resource<Context>) -> Result<Vec<Resource<Sort>>> {
        Ok(handles(self.scan.sorts.len()))
    }

    fn get_limit(&mut self, _: Resource<Context>) -> Result<Option<Resource<Limit>>> {
        Ok(self.scan.limit.map(|_| Resource::new_own(0)))
    }

    fn drop(&mut self, _: Resource<Context>) -> Result<()> {
        Ok(())
    }
}
