//! Decoding: turns the JSON text of an attribute into a cell of the column's type. A missing attribute and `null`
//! become NULL; a value that the type does not accept is an error.
//!
//! | type | accepted JSON values |
//! |---|---|
//! | boolean | `true`, `false`, also as a string in any case |
//! | smallint, integer, bigint | a whole number in the type's range, in any notation (`12`, `12.0`, `1.2e1`) |
//! | real, double precision | a number in the type's range, rounded to the nearest value |
//! | numeric | like double precision, but from 2^53 on, only numbers that a double represents exactly |
//! | text | any value: the characters of a string, the JSON text of another value |
//! | date, timestamp, timestamptz | a number of milliseconds since the Unix epoch; an RFC 3339 time or date |
//! | uuid | a string of 36 characters in the canonical form |
//! | jsonb | any value |

use crate::host::Host;
use crate::json::{self, number};
use crate::request::types::Type;

use super::row_buffer::RowBuffer;

/// The type of the column does not accept the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeMismatch;

/// How a value was changed because Postgres cannot store it as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Characters, numbers or nested values in it were replaced.
    Replaced,
    /// It is a time outside Postgres' range and became NULL.
    OutOfRange,
}

/// 2^53. A double represents every whole number below it exactly; above it, several whole numbers have the same double.
const EXACT_LIMIT: f64 = 9_007_199_254_740_992.0;

/// The earliest time that Postgres can store, 4714-11-24 BC, in microseconds since the Unix epoch. The latest one does
/// not fit into 64 bits in this unit, so it needs no check.
const MIN_MICROS: i64 = -210_866_803_200_000_000;

/// A number of microseconds that is certain to fit into an `i64`.
const MAX_MICROS: f64 = 9.2e18;

/// Appends a cell to the row buffer. `text` is the JSON text of the attribute, or `None` if the row does not have it.
/// Returns how the value was changed, or `None` if it was not. Values of type jsonb are searched for what Postgres
/// cannot store only if `needs_sanitizing`.
pub fn decode(
    text: Option<&str>,
    ty: Type,
    needs_sanitizing: bool,
    host: &mut dyn Host,
    out: &mut RowBuffer,
) -> Result<Option<Change>, TypeMismatch> {
    let Some(text) = text.filter(|text| *text != "null") else {
        out.push_null();
        return Ok(None);
    };
    match ty {
        Type::Bool => out.push_bool(match text {
            "true" => true,
            "false" => false,
            _ => boolean_in_string(text)?,
        }),
        Type::I16 | Type::I32 | Type::I64 => {
            let value = whole_number(text)?;
            let bits = match ty {
                Type::I16 => 16,
                Type::I32 => 32,
                _ => 64,
            };
            // The bits above the type's width may only repeat the sign.
            let truncated = value << (64 - bits) >> (64 - bits);
            out.push_int(if truncated == value { value } else { return Err(TypeMismatch) });
        }
        Type::F32 | Type::F64 | Type::Numeric => out.push_float(float(text, ty)?),
        Type::Uuid => push_str(out, uuid(text)?),
        Type::Text => return Ok(replaced(push_characters(out, text))),
        Type::Json if needs_sanitizing => return Ok(push_sanitized(out, text)),
        Type::Json => push_str(out, text),
        Type::Date | Type::Timestamp | Type::Timestamptz => return time(text, ty, host, out),
    }
    Ok(None)
}

fn replaced(is_replaced: bool) -> Option<Change> {
    is_replaced.then_some(Change::Replaced)
}

fn push_str(out: &mut RowBuffer, text: &str) {
    out.push_text(|out| out.push_str(text));
}

/// Appends the characters of a string, or the JSON text of another value. Returns whether characters were replaced.
fn push_characters(out: &mut RowBuffer, text: &str) -> bool {
    match json::raw_string(text) {
        Some(raw) => out.push_text(|out| json::unescape(raw, out)),
        None => {
            push_str(out, text);
            false
        }
    }
}

#[inline(never)] // Cold: few values need it.
fn push_sanitized(out: &mut RowBuffer, text: &str) -> Option<Change> {
    replaced(out.push_text(|out| json::sanitize(text, out)))
}

