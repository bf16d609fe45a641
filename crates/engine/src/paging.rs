//! Which page to ask for next, and which of its rows are new.
//!
//! A list may change while it is read. Positions shift when a row before them comes or goes, and a cursor may name a
//! row that is gone. So each page is asked for with an overlap, and read on from the last row that is known from the
//! page before. Where no row of the overlap comes back, the reader steps back, further each time, until one does.
//! What it needs to remember is the rows of about two pages, by their fingerprints.

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::access::Answer;
use crate::seen::Seen;

/// Requests in a row that may bring nothing new before the scan ends in an error.
const MAX_STALLS: u32 = 16;

/// Ties are looked for in this part of a page: the rows of one page made in the same moment are few.
const TIES_PART: u32 = 64;

/// A page to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// All of it.
    All,
    /// From the beginning.
    First {
        /// Rows at most.
        limit: u32,
    },
    /// From a position on.
    Offset {
        /// The position, from 0.
        offset: u64,
        /// Rows at most.
        limit: u32,
    },
    /// What follows a row of the page that was accepted last.
    After {
        /// That row, from 0.
        row: usize,
        /// Rows at most.
        limit: u32,
    },
}

/// What a page turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It follows on. These of its rows are new, in order.
    Fresh(Vec<u32>),
    /// It does not follow on what is known: drop it and ask again.
    Detached,
}

/// A row that has been seen before.
#[derive(Clone, Copy)]
struct Known {
    /// Where in the page.
    at: usize,
    /// How many known rows follow it.
    age: usize,
}

/// There is no telling any more which rows are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsettled;

/// Reads a list page by page.
#[derive(Clone, Debug)]
pub struct Pager {
    paging: Answer,
    limit: u32,
    max: u32,
    /// How many rows may tie in the order.
    ties: usize,
    /// The position behind the last accepted page.
    position: u64,
    /// How many known rows the next page is to begin with.
    overlap: u64,
    /// Rows of the page accepted last.
    held: usize,
    /// Pages accepted.
    pub pages: u32,
    /// The fingerprints of the last rows seen, in the order of the list.
    known: Vec<u64>,
    /// Whether rows have been seen that are no longer among the known ones.
    forgot: bool,
    stalls: u32,
    done: bool,
    /// Set at the end where the API counts more rows than it lists: its count, and the position where its list ends.
    pub short_of: Option<(u64, u64)>,
}

impl Pager {
    /// At the beginning. `first_page` is how many rows to ask for first.
    pub fn new(paging: Answer, first_page: u32) -> Self {
        Pager {
            paging,
            limit: first_page,
            max: paging.max(),
            ties: (paging.max() / TIES_PART).max(1) as usize,
            position: 0,
            overlap: 0,
            held: 0,
            pages: 0,
            known: Vec::new(),
            forgot: false,
            stalls: 0,
            done: false,
            short_of: None,
        }
    }

    /// At the end of nothing.
    pub fn ended() -> Self {
        Pager { done: true, ..Pager::new(Answer::All, 0) }
    }

    /// The page to ask for; `None` at the end.
    pub fn ask(&self) -> Option<Ask> {
        if self.done {
            return None;
        }
        let limit = self.limit;
        Some(match self.paging {
            Answer::One | Answer::All => Ask::All,
            Answer::Offset { .. } => match self.position.saturating_sub(self.overlap) {
                0 => Ask::First { limit },
                offset => Ask::Offset { offset, limit },
            },
            Answer::Cursor { .. } => match self.cursor() {
                Some(row) => Ask::After { row, limit },
                None => Ask::First { limit },
            },
        })
    }

    /// The row of the held page before the overlap.
    fn cursor(&self) -> Option<usize> {
        self.held.checked_sub(1)?.checked_sub(self.overlap as usize)
    }

