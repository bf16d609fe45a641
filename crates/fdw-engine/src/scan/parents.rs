//! The values of key columns, which may have to be read from a parent object first.

use std::collections::HashSet;

use crate::host::Host;
use crate::planner::PlannerSettings;
use crate::planner::error::PlanError;
use crate::planner::plan::KeyPlan;
use crate::reader::row_buffer::Cell;
use crate::request::types::Type;
use crate::request::{RequestedColumn, ScanRequest};
use crate::text::is_path_segment;

use super::error::Error;
use super::{ApiContext, Scan};

impl Scan {
    /// Determines the values of each key column, in the order of the plan's key columns.
    pub(super) fn read_keys(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> Result<Vec<Vec<String>>, Error> {
        let mut keys = Vec::with_capacity(self.plan.keys.len());
        for key in self.plan.keys.clone() {
            keys.push(match key.values {
                KeyPlan::Known(values) => values,
                KeyPlan::Fixed(values) => values.iter().map(|value| (*value).to_owned()).collect(),
                KeyPlan::Parents { object, column } => self.read_parents(api, host, key.column, object, column)?,
                KeyPlan::Missing => {
                    let unpassed = self.plan.unpassed_key().map(str::to_owned);
                    return Err(PlanError::NoKey { object: self.plan.object, unpassed }.into());
                }
            });
        }
        Ok(keys)
    }

    /// Reads the distinct values of a column of the parent object. `key` is the key column that needs them.
    fn read_parents(
        &mut self,
        api: &mut ApiContext,
        host: &mut dyn Host,
        key: &'static str,
        parent: &'static str,
        column: &str,
    ) -> Result<Vec<String>, Error> {
        let max = api.settings.max_parents;
        let mut values = Vec::new();
        let mut distinct = HashSet::new();
        let mut rows = 0;
        let mut parents = scan_of(api, parent, Some(column))?;
        while rows <= max {
            if !parents.next(api, host)? {
                self.waited += parents.waited;
                self.statistics.rows_in += parents.statistics.rows_in;
                self.statistics.bytes_in += parents.statistics.bytes_in;
                return Ok(values);
            }
            if let Some((_, Some(Cell::Text(value)))) = parents.cells().next()
                && distinct.insert(value.to_owned())
            {
                if !is_path_segment(value) {
                    let value = api.client.secrets.redact(value);
                    return Err(Error::BadKey { object: self.plan.object, key, value });
                }
                values.push(value.to_owned());
            }
            rows += 1;
        }
        // There are too many parents. Count them for the error message.
        let mut count = scan_of(api, parent, None)?;
        count.next(api, host)?;
        let requests = count.counted.total.max(rows as u64);
        let unpassed = self.plan.unpassed_key().map(str::to_owned);
        Err(Error::TooManyParents { object: self.plan.object, key, parent, requests, max, unpassed })
    }
}

/// A scan of another object that reads one of its columns, or that counts its rows if `column` is `None`.
fn scan_of(api: &ApiContext, object: &str, column: Option<&str>) -> Result<Scan, Error> {
    let requested = |column: &str| RequestedColumn { name: column.to_owned(), ty: Ok(Type::Text) };
    let request = ScanRequest {
        object: Some(object.to_owned()),
        columns: column.map(requested).into_iter().collect(),
        ..ScanRequest::default()
    };
    Scan::begin(api.catalogue, &request, PlannerSettings::default(), 0)
}
