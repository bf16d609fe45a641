//! The resources: handles to the options and the query of the instance. An index stands behind each handle.

use anyhow::{Result, anyhow, bail};
use wasmtime::component::Resource;

use super::State;
use crate::bindings::supabase::wrappers::types::{
    Cell, Column, Context, FdwError, Host, HostColumn, HostContext, HostLimit, HostOptions, HostQual, HostRow,
    HostSort, Limit, Options, OptionsType, Param, Qual, Row, Sort, TypeOid, Value as QualValue,
};
use crate::value::Value;

const SERVER: u32 = 0;
const TABLE: u32 = 1;
const IMPORT: u32 = 2;

impl Host for State {}

impl HostRow for State {
    fn new(&mut self) -> Result<Resource<Row>> {
        Ok(Resource::new_own(0))
    }

    fn cols(&mut self, _: Resource<Row>) -> Result<Vec<String>> {
        Ok(self.columns.iter().take(self.row.len()).map(|column| column.name.clone()).collect())
    }

    fn cells(&mut self, _: Resource<Row>) -> Result<Vec<Option<Cell>>> {
        let cell = |(value, column): (&Value, &crate::value::Column)| match value {
            Value::Null => None,
            value => Some(value.to_cell(column.ty)),
        };
        Ok(self.row.iter().zip(&self.columns).map(cell).collect())
    }

    fn push(&mut self, _: Resource<Row>, cell: Option<Cell>) -> Result<()> {
        let Some(column) = self.columns.get(self.row.len()) else {
            bail!("host panic: index out of bounds: a cell more than the {} columns", self.columns.len());
        };
        let value = Value::from_cell(cell, column)?;
        self.row.push(value);
        Ok(())
    }

    fn drop(&mut self, _: Resource<Row>) -> Result<()> {
        Ok(())
    }
}

fn at<T>(items: &[T], index: u32) -> Result<&T> {
    items.get(index as usize).ok_or_else(|| anyhow!("host panic: index out of bounds: {index}"))
}

impl HostColumn for State {
    fn new(&mut self, index: u32) -> Result<Resource<Column>> {
        Ok(Resource::new_own(index))
    }

    fn name(&mut self, column: Resource<Column>) -> Result<String> {
        Ok(at(&self.columns, column.rep())?.name.clone())
    }

    fn num(&mut self, column: Resource<Column>) -> Result<u32> {
        Ok(column.rep() + 1)
    }

    fn type_oid(&mut self, column: Resource<Column>) -> Result<TypeOid> {
        at(&self.columns, column.rep())?.ty.oid()
    }

    fn drop(&mut self, _: Resource<Column>) -> Result<()> {
        Ok(())
    }
}

impl HostQual for State {
    fn new(&mut self, index: u32) -> Result<Resource<Qual>> {
        Ok(Resource::new_own(index))
    }

    fn field(&mut self, qual: Resource<Qual>) -> Result<String> {
        Ok(at(&self.quals, qual.rep())?.column.name.clone())
    }

    fn operator(&mut self, qual: Resource<Qual>) -> Result<String> {
        Ok(at(&self.quals, qual.rep())?.operator.clone())
    }

    fn value(&mut self, qual: Resource<Qual>) -> Result<QualValue> {
        let qual = at(&self.quals, qual.rep())?;
        let cells: Vec<Cell> = qual.values.iter().map(|value| qual.cell(value)).collect();
        Ok(match <[Cell; 1]>::try_from(cells) {
            Ok([cell]) if !qual.is_list => QualValue::Cell(cell),
            Ok(cells) => QualValue::Array(cells.into()),
            Err(cells) => QualValue::Array(cells),
        })
    }

    fn use_or(&mut self, qual: Resource<Qual>) -> Result<bool> {
        let qual = at(&self.quals, qual.rep())?;
        Ok(qual.is_list && qual.operator == "=")
    }

    fn param(&mut self, qual: Resource<Qual>) -> Result<Option<Param>> {
        Ok(at(&self.quals, qual.rep())?.param.map(|(id, type_oid)| Param { id, type_oid }))
    }

