//! How lists are divided into pages, ordered and counted.

use super::AttributePath;

/// How the list of an access path is divided into pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pagination {
    /// The response is a single row.
    Single,
    /// The response contains the whole list.
    Unpaged,
    /// Each page begins at a position, counted in rows from the beginning of the list.
    Position {
        /// Maximum page size in rows. Some APIs return fewer rows than the maximum if more are requested.
        max: u16,
    },
    /// Each page begins after the row with a given id. This works in the list's default order only; a list in another
    /// order is read by position.
    RowId {
        /// Maximum page size in rows.
        max: u16,
        /// The query parameter for the id of the row before the page.
        parameter: &'static str,
    },
    /// Each page contains an opaque cursor that leads to the next one. The first page is requested with an empty cursor
    /// (RFC 9865, section 2).
    Cursor {
        /// Maximum page size in rows.
        max: u16,
        /// The query parameter for the cursor.
        parameter: &'static str,
        /// The attribute of the response that contains the next page's cursor. It is absent or empty on the last page.
        next: AttributePath,
    },
}

impl Pagination {
    /// Maximum page size in rows; `None` if the list is not divided into pages.
    pub fn max(self) -> Option<u32> {
        match self {
            Pagination::Single | Pagination::Unpaged => None,
            Pagination::Position { max } | Pagination::RowId { max, .. } | Pagination::Cursor { max, .. } => {
                Some(u32::from(max))
            }
        }
    }
}

/// The query parameters and attributes by which an API pages, orders and counts all of its lists.
pub struct PageFormat {
    /// The query parameter for the page size.
    pub limit: &'static str,
    /// The query parameter for the position of a page's first row.
    pub position: &'static str,
    /// The position of a list's first row: 0 or 1.
    pub first_position: u64,
    /// How the last page is recognised.
    pub last_page: LastPage,
    /// The attribute of a response that contains the list, unless the access path names another one. A response that is
    /// itself an array is accepted everywhere.
    pub list: AttributePath,
    /// Whether a response that contains a total may omit an empty list.
    pub omits_empty_list: bool,
    /// The attribute of a response that contains the number of all rows of the list, as a number or as a number in a
    /// string.
    pub total: Option<AttributePath>,
    /// The query parameters for the order of a list.
    pub order: OrderFormat,
    /// The page size of a request for the number of rows alone: 0 or 1.
    pub counted_page: u8,
    /// The query parameter for attributes that the API leaves out, separated by commas; `None` if there is none.
    pub exclude: Option<&'static str>,
    /// Where the API says how lists can be paged; `None` if all lists are paged as declared.
    pub capabilities: Option<&'static Capabilities>,
}

/// Where the API says how its lists can be paged (RFC 7643, section 5). It is asked before the second page of a list that
/// is declared as [`Pagination::Position`].
pub struct Capabilities {
    /// The endpoint below the base URL.
    pub endpoint: &'static str,
    /// A boolean attribute of the response: whether the API can sort a list.
    pub sorts: AttributePath,
    /// The key by which lists are then sorted. No two rows have the same value.
    pub unique_key: &'static str,
    /// A boolean attribute of the response: whether the API offers cursors.
    pub has_cursors: AttributePath,
    /// The query parameter for a cursor.
    pub cursor: &'static str,
    /// The attribute of a page that contains the cursor of the next one.
    pub next: AttributePath,
}

/// How the last page of a list is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastPage {
    /// It has fewer rows than requested.
    Short,
    /// It has no new rows. This is for APIs in which any page may have fewer rows than requested.
    Empty,
}

/// The query parameters for the order of a list.
pub enum OrderFormat {
    /// One query parameter with a signed key: `+key` is ascending, `-key` descending.
    Signed(&'static str),
    /// One query parameter for the key and one for the direction.
    Separate {
        /// The query parameter for the key.
        key: &'static str,
        /// The query parameter for the direction.
        direction: &'static str,
        /// Value of `direction` for ascending order.
        ascending: &'static str,
        /// Value of `direction` for descending order.
        descending: &'static str,
    },
}

impl OrderFormat {
    /// The names and values of the query parameters for a key and a direction.
    pub fn parameters(&self, key: &str, is_descending: bool) -> Vec<(&'static str, String)> {
        match *self {
            OrderFormat::Signed(name) => vec![(name, format!("{}{key}", if is_descending { '-' } else { '+' }))],
            OrderFormat::Separate { key: name, direction, ascending, descending } => {
                let value = if is_descending { descending } else { ascending };
                vec![(name, key.to_owned()), (direction, value.to_owned())]
            }
        }
    }
}