#[inline(never)] // Cold: few columns have this type.
fn uuid(text: &str) -> Result<&str, TypeMismatch> {
    json::raw_string(text).filter(|raw| is_uuid(raw)).ok_or(TypeMismatch)
}

#[inline(never)] // Cold: few columns have this type.
fn float(text: &str, ty: Type) -> Result<f64, TypeMismatch> {
    if ty == Type::Numeric {
        return numeric(text);
    }
    let value = double(text)?;
    let fits = ty == Type::F64 || (value as f32).is_finite();
    if fits { Ok(value) } else { Err(TypeMismatch) }
}

fn double(text: &str) -> Result<f64, TypeMismatch> {
    number::double(text).ok_or(TypeMismatch)
}

/// A boolean that the API writes as a string, in any case, as some SCIM servers do.
#[inline(never)] // Cold: few APIs do this.
fn boolean_in_string(text: &str) -> Result<bool, TypeMismatch> {
    let text = json::raw_string(text).unwrap_or_default();
    match [true, false].into_iter().find(|value| text.eq_ignore_ascii_case(&value.to_string())) {
        Some(value) => Ok(value),
        None => Err(TypeMismatch),
    }
}

/// A whole number in any notation: `12`, `12.0`, `1.2e1`, `"12"`.
fn whole_number(text: &str) -> Result<i64, TypeMismatch> {
    match number::int(text) {
        Some(value) => Ok(value),
        None => whole_number_in_other_notation(text),
    }
}

#[inline(never)] // Cold: most APIs write whole numbers without a fraction, an exponent and quotes.
fn whole_number_in_other_notation(text: &str) -> Result<i64, TypeMismatch> {
    if let Some(raw) = json::raw_string(text) {
        return number::int(raw).ok_or(TypeMismatch);
    }
    let value = double(text)?;
    let whole = value as i64;
    if value.abs() < EXACT_LIMIT && whole as f64 == value { Ok(whole) } else { Err(TypeMismatch) }
}

/// A number for a numeric column, which the host receives as a double. A large number that the double would change,
/// such as an id, is an error.
fn numeric(text: &str) -> Result<f64, TypeMismatch> {
    let (value, exact) = number::nearest(text).ok_or(TypeMismatch)?;
    if exact || value.abs() < EXACT_LIMIT { Ok(value) } else { Err(TypeMismatch) }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn time(text: &str, ty: Type, host: &mut dyn Host, out: &mut RowBuffer) -> Result<Option<Change>, TypeMismatch> {
    let micros = match json::raw_string(text) {
        Some(raw) => Some(rfc3339_micros(raw, ty, host).ok_or(TypeMismatch)?),
        None => epoch_micros(text)?,
    };
    match micros {
        Some(micros) if micros >= MIN_MICROS => {
            // For a date the host takes seconds and converts them to a day in the session's time zone, like a cast.
            out.push_int(if ty == Type::Date { micros.div_euclid(1_000_000) } else { micros });
            Ok(None)
        }
        _ => {
            out.push_null();
            Ok(Some(Change::OutOfRange))
        }
    }
}

/// Converts a number of milliseconds to microseconds; `None` if the result does not fit into an `i64`.
fn epoch_micros(text: &str) -> Result<Option<i64>, TypeMismatch> {
    match number::int(text) {
        Some(millis) => Ok(millis.checked_mul(1000)),
        None => epoch_micros_from_double(text),
    }
}

#[inline(never)] // Cold: most APIs write whole numbers without a fraction and an exponent.
fn epoch_micros_from_double(text: &str) -> Result<Option<i64>, TypeMismatch> {
    let micros = double(text)? * 1000.0;
    Ok((micros.abs() < MAX_MICROS).then_some(micros as i64))
}

/// Converts an RFC 3339 time, or a date alone, to microseconds since the Unix epoch; `None` if the text is neither. A
/// date alone means midnight UTC. In a date column it means noon UTC, because the host converts it to the session's
/// time zone and noon is the same day in nearly all of them.
#[inline(never)] // Cold: the APIs known so far write times as numbers.
fn rfc3339_micros(text: &str, ty: Type, host: &mut dyn Host) -> Option<i64> {
    host.parse_rfc3339(text).or_else(|| {
        let hour = if ty == Type::Date { "T12:00:00Z" } else { "T00:00:00Z" };
        host.parse_rfc3339(&format!("{text}{hour}"))
    })
}
