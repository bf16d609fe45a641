//! Cells in the flat form of the canonical ABI. The generated bindings do not offer this form; they would copy the text
//! of each cell into a new string.

use fdw_engine::reader::row_buffer::Cell;
use fdw_engine::request::types::Type;

/// The cases of the interface's variant `cell`, in the same order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Case {
    /// `bool`
    Bool = 0,
    /// `i16`. The case `i8` before it is missing here, because the engine does not support it.
    I16 = 2,
    /// `f32`
    F32,
    /// `i32`
    I32,
    /// `f64`
    F64,
    /// `i64`
    I64,
    /// `numeric`
    Numeric,
    /// `string`
    String,
    /// `date`
    Date,
    /// `timestamp`
    Timestamp,
    /// `timestamptz`
    Timestamptz,
    /// `json`
    Json,
    /// `uuid`
    Uuid,
}

/// The value of a cell in its flat form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Flat<'a> {
    /// The bits of a number.
    Bits(i64),
    /// A text, which is passed as its address and its length.
    Text(&'a str),
}

/// The case and the flat value of a cell in a column of this type.
pub fn flat(ty: Type, cell: Cell<'_>) -> (Case, Flat<'_>) {
    match cell {
        Cell::Bool(value) => (Case::Bool, Flat::Bits(value.into())),
        Cell::Int(value) => {
            let case = match ty {
                Type::I16 => Case::I16,
                Type::I32 => Case::I32,
                Type::Date => Case::Date,
                Type::Timestamp => Case::Timestamp,
                Type::Timestamptz => Case::Timestamptz,
                _ => Case::I64,
            };
            (case, Flat::Bits(value))
        }
        Cell::Float(value) => match ty {
            Type::F32 => (Case::F32, Flat::Bits((value as f32).to_bits().into())),
            Type::Numeric => (Case::Numeric, Flat::Bits(value.to_bits() as i64)),
            _ => (Case::F64, Flat::Bits(value.to_bits() as i64)),
        },
        Cell::Text(text) => {
            let case = match ty {
                Type::Json => Case::Json,
                Type::Uuid => Case::Uuid,
                _ => Case::String,
            };
            (case, Flat::Text(text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_the_case_of_its_columns_type() {
        let cases = [
            (Type::Bool, Cell::Bool(true), (Case::Bool, Flat::Bits(1))),
            (Type::I16, Cell::Int(-1), (Case::I16, Flat::Bits(-1))),
            (Type::Date, Cell::Int(86_400), (Case::Date, Flat::Bits(86_400))),
            (Type::F32, Cell::Float(1.5), (Case::F32, Flat::Bits(0x3fc0_0000))),
            (Type::Numeric, Cell::Float(1.5), (Case::Numeric, Flat::Bits(0x3ff8_0000_0000_0000))),
            (Type::Text, Cell::Text("a"), (Case::String, Flat::Text("a"))),
            (Type::Uuid, Cell::Text("a"), (Case::Uuid, Flat::Text("a"))),
        ];
        for (ty, cell, want) in cases {
            assert_eq!(flat(ty, cell), want);
        }
        // The order of the interface: bool, i8, i16, f32, i32, f64, i64, numeric, string, date, timestamp, timestamptz,
        // json, uuid.
        assert_eq!((Case::F64 as u32, Case::String as u32, Case::Uuid as u32), (5, 8, 13));
    }
}