    /// Takes the page that [`Pager::ask`] asked for: its rows' fingerprints, and the count of the whole list where the
    /// answer has one.
    pub fn accept(&mut self, rows: &[u64], total: Option<u64>) -> Result<Accepted, Unsettled> {
        let mut set = Seen::default();
        for known in &self.known {
            set.insert(*known);
        }
        let last_known = self.last_known(rows, &set);
        // From the beginning, with no row seen that is not known: what is not known is new.
        if last_known.is_none() && (self.forgot || !self.at_beginning()) {
            self.step_back()?;
            return Ok(Accepted::Detached);
        }
        let first = last_known.map_or(0, |known| if self.ties_with(known) { 0 } else { known.at });
        let mut fresh = Vec::new();
        let mut new = Vec::new();
        for (at, row) in rows.iter().enumerate().skip(first) {
            if self.age(row, &set).is_none() {
                fresh.push(at as u32);
                new.push(*row);
            }
        }
        // The known rows stay in the list's order, even where some of them are gone from it.
        let behind = last_known.map_or(0, |known| self.known.len() - known.age);
        new.extend_from_slice(self.known.get(behind..).unwrap_or(&[]));
        self.known.truncate(behind);
        self.known.extend_from_slice(&new);
        self.forget();
        self.advance(rows.len(), fresh.is_empty(), total)?;
        Ok(Accepted::Fresh(fresh))
    }

    /// Ends the list where it stands.
    pub fn finish(&mut self) {
        self.done = true;
    }

    /// Takes the news that the API does not know the row that the request named.
    pub fn cursor_refused(&mut self) -> Result<(), Unsettled> {
        self.step_back()
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

    /// Whether rows before a known one may be new because they tie with it in the order: such come in another order each
    /// time. Others before it came in meanwhile, or were seen so long ago that they are no longer known.
    fn ties_with(&self, known: Known) -> bool {
        self.overlap == 1 && known.at <= self.ties && known.age <= self.ties
    }

    /// How many known rows follow this one; `None` if it is not known. `set` holds the known rows, because most rows of
    /// a page are not among them.
    fn age(&self, row: &u64, set: &Seen) -> Option<usize> {
        if set.may_have(*row) { self.known.iter().rev().position(|known| known == row) } else { None }
    }

    /// Whether the page being asked for is the list's first.
    fn at_beginning(&self) -> bool {
        match self.paging {
            Answer::One | Answer::All => true,
            Answer::Offset { .. } => self.overlap >= self.position,
            Answer::Cursor { .. } => self.cursor().is_none(),
        }
    }

    fn advance(&mut self, rows: usize, nothing_new: bool, total: Option<u64>) -> Result<(), Unsettled> {
        let by_cursor = matches!(self.paging, Answer::Cursor { .. });
        self.position = self.position.saturating_sub(self.overlap) + rows as u64;
        self.pages += 1;
        self.held = rows;
        // A page says nothing of its position in the list where a cursor led to it.
        let counted = total.filter(|total| *total > self.position && !by_cursor);
        // A page shorter than asked for is the last, unless the API counts more; a longer one is the whole list.
        let is_last = match rows.cmp(&(self.limit as usize)) {
            Ordering::Less => nothing_new || counted.is_none(),
            Ordering::Equal => false,
            Ordering::Greater => true,
        };
        if is_last || self.max == 0 {
            self.done = true;
            self.short_of = counted.map(|total| (total, self.position));
        }
        self.limit = self.max;
        self.overlap = 1;
        self.stalls = if nothing_new { self.stalls + 1 } else { 0 };
        if self.stalls > MAX_STALLS { Err(Unsettled) } else { Ok(()) }
    }

    /// Keeps the last rows, two pages of them: enough to recognise an overlap of any size that is asked for.
    fn forget(&mut self) {
        let spare = self.known.len().saturating_sub(2 * self.max as usize);
        self.known.copy_within(spare.., 0);
        self.known.truncate(self.known.len() - spare);
        self.forgot |= spare > 0;
    }

    /// Asks for a larger overlap: twice as large each time, as far as rows are known, or as a cursor can reach.
    fn step_back(&mut self) -> Result<(), Unsettled> {
        self.stalls += 1;
        let furthest = match self.paging {
            // The beginning is within a cursor's reach from the first page alone.
            Answer::Cursor { .. } => self.held as u64 - u64::from(self.pages > 1 && self.held > 0),
            _ => 2 * u64::from(self.max),
        };
        if self.at_beginning() || self.overlap >= furthest || self.stalls > MAX_STALLS {
            return Err(Unsettled);
        }
        self.overlap = (2 * self.overlap).min(furthest);
        self.limit = self.max;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
