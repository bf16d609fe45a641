//! From the JSON text of an attribute to a cell of the column's type. What does not fit is an error; absent and null
//! are NULL.
//!
//! | type | takes |
//! |---|---|
//! | boolean | `true`, `false` |
//! | smallint, integer, bigint | a number that is whole and in range, however it is written |
//! | real, double precision | a number in range, to the nearest |
//! | numeric | the same; from 2^53 on only what a double holds exactly |
//! | text | anything: a string's characters, other JSON as its text |
//! | date, timestamp, timestamptz | a number of milliseconds since the Unix epoch; a string in RFC 3339, or a date alone |
//! | uuid | a string of 36 characters in the canonical form |
//! | jsonb | anything |

use crate::host::Host;
use crate::json::{self, number};
use crate::request::types::Type;

use super::rows::Chunk;

/// The value does not fit its column's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeMismatch;

/// What was changed so that Postgres takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Characters or numbers that Postgres refuses were replaced.
    Replaced,
    /// The time is outside what Postgres has; it became NULL.
    OutOfRange,
}

/// Doubles hold every whole number below this; from here on, what is read may be another number's nearest.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Postgres' first moment, 4714-11-24 BC, in microseconds since the Unix epoch. Its last is past what 64 bits hold.
const FIRST_MOMENT: i64 = -210_866_803_200_000_000;

/// Microseconds that an `i64` certainly holds.
const MAX_MICROS: f64 = 9.2e18;

/// Appends a cell to a row, and returns what was changed. `None` is an attribute that the row does not have.
pub fn decode(
    text: Option<&str>,
    ty: Type,
    needs_mending: bool,
    host: &mut dyn Host,
    out: &mut Chunk,
) -> Result<Option<Change>, TypeMismatch> {
    let Some(text) = text.filter(|text| *text != "null") else {
        out.push_null();
        return Ok(None);
    };
    match ty {
        Type::Bool => out.push_bool(match text {
            "true" => true,
            "false" => false,
            _ => return Err(TypeMismatch),
        }),
        Type::I16 | Type::I32 | Type::I64 => {
            let value = whole(text)?;
            let bits = match ty {
                Type::I16 => 16,
                Type::I32 => 32,
                _ => 64,
            };
            // Nothing but the sign may be in the bits that are too many.
            let cut = value << (64 - bits) >> (64 - bits);
            out.push_int(if cut == value { value } else { return Err(TypeMismatch) });
        }
        Type::F32 | Type::F64 | Type::Numeric => out.push_float(float(text, ty)?),
        Type::Uuid => push_str(out, uuid(text)?),
        Type::Text => return Ok(changed(push_characters(out, text))),
        Type::Json if needs_mending => return Ok(push_mended(out, text)),
        Type::Json => push_str(out, text),
        Type::Date | Type::Timestamp | Type::Timestamptz => return time(text, ty, host, out),
    }
    Ok(None)
}

fn changed(is_changed: bool) -> Option<Change> {
    is_changed.then_some(Change::Replaced)
}

fn push_str(out: &mut Chunk, text: &str) {
    out.push_text(|out| out.push_str(text));
}

/// A string's characters, or other JSON as it stands.
fn push_characters(out: &mut Chunk, text: &str) -> bool {
    match json::raw_string(text) {
        Some(raw) => out.push_text(|out| json::unescape(raw, out)),
        None => {
            push_str(out, text);
            false
        }
    }
}

#[inline(never)] // Cold: rare in an answer.
fn push_mended(out: &mut Chunk, text: &str) -> Option<Change> {
    changed(out.push_text(|out| json::mend(text, out)))
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

/// A whole number: `12`, `12.0`, `1.2e1`.
fn whole(text: &str) -> Result<i64, TypeMismatch> {
    match number::int(text) {
        Some(value) => Ok(value),
        None => whole_double(text),
    }
}

#[inline(never)] // Cold: most APIs write whole numbers as such.
fn whole_double(text: &str) -> Result<i64, TypeMismatch> {
    let value = double(text)?;
    let whole = value as i64;
    if value.abs() < EXACT && whole as f64 == value { Ok(whole) } else { Err(TypeMismatch) }
}

/// From where doubles no longer hold every whole number, a number must be one that they hold.
fn numeric(text: &str) -> Result<f64, TypeMismatch> {
    let (value, exact) = number::nearest(text).ok_or(TypeMismatch)?;
    if exact || value.abs() < EXACT { Ok(value) } else { Err(TypeMismatch) }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn time(text: &str, ty: Type, host: &mut dyn Host, out: &mut Chunk) -> Result<Option<Change>, TypeMismatch> {
    let micros = match json::raw_string(text) {
        Some(raw) => Some(written_time(raw, ty, host).ok_or(TypeMismatch)?),
        None => epoch_millis(text)?,
    };
    match micros {
        Some(micros) if micros >= FIRST_MOMENT => {
            // The host turns a date's seconds into a day in the session's time zone, as a cast would.
            out.push_int(if ty == Type::Date { micros.div_euclid(1_000_000) } else { micros });
            Ok(None)
        }
        _ => {
            out.push_null();
            Ok(Some(Change::OutOfRange))
        }
    }
}

/// Microseconds; `None` where they are out of range.
fn epoch_millis(text: &str) -> Result<Option<i64>, TypeMismatch> {
    match number::int(text) {
        Some(millis) => Ok(millis.checked_mul(1000)),
        None => epoch_millis_double(text),
    }
}

#[inline(never)] // Cold: most APIs write whole numbers as such.
fn epoch_millis_double(text: &str) -> Result<Option<i64>, TypeMismatch> {
    let micros = double(text)? * 1000.0;
    Ok((micros.abs() < MAX_MICROS).then_some(micros as i64))
}

/// RFC 3339, or a date alone: midnight UTC, but noon for a date column, so that it is that day in nearly every session.
#[inline(never)] // Cold: the APIs known so far write times as numbers.
fn written_time(text: &str, ty: Type, host: &mut dyn Host) -> Option<i64> {
    host.parse_rfc3339(text).or_else(|| {
        let hour = if ty == Type::Date { "T12:00:00Z" } else { "T00:00:00Z" };
        host.parse_rfc3339(&format!("{text}{hour}"))
    })
}
