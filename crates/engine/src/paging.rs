//! Which page to ask for next, and which of its rows are new.
//!
//! A list may change while it is read. Positions shift when a row before them comes or goes, and a cursor may name a
//! row that is gone. So each page is asked for with an overlap, and read on from the last row that is known from the
//! page before. Where no row of the overlap comes back, the reader steps back, further each time, until one does.
//! What it needs to remember is the rows of about one page, by their fingerprints.

use alloc::vec::Vec;

use crate::catalogue::Paging;

/// Requests in a row that may bring nothing new before the scan ends in an error.
const MAX_STALLS: u32 = 16;

/// A page to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The whole list.
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
pub enum Page {
    /// It follows on. These of its rows are new, in order.
    Fresh(Vec<u32>),
    /// It does not follow on what is known: drop it and ask again.
    Detached,
}

/// There is no telling any more which rows are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsettled;

/// Reads a list page by page.
#[derive(Clone, Debug)]
pub struct Pager {
    paging: Paging,
    limit: u32,
    max: u32,
    /// The position behind the last accepted page.
    position: u64,
    /// How many known rows the next page is to begin with.
    overlap: u64,
    /// Rows of the page accepted last.
    held: usize,
    /// Pages accepted.
    pages: u32,
    /// The fingerprints of the last rows seen, oldest first.
    known: Vec<u64>,
    /// Whether rows have been seen that are no longer among the known ones.
    forgot: bool,
    stalls: u32,
    done: bool,
    /// Set at the end where the API counts more rows than it gave: its count, and the rows it gave.
    pub short_of: Option<(u64, u64)>,
}