    fn deparse(&mut self, qual: Resource<Qual>) -> Result<String> {
        Ok(at(&self.quals, qual.rep())?.to_string())
    }

    fn drop(&mut self, _: Resource<Qual>) -> Result<()> {
        Ok(())
    }
}

impl HostSort for State {
    fn new(&mut self, index: u32) -> Result<Resource<Sort>> {
        Ok(Resource::new_own(index))
    }

    fn field(&mut self, sort: Resource<Sort>) -> Result<String> {
        Ok(at(&self.sorts, sort.rep())?.column.clone())
    }

    fn field_no(&mut self, sort: Resource<Sort>) -> Result<u32> {
        let name = &at(&self.sorts, sort.rep())?.column;
        Ok(self.columns.iter().position(|column| column.name == *name).map_or(0, |at| at as u32 + 1))
    }

    fn reversed(&mut self, sort: Resource<Sort>) -> Result<bool> {
        Ok(at(&self.sorts, sort.rep())?.descending)
    }

    fn nulls_first(&mut self, sort: Resource<Sort>) -> Result<bool> {
        // SQL's default: NULL counts as larger than any value.
        self.reversed(sort)
    }

    fn collate(&mut self, _: Resource<Sort>) -> Result<Option<String>> {
        Ok(None)
    }

    fn deparse(&mut self, sort: Resource<Sort>) -> Result<String> {
        Ok(at(&self.sorts, sort.rep())?.to_string())
    }

    fn deparse_with_collate(&mut self, sort: Resource<Sort>) -> Result<String> {
        HostSort::deparse(self, sort)
    }

    fn drop(&mut self, _: Resource<Sort>) -> Result<()> {
        Ok(())
    }
}

impl HostLimit for State {
    fn new(&mut self) -> Result<Resource<Limit>> {
        Ok(Resource::new_own(0))
    }

    fn count(&mut self, _: Resource<Limit>) -> Result<i64> {
        Ok(self.limit.map_or(0, |limit| limit.count))
    }

    fn offset(&mut self, _: Resource<Limit>) -> Result<i64> {
        Ok(self.limit.map_or(0, |limit| limit.offset))
    }

    fn deparse(&mut self, _: Resource<Limit>) -> Result<String> {
        Ok(self.limit.map_or_else(String::new, |limit| format!("limit {} offset {}", limit.count, limit.offset)))
    }

    fn drop(&mut self, _: Resource<Limit>) -> Result<()> {
        Ok(())
    }
}

impl HostOptions for State {
    fn new(&mut self, options_type: OptionsType) -> Result<Resource<Options>> {
        Ok(Resource::new_own(match options_type {
            OptionsType::Server => SERVER,
            OptionsType::Table => TABLE,
            OptionsType::ImportSchema => IMPORT,
            OptionsType::Other(other) => bail!("host panic: options of type {other}"),
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

impl HostContext for State {
    fn new(&mut self) -> Result<Resource<Context>> {
        Ok(Resource::new_own(0))
    }

    fn get_options(&mut self, _: Resource<Context>, options_type: OptionsType) -> Result<Resource<Options>> {
        HostOptions::new(self, options_type)
    }

    fn get_quals(&mut self, _: Resource<Context>) -> Result<Vec<Resource<Qual>>> {
        Ok(handles(self.quals.len()))
    }

    fn get_columns(&mut self, _: Resource<Context>) -> Result<Vec<Resource<Column>>> {
        Ok(handles(self.columns.len()))
    }

    fn get_sorts(&mut self, _: Resource<Context>) -> Result<Vec<Resource<Sort>>> {
        Ok(handles(self.sorts.len()))
    }

    fn get_limit(&mut self, _: Resource<Context>) -> Result<Option<Resource<Limit>>> {
        Ok(self.limit.map(|_| Resource::new_own(0)))
    }

    fn drop(&mut self, _: Resource<Context>) -> Result<()> {
        Ok(())
    }
}
