//! Reading a list with the newest rows first, and no further than a bound.

use super::error::ListChanged;

/// How often the front of a list is read again for what came meanwhile.
const MAX_REREADS: u32 = 16;

/// Rows to ask for then.
pub const REREAD_ROWS: u32 = 10;

/// What is known of a list that is read with the newest rows first.
pub struct NewestFirst {
    bound: i64,
    /// The largest value read since the front was read last.
    newest: Option<i64>,
    /// The value read last.
    last: Option<i64>,
    rereads: u32,
}

impl NewestFirst {
    /// At the front of a list. Rows below the bound are not needed.
    pub fn new(bound: i64) -> Self {
        NewestFirst { bound, newest: None, last: None, rereads: 0 }
    }

    /// How many of these rows come before the first one below the bound; `None` if all of them do. The rows are given by
    /// the values that they are ordered by; a row may have none. Where the list turns out not to have the order that was
    /// asked for, it has no end before its own.
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

    /// A row that changes while later pages are read moves to the front, unseen. So after more than one page the front is
    /// read again, down to what was newest before. Returns whether that has to be done now, at the end of the list.
    pub fn start_reread(&mut self, pages: u32) -> Result<bool, ListChanged> {
        // What is read again brings something if it is newer than all before.
        let brings = |newest: i64| self.rereads == 0 || newest > self.bound;
        let Some(newest) = self.newest.filter(|newest| pages > 1 && brings(*newest)) else { return Ok(false) };
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
    fn a_list_ends_at_the_bound_as_long_as_it_is_in_order() {
        let cases: [(&[Option<i64>], Option<usize>); 5] = [
            (&[Some(9), Some(7), Some(5)], None),
            (&[Some(9), Some(4), Some(3)], Some(1)),
            (&[Some(4)], Some(0)),
            (&[Some(9), None, Some(5), Some(4)], Some(3)),
            // Not in order: nothing tells where the rows are.
            (&[Some(7), Some(9), Some(4), Some(3)], None),
        ];
        for (values, want) in cases {
            assert_eq!(NewestFirst::new(5).cut(values.iter().copied()), want, "{values:?}");
        }
    }

    #[test]
    fn the_front_is_read_again_after_more_than_one_page() {
        let mut list = NewestFirst::new(5);
        assert_eq!(list.start_reread(2), Ok(false), "nothing was read");
        assert_eq!(list.cut([Some(9), Some(8)].into_iter()), None);
        assert_eq!(list.start_reread(1), Ok(false));
        assert_eq!(list.start_reread(2), Ok(true));
        // Down to what was newest.
        assert_eq!(list.cut([Some(10), Some(9), Some(8)].into_iter()), Some(2));
        assert_eq!(list.start_reread(1), Ok(false));
        // Again, if something newer came and the front had several pages.
        assert_eq!(list.start_reread(2), Ok(true));
        assert_eq!(list.cut([Some(10), Some(10), Some(8)].into_iter()), Some(2));
        assert_eq!(list.start_reread(2), Ok(false));
    }

    #[test]
    fn a_front_that_never_settles_is_an_error() {
        let mut list = NewestFirst::new(0);
        let outcome = (1..100).find_map(|newest| {
            list.cut([Some(newest)].into_iter());
            list.start_reread(2).err()
        });
        assert_eq!(outcome, Some(ListChanged));
    }
}