impl Pager {
    /// At the beginning. `first_page` is how many rows to ask for first.
    pub fn new(paging: Paging, first_page: u32) -> Self {
        let max = match paging {
            Paging::Unpaged => 0,
            Paging::Offset { max } | Paging::Cursor { max, .. } => max,
        };
        Pager {
            paging,
            limit: first_page,
            max,
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

    /// The page to ask for; `None` at the end.
    pub fn ask(&self) -> Option<Ask> {
        if self.done {
            return None;
        }
        let limit = self.limit;
        Some(match self.paging {
            Paging::Unpaged => Ask::All,
            Paging::Offset { .. } => match self.position.saturating_sub(self.overlap) {
                0 => Ask::First { limit },
                offset => Ask::Offset { offset, limit },
            },
            Paging::Cursor { .. } => match self.cursor() {
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
    pub fn accept(&mut self, rows: &[u64], total: Option<u64>) -> Result<Page, Unsettled> {
        let Some(first_new) = self.first_new(rows) else {
            self.step_back()?;
            return Ok(Page::Detached);
        };
        let mut fresh = Vec::new();
        for (at, row) in rows.iter().enumerate().skip(first_new) {
            if self.age(row).is_none() {
                fresh.push(at as u32);
            }
        }
        self.advance(rows, fresh.is_empty(), total)?;
        Ok(Page::Fresh(fresh))
    }

    /// Takes the news that the API does not know the row that the request named.
    pub fn cursor_refused(&mut self) -> Result<(), Unsettled> {
        self.step_back()
    }

    /// Where the new rows begin: behind the last one that is known. Rows before it came in while the scan ran.
    fn first_new(&self, rows: &[u64]) -> Option<usize> {
        if rows.first().is_some_and(|row| self.known.last() == Some(row)) {
            return Some(1);
        }
        let mut youngest = usize::MAX;
        let mut first_new = None;
        for (at, row) in rows.iter().enumerate() {
            if let Some(age) = self.age(row).filter(|age| *age < youngest) {
                youngest = age;
                first_new = Some(at + 1);
            }
        }
        // From the beginning, with no row seen that is not known: what is not known is new.
        first_new.or((self.at_beginning() && !self.forgot).then_some(0))
    }

    /// How many rows were seen since this one; `None` if it is not known.
    fn age(&self, row: &u64) -> Option<usize> {
        self.known.iter().rev().position(|known| known == row)
    }

    /// Whether the page being asked for is the list's first.
    fn at_beginning(&self) -> bool {
        match self.paging {
            Paging::Unpaged => true,
            Paging::Offset { .. } => self.overlap >= self.position,
            Paging::Cursor { .. } => self.cursor().is_none(),
        }
    }

    fn advance(&mut self, rows: &[u64], nothing_new: bool, total: Option<u64>) -> Result<(), Unsettled> {
        let asked_from = self.position.saturating_sub(self.overlap);
        self.position = asked_from + rows.len() as u64;
        self.pages += 1;
        self.held = rows.len();
        self.remember(rows);
        let is_short = rows.len() < self.limit as usize;
        let counts_more = total.is_some_and(|total| total > self.position);
        let follows_total = counts_more && matches!(self.paging, Paging::Offset { .. });
        if self.paging == Paging::Unpaged || (is_short && (nothing_new || !follows_total)) {
            self.done = true;
            let counts_by_position = !matches!(self.paging, Paging::Cursor { .. });
            self.short_of = total.filter(|_| counts_more && counts_by_position).map(|total| (total, self.position));
        }
        self.limit = self.max;
        self.overlap = 1;
        self.stalls = if nothing_new { self.stalls + 1 } else { 0 };
        if self.stalls > MAX_STALLS { Err(Unsettled) } else { Ok(()) }
    }

    /// Keeps the rows of about one page: enough to recognise an overlap of any size that is asked for.
    fn remember(&mut self, rows: &[u64]) {
        self.known.extend_from_slice(rows);
        let spare = self.known.len().saturating_sub(2 * self.max as usize);
        self.known.drain(..spare);
        self.forgot |= spare > 0;
    }

    fn step_back(&mut self) -> Result<(), Unsettled> {
        self.stalls += 1;
        let further = self.overlap * 2;
        // A cursor can only name a row of the held page; the beginning is within reach from the first page alone.
        let out_of_reach =
            matches!(self.paging, Paging::Cursor { .. }) && self.pages > 1 && further >= self.held as u64;
        if self.at_beginning() || out_of_reach || further > 2 * u64::from(self.max) || self.stalls > MAX_STALLS {
            return Err(Unsettled);
        }
        self.overlap = further;
        self.limit = self.max;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;

    const OFFSET: Paging = Paging::Offset { max: 4 };
    const CURSOR: Paging = Paging::Cursor { max: 4, after: "starting_after" };

    /// A list that changes between requests: before the n-th, `edit(n, list)` runs. Returns what was read and the
    /// requests as (position or cursor, limit).
    fn read(
        paging: Paging,
        first_page: u32,
        list: &mut Vec<u64>,
        with_total: bool,
        edit: &dyn Fn(usize, &mut Vec<u64>),
    ) -> Result<(Vec<u64>, Vec<Ask>), Unsettled> {
        let mut pager = Pager::new(paging, first_page);
        let (mut out, mut asks, mut held) = (vec![], vec![], vec![]);
        while let Some(ask) = pager.ask() {
            assert!(asks.len() < 100, "endless: {asks:?}");
            edit(asks.len(), list);
            asks.push(ask);
            let (from, limit) = match ask {
                Ask::All => (0, usize::MAX),
                Ask::First { limit } => (0, limit as usize),
                Ask::Offset { offset, limit } => (offset as usize, limit as usize),
                Ask::After { row, limit } => {
                    let id: u64 = held[row];
                    match list.iter().position(|known| *known == id) {
                        Some(at) => (at + 1, limit as usize),
                        None => {
                            pager.cursor_refused()?;
                            continue;
                        }
                    }
                }
            };
            let page: Vec<u64> = list.iter().copied().skip(from).take(limit).collect();
            if let Page::Fresh(fresh) = pager.accept(&page, with_total.then_some(list.len() as u64))? {
                out.extend(fresh.iter().map(|at| page[*at as usize]));
                held = page;
            }
        }
        Ok((out, asks))
    }

    const fn quiet(_: usize, _: &mut Vec<u64>) {}

    #[test]
    fn a_quiet_list_is_read_once_in_as_few_requests_as_overlaps_allow() {
        // Rows, first page, requests by offset, requests by cursor.
        let cases = [
            (0, 4, 1, 1),
            (3, 4, 1, 1),
            (4, 4, 2, 2),
            (5, 4, 2, 2),
            (7, 4, 3, 3),
            (10, 4, 4, 4),
            (10, 1, 5, 5),
            (1, 1, 2, 2),
        ];
        for (rows, first_page, by_offset, by_cursor) in cases {
            for (paging, requests) in [(OFFSET, by_offset), (CURSOR, by_cursor), (Paging::Unpaged, 1)] {
                for with_total in [false, true] {
                    let mut list: Vec<u64> = (0..rows).collect();
                    let want = list.clone();
                    let (out, asks) = read(paging, first_page, &mut list, with_total, &quiet).unwrap();
                    assert_eq!(out, want, "{paging:?} {first_page}");
                    assert_eq!(asks.len(), requests, "{rows} rows, first page {first_page}: {asks:?}");
                }
            }
        }
    }

    #[test]
    fn requests_overlap_by_one_row() {
        let (_, asks) = read(OFFSET, 4, &mut (0..8).collect(), false, &quiet).unwrap();
        let want = [Ask::First { limit: 4 }, Ask::Offset { offset: 3, limit: 4 }, Ask::Offset { offset: 6, limit: 4 }];
        assert_eq!(asks, want);
        let (_, asks) = read(CURSOR, 2, &mut (0..7).collect(), false, &quiet).unwrap();
        let want = [Ask::First { limit: 2 }, Ask::After { row: 0, limit: 4 }, Ask::After { row: 2, limit: 4 }];
        assert_eq!(asks, want);
    }

    /// Every row that is there from beginning to end comes once, whatever else comes and goes.
    #[test]
    fn changes_cost_no_other_row() {
        type Edit = fn(usize, &mut Vec<u64>);
        let edits: [(&str, Edit); 9] = [
            ("a row behind the end", |n, list| list.push(1000 + n as u64)),
            ("a row at the front", |n, list| list.insert(0, 1000 + n as u64)),
            ("rows at the front, more than a page, once", |n, list| {
                if n == 1 {
                    list.splice(0..0, 1000..1006);
                }
            }),
            ("the first row goes", |n, list| {
                if n > 0 {
                    list.remove(0);
                }
            }),
            ("the last row read goes", |n, list| {
                if n == 1 {
                    list.retain(|row| *row != 3);
                }
            }),
            ("the last two rows read go", |n, list| {
                if n == 1 {
                    list.retain(|row| ![2, 3].contains(row));
                }
            }),
            ("a row not read yet goes", |n, list| {
                if n == 1 {
                    list.retain(|row| *row != 9);
                }
            }),
            ("the end goes", |n, list| {
                if n == 2 {
                    list.truncate(6);
                }
            }),
            ("a row comes in the middle and one goes at the front", |n, list| {
                if n == 2 {
                    list.remove(0);
                    list.insert(4, 1000);
                }
            }),
        ];
        for (name, edit) in edits {
            for paging in [OFFSET, CURSOR] {
                for first_page in [1, 4] {
                    for with_total in [false, true] {
                        let mut list: Vec<u64> = (0..12).collect();
                        let (out, _) = read(paging, first_page, &mut list, with_total, &edit).expect(name);
                        let stayed: Vec<u64> = list.iter().copied().filter(|row| *row < 12).collect();
                        let kept: Vec<u64> = out.iter().copied().filter(|row| stayed.contains(row)).collect();
                        assert_eq!(kept, stayed, "{name}: {paging:?}, first page {first_page}, read {out:?}");
                        let mut once = out.clone();
                        once.sort_unstable();
                        once.dedup();
                        assert_eq!(once.len(), out.len(), "{name}: {paging:?}: twice in {out:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_told_is_an_error() {
        let emptied = |n: usize, list: &mut Vec<u64>| {
            if n == 4 {
                *list = (100..110).collect();
            }
        };
        for paging in [OFFSET, CURSOR] {
            assert_eq!(read(paging, 4, &mut (0..20).collect(), false, &emptied).unwrap_err(), Unsettled);
        }
        // An endpoint that ignores offset and limit: the same full page for ever.
        let mut pager = Pager::new(OFFSET, 4);
        let ended = (0..100).find_map(|_| pager.accept(&[1, 2, 3, 4], None).err());
        assert_eq!(ended, Some(Unsettled));
    }

    #[test]
    fn the_count_beside_a_list_is_held_against_it() {
        // A page shorter than asked for is not the end while the API counts more.
        let mut pager = Pager::new(OFFSET, 4);
        assert_eq!(pager.accept(&[1, 2], Some(5)), Ok(Page::Fresh(vec![0, 1])));
        assert_eq!(pager.ask(), Some(Ask::Offset { offset: 1, limit: 4 }));
        assert_eq!(pager.accept(&[2, 3], Some(5)), Ok(Page::Fresh(vec![1])));
        // Nothing new any more: the end, and a discrepancy to tell.
        assert_eq!(pager.accept(&[3], Some(5)), Ok(Page::Fresh(vec![])));
        assert_eq!((pager.ask(), pager.short_of), (None, Some((5, 3))));

        let mut pager = Pager::new(Paging::Unpaged, 0);
        assert_eq!(pager.accept(&[1, 2], Some(2)), Ok(Page::Fresh(vec![0, 1])));
        assert_eq!((pager.ask(), pager.short_of), (None, None));
    }
}
