//! The pager decides which page of a list to request next, and which rows of a page are new.
//!
//! A list may change while it is read. Positions shift when rows are inserted or deleted before them, and the row whose
//! id leads to the next page may be deleted. Therefore each page overlaps the one before, and reading continues after
//! the last row that is known from before. If a page contains no known row, the pager steps back, further each time,
//! until one does. It remembers the fingerprints of the last two pages' rows.

use crate::catalogue::pagination::{LastPage, Pagination};

use super::error::ListChanged;
use super::fingerprints::FingerprintSet;

/// Maximum number of consecutive requests without new rows. After that, the scan ends with an error.
const MAX_STALLS: u32 = 16;

/// Maximum number of consecutive pages that equal the first one. After that, the pager assumes that the API ignores
/// positions and that the first page is the whole list.
const MAX_REPEATS: u32 = 3;

/// Rows that are equal in the order of the list are expected to span at most this fraction of a page: one in 64.
const TIE_FRACTION: u32 = 64;

/// A request for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageRequest {
    /// The whole list, which is not divided into pages.
    Whole,
    /// The first page.
    First {
        /// Page size in rows.
        limit: u32,
    },
    /// The page at a position.
    Position {
        /// The position of its first row, counted from 0.
        position: u64,
        /// Page size in rows.
        limit: u32,
    },
    /// The page after a row of the last accepted page.
    AfterRow {
        /// The index of that row within the last accepted page.
        row: usize,
        /// Page size in rows.
        limit: u32,
    },
    /// The page to which the cursor in the last accepted page leads, or the first page if there is no cursor yet.
    Cursor {
        /// Page size in rows.
        limit: u32,
    },
}

impl PageRequest {
    /// Page size in rows; `None` if the list is not divided into pages.
    pub fn limit(self) -> Option<u32> {
        match self {
            PageRequest::Whole => None,
            PageRequest::First { limit }
            | PageRequest::Position { limit, .. }
            | PageRequest::AfterRow { limit, .. }
            | PageRequest::Cursor { limit } => Some(limit),
        }
    }
}

/// The outcome of [`Pager::accept`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// The page continues the rows read so far. These are the indexes of its new rows, in ascending order.
    NewRows(Vec<u32>),
    /// The page does not connect to the rows read so far. It must be dropped and another page requested.
    Detached,
}

/// An API returned fewer rows of a list than it reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The number of rows that the API reports.
    pub total: u64,
    /// The number of rows that it returned.
    pub listed: u64,
}

/// A row of a page that is known from earlier pages.
#[derive(Clone, Copy)]
struct Known {
    /// Its index within the page.
    at: usize,
    /// Number of known rows that follow it in the list.
    age: usize,
}

/// The state of reading a list page by page.
#[derive(Clone, Debug)]
pub struct Pager {
    pagination: Pagination,
    last_page: LastPage,
    /// Size of the next page in rows.
    limit: u32,
    /// Maximum page size in rows; 0 if the list is not divided into pages.
    max: u32,
    /// Maximum number of rows that are expected to be equal in the order of the list.
    ties: usize,
    /// The position after the last accepted page.
    position: u64,
    /// Number of known rows with which the next page should begin.
    overlap: u64,
    /// Number of rows returned so far.
    returned: u64,
    /// Number of rows in the last accepted page.
    last_page_rows: usize,
    /// Number of accepted pages.
    pub pages: u32,
    /// The fingerprints of the last rows that were read, in the order of the list.
    known: Vec<u64>,
    /// Whether there were rows before those in `known`.
    has_forgotten: bool,
    /// Set when the list was read again from its beginning and its first page contained none of the known rows: the
    /// number of rows at the end of `known`, at least one of which must occur on a later page. Otherwise 0.
    unconfirmed: usize,
    /// The fingerprints of the first page's rows.
    pub first_rows: Vec<u64>,
    /// Number of consecutive pages that equalled the first one.
    repeats: u32,
    /// Number of consecutive requests without new rows.
    stalls: u32,
    /// Whether the totals in responses may be those of the whole list. See [`Pager::may_be_page_total`].
    pub trusts_total: bool,
    done: bool,
    /// Set at the end of the list if the API reports more rows than it has returned.
    pub shortfall: Option<Shortfall>,
}

impl Pager {
    /// A pager at the beginning of a list. `first_page` is the size of the first page in rows; `None` means the
    /// maximum.
    pub fn new(pagination: Pagination, last_page: LastPage, first_page: Option<u32>) -> Self {
        let max = pagination.max().unwrap_or(0);
        Pager {
            pagination,
            last_page,
            limit: first_page.unwrap_or(max),
            max,
            ties: (max / TIE_FRACTION).max(1) as usize,
            position: 0,
            overlap: 0,
            returned: 0,
            last_page_rows: 0,
            pages: 0,
            known: Vec::new(),
            has_forgotten: false,
            unconfirmed: 0,
            first_rows: Vec::new(),
            repeats: 0,
            stalls: 0,
            trusts_total: true,
            done: false,
            shortfall: None,
        }
    }

