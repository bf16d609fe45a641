//! Which page to ask for next, and which of its rows are new.
//!
//! A list may change while it is read. Positions shift when a row before them comes or goes, and a row whose id leads
//! to the next page may be gone. So each page is asked for with an overlap, and read on from the last row that is known
//! from the page before. Where no row of the overlap comes back, the reader steps back, further each time, until one does.
//! What it needs to remember is the rows of about two pages, by their fingerprints.

use crate::catalogue::pagination::{LastPage, Pagination};

use super::error::ListChanged;
use super::seen::Seen;

/// Requests in a row that may bring nothing new before the scan ends in an error.
const MAX_STALLS: u32 = 16;

/// Pages in a row that may be the same as the first one before the API is taken to ignore positions.
const MAX_REPEATS: u32 = 3;

/// Rows with equal order values are expected within this fraction of a page.
const TIE_FRACTION: u32 = 64;

/// A request for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageRequest {
    /// The whole answer: the list has no pages.
    Whole,
    /// From the beginning.
    First {
        /// Rows at most.
        limit: u32,
    },
    /// From a position on.
    Position {
        /// The position, from 0.
        position: u64,
        /// Rows at most.
        limit: u32,
    },
    /// What follows a row of the page that was accepted last.
    AfterRow {
        /// That row, from 0.
        row: usize,
        /// Rows at most.
        limit: u32,
    },
    /// What the cursor of the page that was accepted last leads to; without one, the beginning.
    Cursor {
        /// Rows at most.
        limit: u32,
    },
}

impl PageRequest {
    /// Rows at most, where there are pages.
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

/// What a page turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It continues the rows read so far. These of its rows are new, in order.
    Fresh(Vec<u32>),
    /// It does not connect to the rows read so far: drop it and request another page.
    Detached,
}

/// A list has fewer rows than the API counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The API's count.
    pub total: u64,
    /// The rows that it lists.
    pub listed: u64,
}

/// A row that has been seen before.
#[derive(Clone, Copy)]
struct Known {
    /// Where in the page.
    at: usize,
    /// How many known rows follow it.
    age: usize,
}

/// Reads a list page by page.
#[derive(Clone, Debug)]
pub struct Pager {
    pagination: Pagination,
    last_page: LastPage,
    limit: u32,
    max: u32,
    /// How many rows may tie in the order.
    ties: usize,
    /// The position behind the last accepted page.
    position: u64,
    /// How many known rows the next page is to begin with.
    overlap: u64,
    /// Rows of the page accepted last.
    last_page_rows: usize,
    /// Pages accepted.
    pub pages: u32,
    /// The fingerprints of the last rows seen, in the order of the list.
    known: Vec<u64>,
    /// Whether rows have been seen that are no longer among the known ones.
    has_forgotten: bool,
    /// How many of the known rows, from the last on, have to come again: none of them was on the list's first page when
    /// it was read again.
    unconfirmed: usize,
    /// The fingerprints of the first page, and how many pages in a row were the same.
    first_rows: Vec<u64>,
    repeats: u32,
    stalls: u32,
    done: bool,
    /// Set at the end where the API counts more rows than it lists.
    pub shortfall: Option<Shortfall>,
}

impl Pager {
    /// At the beginning. `first_page` is how many rows to ask for first.
    pub fn new(pagination: Pagination, last_page: LastPage, first_page: Option<u32>) -> Self {
        // Without pages there is no limit to send.
        let max = pagination.max().unwrap_or(0);
        Pager {
            pagination,
            last_page,
            limit: first_page.unwrap_or(max),
            max,
            ties: (max / TIE_FRACTION).max(1) as usize,
            position: 0,
            overlap: 0,
            last_page_rows: 0,
            pages: 0,
            known: Vec::new(),
            has_forgotten: false,
            unconfirmed: 0,
            first_rows: Vec::new(),
            repeats: 0,
            stalls: 0,
            done: false,
            shortfall: None,
        }
    }

