//! Converts values between Postgres and the guest as Wrappers does. A value that the interface cannot express, such as
//! an interval or an array in a qual, becomes [`GuestCell::Other`], where Wrappers panics.

use anyhow::{Result, anyhow};
use pgrx::datum::{JsonB, Uuid};
use pgrx::prelude::{AnyNumeric, Date, Timestamp, TimestampWithTimeZone, to_timestamp};
use pgrx::{PgBuiltInOids, PgOid, pg_sys};
use supabase_wrappers::prelude::{Cell, Value};
use wrappers_host::types::{Cell as GuestCell, TypeOid, Value as GuestValue};

/// Microseconds from the Unix epoch to Postgres' epoch, 2000-01-01.
const PG_EPOCH: i64 = 946_684_800_000_000;

/// Seconds in a day.
const DAY: i64 = 86_400;

/// The type of a column as the guest reads it; `None` if the interface cannot express the type.
pub fn type_oid(oid: pg_sys::Oid) -> Option<TypeOid> {
    let PgOid::BuiltIn(oid) = PgOid::from(oid) else { return None };
    Some(match oid {
        PgBuiltInOids::BOOLOID => TypeOid::Bool,
        PgBuiltInOids::CHAROID => TypeOid::I8,
        PgBuiltInOids::INT2OID => TypeOid::I16,
        PgBuiltInOids::INT4OID => TypeOid::I32,
        PgBuiltInOids::INT8OID => TypeOid::I64,
        PgBuiltInOids::FLOAT4OID => TypeOid::F32,
        PgBuiltInOids::FLOAT8OID => TypeOid::F64,
        PgBuiltInOids::NUMERICOID => TypeOid::Numeric,
        PgBuiltInOids::TEXTOID => TypeOid::String,
        PgBuiltInOids::DATEOID => TypeOid::Date,
        PgBuiltInOids::TIMESTAMPOID => TypeOid::Timestamp,
        PgBuiltInOids::TIMESTAMPTZOID => TypeOid::Timestamptz,
        PgBuiltInOids::JSONBOID => TypeOid::Json,
        PgBuiltInOids::UUIDOID => TypeOid::Uuid,
        _ => return None,
    })
}

/// Converts a cell that the guest pushed.
///
/// # Errors
/// Fails where Wrappers would panic.
pub fn from_guest(cell: GuestCell) -> Result<Cell> {
    let failed = |error: &dyn std::fmt::Display| anyhow!("convert cell failed: {error}");
    Ok(match cell {
        GuestCell::Bool(value) => Cell::Bool(value),
        GuestCell::I8(value) => Cell::I8(value),
        GuestCell::I16(value) => Cell::I16(value),
        GuestCell::I32(value) => Cell::I32(value),
        GuestCell::I64(value) => Cell::I64(value),
        GuestCell::F32(value) => Cell::F32(value),
        GuestCell::F64(value) => Cell::F64(value),
        GuestCell::Numeric(value) => Cell::Numeric(AnyNumeric::try_from(value).map_err(|error| failed(&error))?),
        GuestCell::String(value) => Cell::String(value),
        // The result is the day in the session's time zone.
        GuestCell::Date(seconds) => Cell::Date(Date::from(to_timestamp(seconds as f64))),
        GuestCell::Timestamp(micros) => {
            let time = micros.checked_sub(PG_EPOCH).and_then(|time| Timestamp::try_from(time).ok());
            Cell::Timestamp(time.ok_or_else(|| failed(&"timestamp out of range"))?)
        }
        GuestCell::Timestamptz(micros) => {
            let time = micros.checked_sub(PG_EPOCH).and_then(|time| TimestampWithTimeZone::try_from(time).ok());
            Cell::Timestamptz(time.ok_or_else(|| failed(&"timestamptz out of range"))?)
        }
        GuestCell::Json(text) => Cell::Json(JsonB(serde_json::from_str(&text).map_err(|error| failed(&error))?)),
        GuestCell::Uuid(text) => {
            let uuid = uuid::Uuid::try_parse(&text).map_err(|error| failed(&error))?;
            Cell::Uuid(Uuid::from_bytes(uuid.into_bytes()))
        }
        GuestCell::Other(text) => return Err(failed(&format!("the interface has no type for {text:?}"))),
    })
}

/// Converts a value of Postgres for the guest.
pub fn to_guest(cell: &Cell) -> GuestCell {
    match cell {
        Cell::Bool(value) => GuestCell::Bool(*value),
        Cell::I8(value) => GuestCell::I8(*value),
        Cell::I16(value) => GuestCell::I16(*value),
        Cell::I32(value) => GuestCell::I32(*value),
        Cell::I64(value) => GuestCell::I64(*value),
        Cell::F32(value) => GuestCell::F32(*value),
        Cell::F64(value) => GuestCell::F64(*value),
        Cell::Numeric(value) => match f64::try_from(value.clone()) {
            Ok(value) => GuestCell::Numeric(value),
            Err(_) => GuestCell::Other(value.to_string()),
        },
        Cell::String(value) => GuestCell::String(value.clone()),
        Cell::Date(value) => GuestCell::Date(i64::from(value.to_pg_epoch_days()) * DAY + PG_EPOCH / 1_000_000),
        // `infinity` is the largest 64-bit number, so the sum would overflow.
        Cell::Timestamp(value) => GuestCell::Timestamp(value.into_inner().saturating_add(PG_EPOCH)),
        Cell::Timestamptz(value) => GuestCell::Timestamptz(value.into_inner().saturating_add(PG_EPOCH)),
        Cell::Json(value) => GuestCell::Json(value.0.to_string()),
        Cell::Uuid(value) => GuestCell::Uuid(value.to_string()),
        // The bytes are not read: if PL/pgSQL keeps a plan, the framework can read a parameter that PL/pgSQL has not
        // written, and such a value may be any memory.
        Cell::Bytea(_) => GuestCell::Other("bytea".to_owned()),
        other => GuestCell::Other(other.to_string()),
    }
}

/// Converts the right operand of a qual for the guest.
pub fn value_to_guest(value: &Value) -> GuestValue {
    match value {
        Value::Cell(cell) => GuestValue::Cell(to_guest(cell)),
        Value::Array(cells) => GuestValue::Array(cells.iter().map(to_guest).collect()),
    }
}
