//! The query on a foreign table as the host passes it to the guest.

use crate::types::{Cell, Param, TypeOid, Value};

/// What the host passes to `begin-scan`.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Columns that the query needs, those of its quals included.
    pub columns: Vec<Column>,
    /// Quals that the host could express, joined by AND. Postgres rechecks all conditions of the query.
    pub quals: Vec<Qual>,
    /// Sort keys of ORDER BY. They are a hint: Postgres sorts again.
    pub sorts: Vec<Sort>,
    /// LIMIT and OFFSET. They are a hint: the guest must not end a scan early because of them.
    pub limit: Option<Limit>,
}

/// A column that the query needs.
#[derive(Clone, Debug)]
pub struct Column {
    /// Column name.
    pub name: String,
    /// Attribute number in the table, from 1.
    pub num: u32,
    /// Column type; `None` for a type that the interface cannot express. The host panics if the guest requests it.
    pub type_oid: Option<TypeOid>,
}

/// A condition of the query on one column.
#[derive(Clone, Debug)]
pub struct Qual {
    /// Column name.
    pub field: String,
    /// Operator, such as `=`, `<>`, `~~` (LIKE), `is` or `is not`.
    pub operator: String,
    /// Right operand: one value or a list of values.
    pub value: Value,
    /// Whether it is enough that one value of the list satisfies the qual, as in `in (…)`. Otherwise all of them have
    /// to, as in `not in (…)`.
    pub use_or: bool,
    /// The query's parameter that the value comes from, if any.
    pub param: Option<Param>,
}

impl Qual {
    /// The qual as approximate SQL text.
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

/// A sort key of ORDER BY.
#[derive(Clone, Debug)]
pub struct Sort {
    /// Column name.
    pub field: String,
    /// Attribute number in the table, from 1.
    pub field_no: u32,
    /// Whether the order is descending.
    pub reversed: bool,
    /// Whether NULLs come first.
    pub nulls_first: bool,
    /// Name of the collation, if the query names one.
    pub collate: Option<String>,
}

impl Sort {
    /// The sort key as SQL text, without the collation.
    pub fn deparse(&self) -> String {
        let direction = if self.reversed { "desc" } else { "asc" };
        let nulls = if self.nulls_first { "first" } else { "last" };
        format!("{} {direction} nulls {nulls}", self.field)
    }
}

/// LIMIT and OFFSET.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Maximum number of rows.
    pub count: i64,
    /// Number of rows to skip.
    pub offset: i64,
}
