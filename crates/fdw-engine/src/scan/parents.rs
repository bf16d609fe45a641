//! The values of key columns, which may have to be read from a parent object first.

use std::collections::HashSet;

use crate::catalogue::access_path::{KeySource, KeyValues, Parents};
use crate::catalogue::column::{self, Kind};
use crate::host::Host;
use crate::planner::PlannerSettings;
use crate::planner::error::PlanError;
use crate::planner::plan::KeyPlan;
use crate::reader::row_buffer::Cell;
use crate::request::qual::{Condition, Constant, Qual};
use crate::request::types::Type;
use crate::request::{RequestedColumn, ScanRequest};
use crate::text::is_path_segment;

use super::error::Error;
use super::lists::KeyGroup;
use super::{ApiContext, Scan};

/// A key column, the column of the parent object that has its values, and those values that the query asks for; `None` if
/// it asks for all.
struct ParentKey {
    key: &'static str,
    column: &'static str,
    wanted: Option<Vec<String>>,
}

impl Scan {
    /// Determines the values of all key columns.
    pub(super) fn read_keys(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> Result<Vec<KeyGroup>, Error> {
        let access_path = self.plan.access_path;
        let lacks_values = self.plan.keys.iter().any(|key| key.values == KeyPlan::Parents);
        let parents = access_path.key_source.filter(|_| lacks_values || access_path.looks_up_keys);
        let mut groups = Vec::new();
        for key in &self.plan.keys {
            let values = match &key.values {
                _ if parents.is_some_and(|source| source.covers(key.column)) => continue,
                KeyPlan::Known(values) => values.clone(),
                KeyPlan::Fixed(values) => values.iter().map(|value| (*value).to_owned()).collect(),
                KeyPlan::Parents | KeyPlan::Missing => {
                    let unpassed = self.plan.unpassed_key().map(str::to_owned);
                    return Err(PlanError::NoKey { object: self.plan.object, unpassed }.into());
                }
            };
            groups.push(KeyGroup::of_one_column(key.column, values));
        }
        if let Some(KeySource { column, values: KeyValues::Parents(parents) }) = parents {
            groups.push(self.read_parents(api, host, column, &parents)?);
        }
        Ok(groups)
    }

    /// The key columns whose values come from parents. `key` is the first one.
    fn parent_keys(&self, key: &'static str, parents: &Parents) -> Vec<ParentKey> {
        let wanted = |key: &str| match &self.plan.keys.iter().find(|planned| planned.column == key)?.values {
            KeyPlan::Known(values) => Some(values.clone()),
            _ => None,
        };
        let columns = [Some((key, parents.column)), parents.second].into_iter().flatten();
        columns.map(|(key, column)| ParentKey { key, column, wanted: wanted(key) }).collect()
    }

    /// Reads the distinct values of key columns from the parent object. `key` is the first of these columns.
    fn read_parents(
        &mut self,
        api: &mut ApiContext,
        host: &mut dyn Host,
        key: &'static str,
        parents: &Parents,
    ) -> Result<KeyGroup, Error> {
        let max = api.settings.max_parents;
        let keys = self.parent_keys(key, parents);
        let mut scan = begin_scan(api, parents, &keys)?;
        let mut distinct = HashSet::new();
        let mut tuples = Vec::new();
        while tuples.len() <= max {
            if !scan.next(api, host)? {
                self.waited += scan.waited;
                self.statistics.rows_in += scan.statistics.rows_in;
                self.statistics.bytes_in += scan.statistics.bytes_in;
                return Ok(KeyGroup { columns: keys.iter().map(|key| key.key).collect(), tuples });
            }
            let Some(tuple) = read_tuple(&scan, &keys) else { continue };
            if !distinct.insert(tuple.clone()) {
                continue;
            }
            if let Some((key, value)) = keys.iter().zip(&tuple).find(|(_, value)| !is_path_segment(value)) {
                let value = api.client.secrets.redact(value);
                return Err(Error::BadKey { object: self.plan.object, key: key.key, value });
            }
            tuples.push(tuple);
        }
        // There are too many parents. Count them for the error message, if each of them would be read.
        let mut requests = tuples.len() as u64;
        if parents.marker.is_none() && keys.iter().all(|key| key.wanted.is_none()) {
            let mut count = begin_scan(api, parents, &[])?;
            count.next(api, host)?;
            requests = requests.max(count.counted.total);
        }
        let unpassed = self.plan.unpassed_key().map(str::to_owned);
        Err(Error::TooManyParents { object: self.plan.object, key, parent: parents.object, requests, max, unpassed })
    }
}

/// Begins a scan of the parent object that reads the columns for these keys and the marker, or that counts its rows if
/// there are no keys.
fn begin_scan(api: &ApiContext, parents: &Parents, keys: &[ParentKey]) -> Result<Scan, Error> {
    let mut columns: Vec<RequestedColumn> =
        keys.iter().map(|key| RequestedColumn { name: key.column.to_owned(), ty: Ok(Type::Text) }).collect();
    if let Some(marker) = parents.marker.filter(|_| !keys.is_empty()) {
        let object = api.catalogue.object(parents.object);
        let found = object.and_then(|object| column::find(object.columns, marker));
        let ty = if found.is_some_and(|found| found.kind == Kind::Bool) { Type::Bool } else { Type::I64 };
        columns.push(RequestedColumn { name: marker.to_owned(), ty: Ok(ty) });
    }
    let qual = |key: &ParentKey| {
        let values = key.wanted.clone()?.into_iter().map(Constant::Text).collect();
        let condition = Condition::one_of(values);
        Some(Qual { column: key.column.to_owned(), operator: "=".to_owned(), condition, is_parameter: false })
    };
    let quals = keys.iter().filter_map(qual).collect();
    let request = ScanRequest { object: Some(parents.object.to_owned()), columns, quals, ..ScanRequest::default() };
    Scan::begin(api.catalogue, &request, PlannerSettings::default(), 0)
}

/// The values of the keys in the current row of a scan of parents; `None` if the query does not need this parent, or if it
/// has no rows.
fn read_tuple(scan: &Scan, keys: &[ParentKey]) -> Option<Vec<String>> {
    let mut cells = scan.cells().map(|(_, cell)| cell);
    let mut tuple = Vec::with_capacity(keys.len());
    for key in keys {
        let Some(Some(Cell::Text(value))) = cells.next() else { return None };
        if key.wanted.as_ref().is_some_and(|wanted| !wanted.iter().any(|wanted| wanted == value)) {
            return None;
        }
        tuple.push(value.to_owned());
    }
    let has_rows = !matches!(cells.next(), Some(Some(Cell::Bool(false) | Cell::Int(0))));
    has_rows.then_some(tuple)
}
