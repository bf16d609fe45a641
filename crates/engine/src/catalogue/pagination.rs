//! How lists are paged, ordered and counted.

use super::Path;

/// How an access path's answer is paged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pagination {
    /// The answer is a single object.
    Single,
    /// The answer is the whole list.
    Unpaged,
    /// Pages by position. `max` is the largest page that the API allows; a larger limit may silently give fewer rows.
    Position {
        /// Rows in a page at most.
        max: u16,
    },
    /// Pages by the id of the row before them. A list in another order than the first one is paged by position.
    RowId {
        /// Rows in a page at most.
        max: u16,
        /// The parameter for the id of the row before a page.
        parameter: &'static str,
    },
    /// Pages by an opaque cursor from the page before them. The first page is requested with an empty cursor (RFC 9865,
    /// section 2).
    Cursor {
        /// Rows in a page at most.
        max: u16,
        /// The parameter for the cursor.
        parameter: &'static str,
        /// The attribute beside a list that holds the next page's cursor; it is missing or empty on the last page.
        next: Path,
    },
}

impl Pagination {
    /// Rows in a page at most; `None` where there are no pages.
    pub fn max(self) -> Option<u32> {
        match self {
            Pagination::Single | Pagination::Unpaged => None,
            Pagination::Position { max } | Pagination::RowId { max, .. } | Pagination::Cursor { max, .. } => {
                Some(u32::from(max))
            }
        }
    }
}

/// How an API pages, orders and counts its lists.
pub struct PageFormat {
    /// The parameter for the number of rows in a page.
    pub limit: &'static str,
    /// The parameter for the position of a page's first row.
    pub position: &'static str,
    /// The position of a list's first row: 0 or 1.
    pub first_position: u64,
    /// Which page is the last.
    pub last_page: LastPage,
    /// Where an answer holds its list, unless the access path says otherwise. A bare array is accepted everywhere.
    pub list: Path,
    /// Whether an answer with a total may leave out a list that is empty.
    pub omits_empty_list: bool,
    /// The attribute beside a list that counts all of its rows: a number, or a number written as text.
    pub total: Option<Path>,
    /// The parameters for the order.
    pub order: OrderFormat,
}

/// Which page of a list is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastPage {
    /// One with fewer rows than were asked for.
    Short,
    /// One without new rows, because any page may be short.
    Empty,
}

/// The parameters for the order of a list.
pub enum OrderFormat {
    /// One parameter: `+` and the key for ascending, `-` and the key for descending order.
    Signed(&'static str),
    /// Separate parameters for the key and the direction.
    Separate {
        /// The parameter for the key.
        key: &'static str,
        /// The parameter for the direction.
        direction: &'static str,
        /// Its value for ascending order.
        ascending: &'static str,
        /// Its value for descending order.
        descending: &'static str,
    },
}
