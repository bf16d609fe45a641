//! Plans: how a scan reads the rows of a query.

use std::fmt;

use crate::catalogue::Object;
use crate::catalogue::access_path::{AccessPath, Order};
use crate::catalogue::column::ResolvedSource;
use crate::catalogue::pagination::Pagination;
use crate::request::qual::Constant;
use crate::request::types::Type;

/// A plan: which object a scan reads, by which access path, and with which requests.
#[derive(Clone)]
pub struct Plan {
    /// The object.
    pub object: &'static Object,
    /// The access path.
    pub access_path: &'static AccessPath,
    /// The columns that the query needs, in the order of the query.
    pub fields: Vec<Field>,
    /// The key columns, in the order of the endpoint's placeholders.
    pub keys: Vec<Key>,
    /// The query parameters of every request.
    pub parameters: Vec<Parameter>,
    /// For each partition, its additional query parameters. There is at least one partition.
    pub partitions: Vec<Vec<Parameter>>,
    /// How each list is divided into pages.
    pub pagination: Pagination,
    /// The page size of the first request; `None` if lists are not divided into pages. Later pages have the maximum
    /// size.
    pub first_page: Option<u32>,
    /// Set if the scan reads the newest rows first and ends at a bound; `None` if it reads in another order.
    pub newest_first: Option<NewestFirst>,
    /// The number of rows after which the scan ends; `None` if it reads all rows.
    pub row_limit: Option<u64>,
    /// Whether all rows are equal, so that it is enough to count them.
    pub counts: bool,
    /// Whether the scan reads all rows before it returns the first one.
    pub reads_ahead: bool,
    /// The quals, and how each is pushed down.
    pub quals: Vec<PlannedQual>,
    /// What the API must return if it does not ignore a filter.
    pub expected: Vec<Expected>,
}

/// The texts that a field of every row has, in any case, unless the API ignores a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The index of the field.
    pub field: usize,
    /// The texts.
    pub texts: Vec<String>,
}

/// A column of the rows that a scan returns.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name of the column in Postgres.
    pub name: String,
    /// The type of the column in Postgres.
    pub ty: Type,
    /// Where the column's value comes from.
    pub source: ResolvedSource,
    /// The value, if a qual that is pushed down exactly determines it.
    pub fixed: Option<Constant>,
}

/// A key column and the source of its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The name of the column.
    pub column: &'static str,
    /// The values for which lists are read.
    pub values: KeyPlan,
}

/// The source of a key column's values.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyPlan {
    /// The values in a qual of the query.
    Known(Vec<String>),
    /// The constant set of values that the catalogue declares.
    Fixed(&'static [&'static str]),
    /// The values of a column of the parent object, which the scan reads first.
    Parents,
    /// No source: the query must contain values, but does not.
    Missing,
}

/// A query parameter of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name of the parameter.
    pub name: &'static str,
    /// The value, not yet percent-encoded.
    pub value: String,
}

/// The order and the bound of a scan that reads the newest rows first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewestFirst {
    /// The order of the list, which is requested descending.
    pub order: &'static Order,
    /// The bound, in milliseconds since the Unix epoch. Rows with an earlier time are not needed.
    pub bound: i64,
}

/// A qual, and how it is pushed down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedQual {
    /// The column of the qual.
    pub column: String,
    /// The operator of the qual, as Postgres writes it.
    pub operator: String,
    /// How the qual is pushed down.
    pub pushdown: Pushdown,
    /// Whether the host did not pass the value of the qual, as that of a sub-select.
    pub lacks_value: bool,
}

/// How a qual is pushed down, in ascending order of precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pushdown {
    /// Not at all: only Postgres checks the qual.
    Local,
    /// The API returns the rows that satisfy the qual, and possibly others.
    Inexact,
    /// The API returns exactly the rows that satisfy the qual.
    Exact,
}

/// The text for the notices of the option `debug`.
impl fmt::Display for PlannedQual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pushdown = match self.pushdown {
            Pushdown::Exact => "is pushed down exactly",
            Pushdown::Inexact => "is pushed down inexactly",
            Pushdown::Local => "is checked by Postgres only",
        };
        write!(f, "{} {} {pushdown}", self.column, self.operator)
    }
}

impl Plan {
    /// A key column whose value a qual compares with, but the host did not pass the value.
    pub fn unpassed_key(&self) -> Option<&str> {
        unpassed_key(self.object, self.quals.iter().filter(|qual| qual.lacks_value).map(|qual| qual.column.as_str()))
    }

    /// Whether scans with these plans return the same rows.
    pub fn returns_same_rows(&self, other: &Plan) -> bool {
        std::ptr::eq(self.access_path, other.access_path)
            && self.keys == other.keys
            && self.parameters == other.parameters
            && self.partitions == other.partitions
            && self.newest_first == other.newest_first
            && self.row_limit == other.row_limit
            && self.fields == other.fields
    }
}

/// The first of these columns that is a key column of an object.
pub fn unpassed_key<'a>(object: &Object, mut columns: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let is_key = |column: &&str| object.access_paths.iter().any(|path| path.placeholders().any(|key| key == *column));
    columns.find(is_key)
}
