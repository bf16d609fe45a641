//! Reading a list with the newest rows first, down to a bound. Rows are compared by the value that orders the list,
//! such as the time of the last change; a larger value is newer.

use super::error::ListChanged;

/// Maximum number of times that the beginning of a list is read again for rows that changed in the meantime.
const MAX_REREADS: u32 = 16;

/// Size of the first page when the beginning of a list is read again.
pub const REREAD_ROWS: u32 = 10;

/// The state of a list that is read with the newest rows first.
pub struct NewestFirst {
    /// Rows below this value are not needed.
    bound: i64,
    /// The largest value since the list was last read from its beginning.
    newest: Option<i64>,
    /// The value of the last row that has one.
    last: Option<i64>,
    /// Number of times that the beginning of the list was read again.
    rereads: u32,
}

impl NewestFirst {
    /// The state at the beginning of a list. Rows below the bound are not needed.
    pub fn new(bound: i64) -> Self {
        NewestFirst { bound, newest: None, last: None, rereads: 0 }
    }

    /// Number of rows before the first one below the bound; `None` if no row is below it. `values` are the values of
    /// the new rows of a page; a row may have none. A list that turns out not to be in descending order is read to its
    /// end.
    pub fn cut(&mut self, values: impl Iterator<Item = Option<i64>>) -> Option<usize> {
        for (at, value) in values.enumerate() {
            let Some(value) = value else { continue };
            if self.last.is_some_and(|last| value > last) {
                self.bound = i64::MIN;
            }
            self.last = Some(value);
            self.newest = self.newest.max(Some(value));
            if value < self.bound {
                return Some(at);
            }
        }
        None
    }

    /// Decides at the end of the list whether its beginning must be read again. If so, the newest row so far becomes
    /// the bound. This is needed after more than one page, because a row that changed in the meantime has moved to the
    /// beginning and may have been missed. `pages` is the number of pages that were read.
    pub fn start_reread(&mut self, pages: u32) -> Result<bool, ListChanged> {
        // Reading again found changes only if it found a newer row than before.
        let has_changes = |newest: i64| self.rereads == 0 || newest > self.bound;
        let Some(newest) = self.newest.filter(|newest| pages > 1 && has_changes(*newest)) else { return Ok(false) };
        self.rereads += 1;
        if self.rereads > MAX_REREADS {
            return Err(ListChanged);
        }
        *self = NewestFirst { rereads: self.rereads, ..NewestFirst::new(newest) };
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_in_descending_order_ends_at_the_bound() {
        let cases: [(&[Option<i64>], Option<usize>); 5] = [
            (&[Some(9), Some(7), Some(5)], None),
            (&[Some(9), Some(4), Some(3)], Some(1)),
            (&[Some(4)], Some(0)),
            (&[Some(9), None, Some(5), Some(4)], Some(3)),
            // Not in descending order: newer rows can follow anywhere.
            (&[Some(7), Some(9), Some(4), Some(3)], None),
        ];
        for (values, want) in cases {
            assert_eq!(NewestFirst::new(5).cut(values.iter().copied()), want, "{values:?}");
        }
    }

    #[test]
    fn the_beginning_is_read_again_after_more_than_one_page() {
        let mut list = NewestFirst::new(5);
        assert_eq!(list.start_reread(2), Ok(false), "no row has been read yet");
        assert_eq!(list.cut([Some(9), Some(8)].into_iter()), None);
        assert_eq!(list.start_reread(1), Ok(false));
        assert_eq!(list.start_reread(2), Ok(true));
        // It is read down to the row that was the newest.
        assert_eq!(list.cut([Some(10), Some(9), Some(8)].into_iter()), Some(2));
        assert_eq!(list.start_reread(1), Ok(false));
        // It is read once more, because there was a newer row and reading it took several pages.
        assert_eq!(list.start_reread(2), Ok(true));
        assert_eq!(list.cut([Some(10), Some(10), Some(8)].into_iter()), Some(2));
        assert_eq!(list.start_reread(2), Ok(false));
    }

    #[test]
    fn a_beginning_that_never_stops_changing_is_an_error() {
        let mut list = NewestFirst::new(0);
        let outcome = (1..100).find_map(|newest| {
            list.cut([Some(newest)].into_iter());
            list.start_reread(2).err()
        });
        assert_eq!(outcome, Some(ListChanged));
    }
}
