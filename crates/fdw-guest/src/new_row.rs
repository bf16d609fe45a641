//! Translates the row that a statement writes into the engine's types.

use fdw_engine::request::new_row::{NewRow, NewValue};

use crate::bindings::types::{Cell, Row};

/// The columns and values of a row that the host passes.
pub fn row(row: &Row) -> NewRow {
    row.cols().into_iter().zip(row.cells().into_iter().map(|cell| cell.map(value))).collect()
}

/// The engine's value for a cell.
pub fn value(cell: Cell) -> NewValue {
    match cell {
        Cell::Bool(value) => NewValue::Bool(value),
        Cell::I16(value) => NewValue::Int(value.into()),
        Cell::I32(value) => NewValue::Int(value.into()),
        Cell::I64(value) => NewValue::Int(value),
        // Through text, so that the real 0.1 becomes 0.1 and not 0.10000000149011612.
        Cell::F32(value) => NewValue::Float(value.to_string().parse().unwrap_or(value.into())),
        Cell::F64(value) | Cell::Numeric(value) => NewValue::Float(value),
        Cell::String(text) | Cell::Uuid(text) => NewValue::Text(text),
        Cell::Json(text) => NewValue::Json(text),
        Cell::Date(seconds) => NewValue::Date(seconds),
        Cell::Timestamp(micros) | Cell::Timestamptz(micros) => NewValue::Time(micros),
        Cell::I8(_) => NewValue::Other("\"char\""),
        Cell::Other(_) => NewValue::Other("value"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_become_values() {
        let cases = [
            (Cell::I16(-1), NewValue::Int(-1)),
            (Cell::Numeric(0.5), NewValue::Float(0.5)),
            (Cell::F32(0.1), NewValue::Float(0.1)),
            (Cell::Uuid("u".to_owned()), NewValue::Text("u".to_owned())),
            (Cell::Json("{}".to_owned()), NewValue::Json("{}".to_owned())),
            (Cell::Date(86_400), NewValue::Date(86_400)),
            (Cell::Timestamp(1), NewValue::Time(1)),
            (Cell::Other("1 day".to_owned()), NewValue::Other("value")),
        ];
        for (cell, want) in cases {
            let shown = format!("{cell:?}");
            assert!(value(cell) == want, "{shown}");
        }
    }
}
