//! What a query asks of a foreign table, in types.

pub mod qual;
pub mod settings;
pub mod types;

use qual::Qual;
use types::Type;

/// What a query asks of a foreign table.
#[derive(Clone, Debug, Default)]
pub struct ScanRequest {
    /// The table option `object`.
    pub object: Option<String>,
    /// The columns that it needs, those of its quals among them, in order.
    pub columns: Vec<RequestedColumn>,
    /// The quals, all of which must hold. The query may have others, which the host could not express.
    pub quals: Vec<Qual>,
    /// Its order.
    pub sort: Sort,
    /// LIMIT plus OFFSET, where the query has them. It is a hint: the table may be joined or filtered by others.
    pub limit: Option<i64>,
}

/// A column that a query needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedColumn {
    /// Its name.
    pub name: String,
    /// Its type, or the name of a type that no column can have.
    pub ty: Result<Type, String>,
}

/// The order of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// None.
    #[default]
    Unsorted,
    /// By one column.
    By {
        /// The column.
        column: String,
        /// Whether the largest value comes first.
        descending: bool,
    },
    /// By several columns.
    Other,
}
