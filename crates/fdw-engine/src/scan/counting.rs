//! Counting: if all rows of a query are equal, the scan only needs their number, which the API may return.

use serde_json::Value;

use crate::catalogue::pagination::PageFormat;
use crate::client::error::RequestError;
use crate::client::target::Target;
use crate::host::Host;

use crate::reader::page::{Unreadable, count_at};

use super::error::Error;
use super::{ApiContext, Scan};

/// Equal rows whose number is known from the API.
#[derive(Default)]
pub struct CountedRows {
    /// Number of rows.
    pub total: u64,
    /// Number of rows returned since the scan began or was rewound.
    returned: u64,
    /// Whether the scan's current row is one of them.
    pub is_current: bool,
}

impl CountedRows {
    /// Returns to the beginning, before the first row.
    pub fn rewind(&mut self) {
        self.returned = 0;
    }

    /// Advances to the next row. Returns whether there is one.
    pub fn advance(&mut self) -> bool {
        self.is_current = self.returned < self.total;
        self.returned += u64::from(self.is_current);
        self.is_current
    }
}

impl Scan {
    /// Requests the number of rows of a list. Returns `false` if the API does not return it, so that the list has to be
    /// read.
    pub(super) fn count(
        &mut self,
        api: &mut ApiContext,
        host: &mut dyn Host,
        mut target: Target,
    ) -> Result<bool, Error> {
        let format = &api.catalogue.pages;
        let endpoint = self.plan.access_path.count;
        let Some(at) = endpoint.map(|count| count.attribute).or(format.total) else { return Ok(false) };
        if endpoint.is_none() {
            target.push(format.limit, &format.counted_page.to_string());
        }
        let started = host.now();
        let object = self.plan.object;
        let response = match self.get(api, host, &target) {
            Err(source) if is_missing(api, &source, endpoint.is_some()) => return Ok(false),
            response => response.map_err(|source| Error::Request { object, source })?,
        };
        let Some(body) = response else { return Ok(true) };
        match count_at(&body, at) {
            Some(count) if endpoint.is_none() && !is_proven(format, &body, count) => Ok(false),
            Some(count) => {
                self.report_request(api, host, &target, &format!("the count {count}"), started);
                self.counted.total += count;
                Ok(true)
            }
            None if endpoint.is_some() => Err(self.unreadable(api, target, Unreadable::NoCount, &body)),
            None => Ok(false),
        }
    }
}

/// Whether an API that refuses what it does not have may refuse to count, or may have no endpoint that counts.
fn is_missing(api: &ApiContext, error: &RequestError, is_endpoint: bool) -> bool {
    let refused = api.catalogue.errors.unsupported;
    error.failure.has_status(refused) || (is_endpoint && !refused.is_empty() && error.failure.is_unknown_id())
}

/// Whether a count is that of the whole list. If an empty page was requested, it may be that of the page: 0, or the number
/// of rows that an API returned although it was asked for none.
fn is_proven(format: &PageFormat, body: &str, count: u64) -> bool {
    if format.counted_page > 0 {
        return true;
    }
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    // Case is ignored, as when the list is read.
    let member = |object: &'_ Value, key: &&str| {
        let mut members = object.as_object()?.iter();
        Some(members.find(|(name, _)| name.eq_ignore_ascii_case(key))?.1.clone())
    };
    let list = format.list.iter().try_fold(body, |object, key| member(&object, key));
    count > 0 && list.as_ref().and_then(Value::as_array).is_none_or(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_is_returned_once_after_every_rewind() {
        let mut rows = CountedRows { total: 2, ..CountedRows::default() };
        for _ in 0..2 {
            assert_eq!([rows.advance(), rows.advance(), rows.advance()], [true, true, false]);
            assert!(!rows.is_current);
            rows.rewind();
        }
        // The rows of a second list are added.
        rows.advance();
        rows.total += 1;
        assert_eq!([rows.advance(), rows.advance(), rows.advance()], [true, true, false]);
    }
}
