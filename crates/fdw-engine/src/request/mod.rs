//! The input of a scan: what a query requests from a foreign table, and the options, both checked and typed.

pub mod extensions;
pub mod new_row;
pub mod qual;
pub mod settings;
pub mod types;

use extensions::ExtensionColumn;
use qual::Qual;
use types::Type;

/// The part of a query that concerns one foreign table, as the host passes it on.
#[derive(Clone, Debug, Default)]
pub struct ScanRequest {
    /// The value of the table option `object`; `None` if it is not set.
    pub object: Option<String>,
    /// The columns that the query needs, including those of its quals. Rows have them in this order.
    pub columns: Vec<RequestedColumn>,
    /// Columns for attributes that the catalogue does not declare.
    pub extensions: Vec<ExtensionColumn>,
    /// The quals. A row must satisfy all of them. The query may have further conditions, which the host could not
    /// express.
    pub quals: Vec<Qual>,
    /// The order of the query.
    pub sort: Sort,
    /// LIMIT plus OFFSET; `None` if the query has no LIMIT. It is only a hint, because the table may be joined, or its
    /// rows filtered by conditions that the host could not express.
    pub limit: Option<i64>,
}

/// A column that a query needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedColumn {
    /// The column's name.
    pub name: String,
    /// The column's type, or the name of a type that the engine does not support.
    pub ty: Result<Type, String>,
}

/// The order of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The query has no order.
    #[default]
    Unsorted,
    /// The query orders by one column.
    By {
        /// The column.
        column: String,
        /// Whether the largest value comes first.
        descending: bool,
    },
    /// The query orders by several columns.
    Other,
}
