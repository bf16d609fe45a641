//! Access paths: how the rows of an object can be asked for.

use super::filter::Filter;
use super::pagination::Pagination;
use super::{FixedParameter, Path};

/// One way to the rows of an object.
#[derive(Clone, Copy)]
pub struct Access {
    /// The endpoint below the base url, with its slash and perhaps fixed parameters. `{name}` stands for the value of a
    /// path option, or of a column that is then a key column: a request needs one value of each.
    pub path: &'static str,
    /// Where the values of a key column come from if the query has no condition on it.
    pub key_source: Option<KeySource>,
    /// How the answer is paged.
    pub pagination: Pagination,
    /// Where the answer holds its list, if not where the API's other lists are.
    pub list: Option<Path>,
    /// What the rows are.
    pub rows: Rows,
    /// The lists that together have all rows, each with further parameters. Without any, one list has all rows.
    pub partitions: &'static [&'static [FixedParameter]],
    /// How the API can order the list so that Postgres agrees. The first order, ascending, is the one that is asked for:
    /// new rows land at the end of the list.
    pub orders: &'static [Order],
    /// The conditions that the API answers. Filters of the same parameter stand together.
    pub filters: &'static [Filter],
    /// The endpoint that counts, with the same filters, and where its answer holds the count.
    pub count: Option<Count>,
}

/// Where the values of a key column come from if the query has no condition on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeySource {
    /// The key column.
    pub column: &'static str,
    /// The values.
    pub values: KeyValues,
}

/// The values of a key column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyValues {
    /// The values of a column of another object, its parent.
    Parents {
        /// The object.
        object: &'static str,
        /// The column.
        column: &'static str,
    },
    /// There are no others than these.
    Fixed(&'static [&'static str]),
}

/// What the rows of an answer are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// The elements of the answer's list, which are objects.
    Elements,
    /// Parts of each element.
    Parts {
        /// The attribute of an element that holds them.
        at: Path,
        /// What it holds.
        shape: Parts,
    },
}

/// What an attribute that holds rows is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// An array of objects.
    Objects,
    /// An array of other values, such as strings. Each is a row.
    Values,
    /// An object. Each of its attributes is a row.
    Pairs,
}

/// An order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The column. It is never null.
    pub column: &'static str,
    /// What the API calls it.
    pub key: &'static str,
}

impl Order {
    /// By a column that the API calls by the same name.
    pub const fn by(column: &'static str) -> Self {
        Order { column, key: column }
    }
}

/// An endpoint that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The endpoint below the base url.
    pub path: &'static str,
    /// The attribute of its answer that holds the count: a number, or a number written as text.
    pub at: Path,
}

impl Access {
    /// An answer with this pagination.
    pub const fn new(path: &'static str, pagination: Pagination) -> Self {
        Access {
            path,
            key_source: None,
            pagination,
            list: None,
            rows: Rows::Elements,
            partitions: &[],
            orders: &[],
            filters: &[],
            count: None,
        }
    }

    /// A list in pages by position.
    pub const fn list(path: &'static str, max: u16) -> Self {
        Self::new(path, Pagination::Position { max })
    }

    /// A list that one request gives.
    pub const fn unpaged(path: &'static str) -> Self {
        Self::new(path, Pagination::Unpaged)
    }

    /// A single object.
    pub const fn single(path: &'static str) -> Self {
        Self::new(path, Pagination::Single)
    }

    /// The same path; if the query gives no value of the key column, every `id` of another object is taken.
    pub const fn for_each(self, column: &'static str, object: &'static str) -> Self {
        self.key_from(column, KeyValues::Parents { object, column: "id" })
    }

    /// The same path; if the query gives no value of the key column, each of these is taken.
    pub const fn for_values(self, column: &'static str, values: &'static [&'static str]) -> Self {
        self.key_from(column, KeyValues::Fixed(values))
    }

    /// The same path; if the query gives no value of the key column, these are taken.
    pub const fn key_from(self, column: &'static str, values: KeyValues) -> Self {
        Access { key_source: Some(KeySource { column, values }), ..self }
    }

    /// The same path, with the list elsewhere in the answer.
    pub const fn list_at(self, list: Path) -> Self {
        Access { list: Some(list), ..self }
    }

    /// The same path, with rows that are objects in an array of each element.
    pub const fn parts(self, at: Path) -> Self {
        self.parts_of(at, Parts::Objects)
    }

    /// The same path, with rows that are parts of each element.
    pub const fn parts_of(self, at: Path, shape: Parts) -> Self {
        Access { rows: Rows::Parts { at, shape }, ..self }
    }

    /// The same path, with several lists that together have all rows.
    pub const fn partitioned(self, partitions: &'static [&'static [FixedParameter]]) -> Self {
        Access { partitions, ..self }
    }

    /// The same path, with the orders that the list can have.
    pub const fn ordered(self, orders: &'static [Order]) -> Self {
        Access { orders, ..self }
    }

    /// The same path, with filters.
    pub const fn filtered(self, filters: &'static [Filter]) -> Self {
        Access { filters, ..self }
    }

    /// The same path, with an endpoint that counts.
    pub const fn counted(self, path: &'static str, at: Path) -> Self {
        Access { count: Some(Count { path, at }), ..self }
    }

    /// The names in the path's placeholders, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
    }

    /// Whether its rows are parts of the answer's elements.
    pub fn has_parts(&self) -> bool {
        matches!(self.rows, Rows::Parts { .. })
    }
}