    /// The next page to request; `None` at the end of the list.
    pub fn next_request(&self) -> Option<PageRequest> {
        if self.done {
            return None;
        }
        let limit = self.limit;
        Some(match self.pagination {
            Pagination::Single | Pagination::Unpaged => PageRequest::Whole,
            Pagination::Position { .. } => match self.position.saturating_sub(self.overlap) {
                0 => PageRequest::First { limit },
                position => PageRequest::Position { position, limit },
            },
            Pagination::RowId { .. } => match self.row_before_overlap() {
                Some(row) => PageRequest::AfterRow { row, limit },
                None => PageRequest::First { limit },
            },
            Pagination::Cursor { .. } => PageRequest::Cursor { limit },
        })
    }

    /// The index of the last accepted page's row before the overlap; `None` if the overlap reaches back to the first
    /// row.
    fn row_before_overlap(&self) -> Option<usize> {
        self.last_page_rows.checked_sub(1)?.checked_sub(self.overlap as usize)
    }

    /// Accepts the response to [`Pager::next_request`]. `rows` are the fingerprints of its rows, `total` is the number
    /// of all rows of the list if the response contains it, and `has_cursor` says whether it contains the cursor of a
    /// next page.
    pub fn accept(&mut self, rows: &[u64], total: Option<u64>, has_cursor: bool) -> Result<Accepted, ListChanged> {
        let mut known_set = FingerprintSet::default();
        for known in &self.known {
            known_set.insert(*known);
        }
        let last_known = self.last_known(rows, &known_set);
        match last_known {
            Some(known) if known.age < self.unconfirmed => self.unconfirmed = 0,
            Some(_) => {}
            None if !self.needs_known_row() => {}
            // This is the list's first page again, and all rows read so far are known. So the rows of this page are
            // new, as long as the known rows follow later.
            None if self.at_beginning() && !self.has_forgotten => self.unconfirmed = self.known.len(),
            None => {
                self.step_back()?;
                return Ok(Accepted::Detached);
            }
        }
        let first = match last_known {
            Some(known) if self.overlap > 0 && !self.ties_with(known) => known.at,
            // Without an overlap, every row that is not known is new.
            _ => 0,
        };
        let mut new_rows = Vec::new();
        let mut new_fingerprints = Vec::new();
        for (at, row) in rows.iter().enumerate().skip(first) {
            if self.age(row, &known_set).is_none() {
                new_rows.push(at as u32);
                new_fingerprints.push(*row);
            }
        }
        // Insert the new rows after the last known row of this page, to keep the order of the list. Known rows after it
        // may have been deleted, but they may also follow on a later page.
        let insert_at = last_known.map_or(0, |known| self.known.len() - known.age);
        new_fingerprints.extend_from_slice(self.known.get(insert_at..).unwrap_or(&[]));
        self.known.truncate(insert_at);
        self.known.extend_from_slice(&new_fingerprints);
        self.forget_old_rows();
        self.repeats = if self.pages > 0 && rows == self.first_rows { self.repeats + 1 } else { 0 };
        if self.pages == 0 {
            self.first_rows = rows.to_vec();
        }
        self.returned += new_rows.len() as u64;
        self.finish_page(rows.len(), new_rows.is_empty(), total, has_cursor)?;
        Ok(Accepted::NewRows(new_rows))
    }

    /// Ends the list here, so that no further page is requested.
    pub fn finish(&mut self) {
        self.done = true;
    }

    /// The known row of a page that is last in the order of the known rows.
    fn last_known(&self, rows: &[u64], set: &FingerprintSet) -> Option<Known> {
        let mut last: Option<Known> = None;
        for (at, row) in rows.iter().enumerate() {
            if let Some(age) = self.age(row, set)
                && last.is_none_or(|last| age < last.age)
            {
                last = Some(Known { at, age });
            }
        }
        last
    }

    /// Whether rows before a known row may be new because they are equal in the order of the list, as the API may
    /// return equal rows in a different order each time. Other rows before it were inserted in the meantime, or were
    /// read so long ago that they are no longer known.
    fn ties_with(&self, known: Known) -> bool {
        self.overlap == 1 && known.at <= self.ties && known.age <= self.ties
    }

    /// Number of known rows that follow a row; `None` if the row is not known. `set` contains the known rows. It is
    /// searched first, because most rows of a page are not known.
    fn age(&self, row: &u64, set: &FingerprintSet) -> Option<usize> {
        if set.contains(*row) { self.known.iter().rev().position(|known| known == row) } else { None }
    }

