//! What the host hands to a scan, as the guest reads it.

use crate::types::{Cell, Param, TypeOid, Value};

/// What a scan is asked for.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Columns the query needs.
    pub columns: Vec<Column>,
    /// Conditions that the host could express.
    pub quals: Vec<Qual>,
    /// The order, a hint.
    pub sorts: Vec<Sort>,
    /// The limit, a hint.
    pub limit: Option<Limit>,
}

/// A column that the query needs.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its number in the table, from 1.
    pub num: u32,
    /// Its type; `None` for one that the host has no name for, which panics when it is asked for.
    pub type_oid: Option<TypeOid>,
}

/// A condition on a column.
#[derive(Clone, Debug)]
pub struct Qual {
    /// The column's name.
    pub field: String,
    /// The operator.
    pub operator: String,
    /// Its right side.
    pub value: Value,
    /// Whether one of the values is enough, as in `in (…)`.
    pub use_or: bool,
    /// The parameter that the value comes from.
    pub param: Option<Param>,
}

impl Qual {
    /// As SQL, more or less.
    pub fn deparse(&self) -> String {
        let one = |cell: &Cell| format!("{} {} {}", self.field, self.operator, literal(cell));
        match &self.value {
            Value::Cell(cell) => one(cell),
            Value::Array(cells) => {
                let all: Vec<String> = cells.iter().map(one).collect();
                all.join(if self.use_or { " or " } else { " and " })
            }
        }
    }
}

fn literal(cell: &Cell) -> String {
    match cell {
        Cell::Bool(value) => value.to_string(),
        Cell::I8(value) => value.to_string(),
        Cell::I16(value) => value.to_string(),
        Cell::I32(value) => value.to_string(),
        Cell::I64(value) | Cell::Date(value) | Cell::Timestamp(value) | Cell::Timestamptz(value) => value.to_string(),
        Cell::F32(value) => value.to_string(),
        Cell::F64(value) | Cell::Numeric(value) => value.to_string(),
        Cell::String(text) | Cell::Json(text) | Cell::Uuid(text) | Cell::Other(text) => format!("'{text}'"),
    }
}

/// A part of ORDER BY.
#[derive(Clone, Debug)]
pub struct Sort {
    /// The column's name.
    pub field: String,
    /// Its number in the table, from 1.
    pub field_no: u32,
    /// Whether it is descending.
    pub reversed: bool,
    /// Whether NULLs come first.
    pub nulls_first: bool,
    /// The collation, if it is named.
    pub collate: Option<String>,
}

impl Sort {
    /// As SQL, without the collation.
    pub fn deparse(&self) -> String {
        let direction = if self.reversed { "desc" } else { "asc" };
        let nulls = if self.nulls_first { "first" } else { "last" };
        format!("{} {direction} nulls {nulls}", self.field)
    }
}

/// LIMIT and OFFSET.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// LIMIT
    pub count: i64,
    /// OFFSET
    pub offset: i64,
}
