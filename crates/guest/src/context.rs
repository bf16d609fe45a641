//! What the host's context says of the query, in the engine's terms.

use alloc::string::String;
use alloc::vec::Vec;

use fdw_engine::plan::{ScanRequest, Type};
use fdw_engine::qual::{Constant, Qual};
use fdw_engine::rows::Cell;
use fdw_engine::text::push_int;

use crate::bindings::types::{self, Context, OptionsType, TypeOid};

/// Reads what a query asks for.
pub(crate) fn scan_request(context: &Context) -> ScanRequest {
    let mut columns = Vec::new();
    for column in context.get_columns() {
        columns.push((column.name(), column_type(column.type_oid())));
    }
    let mut quals = Vec::new();
    for passed in context.get_quals() {
        quals.push(qual(&passed));
    }
    let sorts = context.get_sorts();
    ScanRequest {
        object: context.get_options(&OptionsType::Table).get("object"),
        columns,
        quals,
        sort: if let [sort] = &*sorts { Some((sort.field(), sort.reversed())) } else { None },
        is_sorted: !sorts.is_empty(),
        limit: context.get_limit().map(|limit| limit.count().saturating_add(limit.offset())),
    }
}

fn qual(passed: &types::Qual) -> Qual {
    let mut qual = Qual {
        column: passed.field(),
        operator: passed.operator(),
        kind: Constant::Text,
        values: String::new(),
        is_any: false,
        is_param: passed.param().is_some(),
    };
    match passed.value() {
        types::Value::Cell(cell) => add(&cell, &mut qual),
        types::Value::Array(cells) => {
            qual.is_any = passed.use_or();
            for cell in &cells {
                add(cell, &mut qual);
            }
        }
    }
    qual
}

fn add(cell: &types::Cell, qual: &mut Qual) {
    let (kind, number) = match cell {
        types::Cell::Bool(value) => return qual.add(Constant::Bool, if *value { "true" } else { "false" }),
        types::Cell::String(text) => return qual.add(Constant::Text, text),
        types::Cell::I16(value) => (Constant::Int, i64::from(*value)),
        types::Cell::I32(value) => (Constant::Int, i64::from(*value)),
        types::Cell::I64(value) => (Constant::Int, *value),
        types::Cell::Timestamp(value) | types::Cell::Timestamptz(value) => (Constant::Micros, *value),
        _ => return qual.add(Constant::Other, ""),
    };
    let mut text = String::new();
    push_int(&mut text, number);
    qual.add(kind, &text);
}

fn column_type(oid: TypeOid) -> Result<Type, String> {
    Ok(match oid {
        TypeOid::Bool => Type::Bool,
        TypeOid::I16 => Type::I16,
        TypeOid::I32 => Type::I32,
        TypeOid::I64 => Type::I64,
        TypeOid::F32 => Type::F32,
        TypeOid::F64 => Type::F64,
        TypeOid::Numeric => Type::Numeric,
        TypeOid::String => Type::Text,
        TypeOid::Date => Type::Date,
        TypeOid::Timestamp => Type::Timestamp,
        TypeOid::Timestamptz => Type::Timestamptz,
        TypeOid::Json => Type::Json,
        TypeOid::Uuid => Type::Uuid,
        TypeOid::I8 => return Err(String::from("\"char\"")),
        TypeOid::Other(name) => return Err(name),
    })
}

/// The host's cell for a value of a column's type. The decoder has made the value fit the type.
pub(crate) fn cell(ty: Type, value: Cell) -> types::Cell {
    match value {
        Cell::Bool(value) => types::Cell::Bool(value),
        Cell::Int(value) => match ty {
            Type::I16 => types::Cell::I16(value as i16),
            Type::I32 => types::Cell::I32(value as i32),
            Type::Date => types::Cell::Date(value),
            Type::Timestamp => types::Cell::Timestamp(value),
            Type::Timestamptz => types::Cell::Timestamptz(value),
            _ => types::Cell::I64(value),
        },
        Cell::Float(value) => match ty {
            Type::F32 => types::Cell::F32(value as f32),
            Type::Numeric => types::Cell::Numeric(value),
            _ => types::Cell::F64(value),
        },
        Cell::Text(value) => match ty {
            Type::Json => types::Cell::Json(String::from(value)),
            Type::Uuid => types::Cell::Uuid(String::from(value)),
            _ => types::Cell::String(String::from(value)),
        },
    }
}