    /// Whether the next page must contain a known row.
    fn needs_known_row(&self) -> bool {
        let overlaps = matches!(self.pagination, Pagination::Position { .. } | Pagination::RowId { .. });
        overlaps && self.pages > 0 && self.overlap > 0
    }

    /// Whether the next page is the first one of the list.
    fn at_beginning(&self) -> bool {
        match self.pagination {
            Pagination::Position { .. } => self.overlap >= self.position,
            Pagination::RowId { .. } => self.row_before_overlap().is_none(),
            _ => true,
        }
    }

    /// Advances the position after an accepted page, and decides whether it was the last one. `rows` is the number of
    /// its rows.
    fn finish_page(
        &mut self,
        rows: usize,
        nothing_new: bool,
        total: Option<u64>,
        has_cursor: bool,
    ) -> Result<(), ListChanged> {
        self.position = self.position.saturating_sub(self.overlap) + rows as u64;
        self.pages += 1;
        self.last_page_rows = rows;
        // With pagination by row id, the position of a page in the list is unknown, so a total cannot be compared with
        // it.
        let total = total.filter(|_| !matches!(self.pagination, Pagination::RowId { .. }));
        self.trusts_total &= !self.may_be_page_total(rows as u64, total);
        let total = total.filter(|_| self.trusts_total);
        let larger_total = total.filter(|total| *total > self.position);
        let limit = self.limit as usize;
        let is_last = match (self.pagination, self.last_page) {
            (Pagination::Single | Pagination::Unpaged, _) => true,
            (Pagination::Cursor { .. }, _) => !has_cursor,
            // A page with more rows than requested is the whole list, unless the API has pages of its own size.
            (_, LastPage::Short) if rows > limit => true,
            _ if rows > limit && self.limit == self.max && larger_total.is_none() => true,
            (_, LastPage::Short) => rows < limit && (nothing_new || larger_total.is_none()),
            (_, LastPage::Empty) => {
                // A page of several known rows may mean that rows were inserted before them, so it is not the end.
                let is_empty = nothing_new && (rows == 0 || (rows == 1 && self.overlap > 0));
                is_empty || (total.is_some() && larger_total.is_none()) || self.repeats == MAX_REPEATS
            }
        };
        if is_last {
            if self.unconfirmed > 0 {
                return Err(ListChanged);
            }
            self.done = true;
            // The position says nothing of rows that moved across a page's end.
            let listed = if self.last_page == LastPage::Empty { self.returned } else { self.position };
            self.shortfall = total.filter(|total| *total > listed).map(|total| Shortfall { total, listed });
        }
        self.limit = self.max;
        self.overlap = match (self.pagination, self.last_page) {
            (Pagination::Cursor { .. }, _) => 0,
            // If an API returned one row at a time, an overlap would lead to the same row forever.
            (_, LastPage::Empty) if rows == 1 => 0,
            _ => 1,
        };
        self.stalls = if nothing_new { self.stalls + 1 } else { 0 };
        if self.stalls > MAX_STALLS { Err(ListChanged) } else { Ok(()) }
    }

    /// Whether a total may be the number of rows of the first page instead of that of the whole list, as some APIs write it.
    /// It is then not the end of the list. Only numbers that are typical maximum page sizes are doubted, because a doubt
    /// takes one more request.
    fn may_be_page_total(&self, rows: u64, total: Option<u64>) -> bool {
        let is_typical = rows >= 10 && (rows.is_multiple_of(5) || rows.is_power_of_two());
        let may_be_short = self.last_page == LastPage::Empty && matches!(self.pagination, Pagination::Position { .. });
        let is_first = self.pages == 1 && rows > 0;
        may_be_short && is_first && (is_typical || rows == u64::from(self.limit)) && total == Some(rows)
    }

    /// Keeps only the last two pages of known rows, which suffice for the largest overlap.
    fn forget_old_rows(&mut self) {
        let spare = self.known.len().saturating_sub(2 * self.max as usize);
        self.known.copy_within(spare.., 0);
        self.known.truncate(self.known.len() - spare);
        self.has_forgotten |= spare > 0;
    }

    /// Doubles the overlap of the next page, up to the number of known rows or of rows in the last accepted page. An
    /// error means that the overlap cannot grow any more.
    pub fn step_back(&mut self) -> Result<(), ListChanged> {
        self.stalls += 1;
        let furthest = match self.pagination {
            // The page must follow a row of the last accepted page. Only if that is the first page of the list, the
            // overlap can reach back to the beginning instead.
            Pagination::RowId { .. } => {
                self.last_page_rows as u64 - u64::from(self.pages > 1 && self.last_page_rows > 0)
            }
            _ => 2 * u64::from(self.max),
        };
        if self.at_beginning() || self.overlap >= furthest || self.stalls > MAX_STALLS {
            return Err(ListChanged);
        }
        self.overlap = (2 * self.overlap).min(furthest);
        self.limit = self.max;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
