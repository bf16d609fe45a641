//! Counting: where all rows of a query are the same, it is enough to know how many there are.

use crate::client::target::Target;
use crate::host::Host;
use crate::reader::page::{Unreadable, count_at};

use super::error::Error;
use super::{ApiContext, Scan};

/// Rows that are all the same and were counted.
#[derive(Default)]
pub struct CountedRows {
    /// How many there are.
    pub counted: u64,
    /// How many the scan has gone on from.
    passed: u64,
    /// Whether the scan's current row is one of them.
    pub is_current: bool,
}

impl CountedRows {
    /// Starts over from the first one.
    pub fn rewind(&mut self) {
        self.passed = 0;
    }

    /// Goes on to the next row. Returns whether there is one.
    pub fn advance(&mut self) -> bool {
        self.is_current = self.passed < self.counted;
        self.passed += u64::from(self.is_current);
        self.is_current
    }
}

impl Scan {
    /// Counts the rows of a list; `false` if the API does not count them.
    pub(super) fn count(
        &mut self,
        api: &mut ApiContext,
        host: &mut dyn Host,
        mut target: Target,
    ) -> Result<bool, Error> {
        let format = &api.catalogue.pages;
        let endpoint = self.plan.access.count;
        let Some(at) = endpoint.map(|count| count.at).or(format.total) else { return Ok(false) };
        if endpoint.is_none() {
            target.push(format.limit, "1");
        }
        let started = host.now();
        let object = self.plan.object;
        let answer = self.get(api, host, &target).map_err(|source| Error::Request { object, source })?;
        let Some(body) = answer else { return Ok(true) };
        match count_at(&body, at) {
            Some(count) => {
                self.report(api, host, &target, &format!("{count} counted"), started);
                self.counted.counted += count;
                Ok(true)
            }
            None if endpoint.is_some() => Err(self.unreadable(api, target, Unreadable::NoCount, &body)),
            None => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_comes_once_and_again_after_a_rewind() {
        let mut rows = CountedRows { counted: 2, ..CountedRows::default() };
        for _ in 0..2 {
            assert_eq!([rows.advance(), rows.advance(), rows.advance()], [true, true, false]);
            assert!(!rows.is_current);
            rows.rewind();
        }
        // A second list adds to them.
        rows.advance();
        rows.counted += 1;
        assert_eq!([rows.advance(), rows.advance(), rows.advance()], [true, true, false]);
    }
}