    /// The page to ask for; `None` at the end.
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
            Pagination::RowId { .. } => match self.row_before() {
                Some(row) => PageRequest::AfterRow { row, limit },
                None => PageRequest::First { limit },
            },
            Pagination::Cursor { .. } => PageRequest::Cursor { limit },
        })
    }

    /// The row of the held page before the overlap.
    fn row_before(&self) -> Option<usize> {
        self.last_page_rows.checked_sub(1)?.checked_sub(self.overlap as usize)
    }

    /// Takes the page that [`Pager::next_request`] asked for: its rows' fingerprints, and the count of the whole list
    /// where the answer has one. `has_cursor` says whether the answer has a cursor to another page.
    pub fn accept(&mut self, rows: &[u64], total: Option<u64>, has_cursor: bool) -> Result<Accepted, ListChanged> {
        let mut known_set = Seen::default();
        for known in &self.known {
            known_set.insert(*known);
        }
        let last_known = self.last_known(rows, &known_set);
        match last_known {
            Some(known) if known.age < self.unconfirmed => self.unconfirmed = 0,
            Some(_) => {}
            None if !self.needs_known_row() => {}
            // From the beginning, with no row seen that is not known: what is not known is new, as long as the known rows
            // come behind it.
            None if self.at_beginning() && !self.has_forgotten => self.unconfirmed = self.known.len(),
            None => {
                self.step_back()?;
                return Ok(Accepted::Detached);
            }
        }
        let first = match last_known {
            Some(known) if self.overlap > 0 && !self.ties_with(known) => known.at,
            // Without an overlap every row that is not known is new.
            _ => 0,
        };
        let mut fresh = Vec::new();
        let mut new_fingerprints = Vec::new();
        for (at, row) in rows.iter().enumerate().skip(first) {
            if self.age(row, &known_set).is_none() {
                fresh.push(at as u32);
                new_fingerprints.push(*row);
            }
        }
        // The known rows stay in the list's order, even where some of them are gone from it.
        let behind = last_known.map_or(0, |known| self.known.len() - known.age);
        new_fingerprints.extend_from_slice(self.known.get(behind..).unwrap_or(&[]));
        self.known.truncate(behind);
        self.known.extend_from_slice(&new_fingerprints);
        self.forget();
        self.repeats = if self.pages > 0 && rows == self.first_rows { self.repeats + 1 } else { 0 };
        if self.pages == 0 {
            self.first_rows = rows.to_vec();
        }
        self.advance(rows.len(), fresh.is_empty(), total, has_cursor)?;
        Ok(Accepted::Fresh(fresh))
    }

    /// Ends the list where it stands.
    pub fn finish(&mut self) {
        self.done = true;
    }

    /// The row of a page that is known and stands last.
    fn last_known(&self, rows: &[u64], set: &Seen) -> Option<Known> {
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

    /// Whether rows before a known one may be new because they tie with it in the order: rows that tie may come in another
    /// order each time. Others before it came in meanwhile, or were seen so long ago that they are no longer known.
    fn ties_with(&self, known: Known) -> bool {
        self.overlap == 1 && known.at <= self.ties && known.age <= self.ties
    }

    /// How many known rows follow this one; `None` if it is not known. `set` holds the known rows, because most rows of
    /// a page are not among them.
    fn age(&self, row: &u64, set: &Seen) -> Option<usize> {
        if set.may_have(*row) { self.known.iter().rev().position(|known| known == row) } else { None }
    }

    /// Whether a row that is known must stand on the page being asked for.
    fn needs_known_row(&self) -> bool {
        let overlaps = matches!(self.pagination, Pagination::Position { .. } | Pagination::RowId { .. });
        overlaps && self.pages > 0 && self.overlap > 0
    }

    /// Whether the page being asked for is the list's first.
    fn at_beginning(&self) -> bool {
        match self.pagination {
            Pagination::Position { .. } => self.overlap >= self.position,
            Pagination::RowId { .. } => self.row_before().is_none(),
            _ => true,
        }
    }

    fn advance(
        &mut self,
        rows: usize,
        nothing_new: bool,
        total: Option<u64>,
        has_cursor: bool,
    ) -> Result<(), ListChanged> {
        self.position = self.position.saturating_sub(self.overlap) + rows as u64;
        self.pages += 1;
        self.last_page_rows = rows;
        // A page says nothing of its position in the list where the id of a row led to it.
        let total = total.filter(|_| !matches!(self.pagination, Pagination::RowId { .. }));
        let missing = total.filter(|total| *total > self.position);
        let limit = self.limit as usize;
        let is_last = match (self.pagination, self.last_page) {
            (Pagination::Single | Pagination::Unpaged, _) => true,
            (Pagination::Cursor { .. }, _) => !has_cursor,
            // A page longer than asked for is the whole list.
            _ if rows > limit => true,
            (_, LastPage::Short) => rows < limit && (nothing_new || missing.is_none()),
            (_, LastPage::Empty) => {
                // A page of several known rows may only say that rows came in before them.
                let is_empty = nothing_new && (rows == 0 || (rows == 1 && self.overlap > 0));
                is_empty || (total.is_some() && missing.is_none()) || self.repeats == MAX_REPEATS
            }
        };
        if is_last {
            if self.unconfirmed > 0 {
                return Err(ListChanged);
            }
            self.done = true;
            self.shortfall = missing.map(|total| Shortfall { total, listed: self.position });
        }
        self.limit = self.max;
        self.overlap = match (self.pagination, self.last_page) {
            (Pagination::Cursor { .. }, _) => 0,
            // An API that gives one row at a time would never get beyond the overlap.
            (_, LastPage::Empty) if rows == 1 => 0,
            _ => 1,
        };
        self.stalls = if nothing_new { self.stalls + 1 } else { 0 };
        if self.stalls > MAX_STALLS { Err(ListChanged) } else { Ok(()) }
    }

    /// Keeps the last rows, two pages of them: enough to recognise an overlap of any size that is asked for.
    fn forget(&mut self) {
        let spare = self.known.len().saturating_sub(2 * self.max as usize);
        self.known.copy_within(spare.., 0);
        self.known.truncate(self.known.len() - spare);
        self.has_forgotten |= spare > 0;
    }

    /// Asks for a larger overlap: twice as large each time, as far as rows are known, or as a row of the held page can
    /// reach.
    pub fn step_back(&mut self) -> Result<(), ListChanged> {
        self.stalls += 1;
        let furthest = match self.pagination {
            // The beginning is within a row's reach from the first page alone.
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
