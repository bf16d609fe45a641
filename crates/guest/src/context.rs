//! What the host's context says of the query, in the engine's terms.

use alloc::string::String;

use fdw_engine::plan::{ScanRequest, Type};
use fdw_engine::rows::Cell;

use crate::bindings::types::{self, Context, OptionsType, TypeOid};

/// Reads what a query asks for.
pub(crate) fn scan_request(context: &Context) -> ScanRequest {
    let columns = context.get_columns();
    ScanRequest {
        object: context.get_options(&OptionsType::Table).get("object"),
        columns: columns.iter().map(|column| (column.name(), column_type(column.type_oid()))).collect(),
        limit: context.get_limit().map(|limit| limit.count().saturating_add(limit.offset())),
        reads_past_limit: !context.get_quals().is_empty() || !context.get_sorts().is_empty(),
    }
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
