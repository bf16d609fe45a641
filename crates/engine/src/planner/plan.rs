//! A plan: what will be read, and how.

use std::fmt;

use crate::catalogue::Object;
use crate::catalogue::access::{Access, Order};
use crate::catalogue::column::Place;
use crate::catalogue::pagination::Pagination;
use crate::request::qual::Constant;
use crate::request::types::Type;

/// What will be read.
#[derive(Clone)]
pub struct Plan {
    /// From which object.
    pub object: &'static Object,
    /// By which access path.
    pub access: &'static Access,
    /// Into which columns.
    pub fields: Vec<Field>,
    /// The key columns, in the order of the path's placeholders.
    pub keys: Vec<Key>,
    /// The parameters of every request.
    pub parameters: Vec<Parameter>,
    /// The lists for each combination of keys, each with further parameters. There is one at least.
    pub partitions: Vec<Vec<Parameter>>,
    /// How the lists are paged.
    pub pagination: Pagination,
    /// How many rows to ask for first, where there are pages; the later ones are as large as the API allows.
    pub first_page: Option<u32>,
    /// Where to stop, if the list is read with the newest rows first.
    pub newest_first: Option<NewestFirst>,
    /// How many rows are enough.
    pub row_limit: Option<u64>,
    /// Whether the rows are all the same, so that it is enough to count them.
    pub counts: bool,
    /// What became of each qual.
    pub quals: Vec<PlannedQual>,
}

/// A column to fill.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name in Postgres.
    pub name: String,
    /// Its type in Postgres.
    pub ty: Type,
    /// Where its value comes from.
    pub place: Place,
    /// The value that a qual fixes.
    pub fixed: Option<Constant>,
}

/// A key column.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Its name.
    pub column: &'static str,
    /// Its values.
    pub values: KeyPlan,
}

/// The values of a key column.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyPlan {
    /// Those that the query names.
    Known(Vec<String>),
    /// The fixed values that the catalogue lists.
    Fixed(&'static [&'static str]),
    /// Those of a column of another object, which have to be read first.
    Parents {
        /// The object.
        object: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The query has to give them, and does not.
    Missing,
}

/// A query parameter of a request, not yet encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

/// Where a scan stops that reads the newest rows first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewestFirst {
    /// The order of the list, descending.
    pub order: &'static Order,
    /// Milliseconds since the Unix epoch: rows below it are not needed.
    pub bound: i64,
}

/// What became of a qual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedQual {
    /// Its column.
    pub column: String,
    /// Its operator.
    pub operator: String,
    /// Whether the API answers it.
    pub pushdown: Pushdown,
}

/// Whether the API answers a qual, in ascending order of how well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pushdown {
    /// Only Postgres checks the qual.
    Local,
    /// The API leaves out rows that do not meet the qual, but not all of them.
    Inexact,
    /// The API gives exactly the rows that meet the qual.
    Exact,
}

/// For the option `debug`.
impl fmt::Display for PlannedQual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = match self.pushdown {
            Pushdown::Exact => "is answered by the request",
            Pushdown::Inexact => "narrows the request",
            Pushdown::Local => "stays with Postgres",
        };
        write!(f, "{} {} {by}", self.column, self.operator)
    }
}

impl Plan {
    /// Whether both plans give the same rows.
    pub fn gives_same_rows(&self, other: &Plan) -> bool {
        std::ptr::eq(self.access, other.access)
            && self.keys == other.keys
            && self.parameters == other.parameters
            && self.partitions == other.partitions
            && self.newest_first == other.newest_first
            && self.row_limit == other.row_limit
            && self.fields == other.fields
    }
}
