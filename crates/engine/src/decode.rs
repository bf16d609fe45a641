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

use alloc::string::String;

use crate::column::{Lookup, Place};
use crate::host::Host;
use crate::json::{self, Scanner};
use crate::number;
use crate::page::{Page, Projection, ROW, Slot};
use crate::plan::{Field, Type};
use crate::rows::Chunk;
use crate::text::concat;

/// The value does not fit its column's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit;

/// What was changed so that Postgres takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    None,
    /// Characters or numbers that Postgres refuses were replaced.
    Replaced,
    /// The time is outside what Postgres has; it became NULL.
    OutOfRange,
}

/// Doubles hold every whole number below this; from here on, what is read may be another number's nearest.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Postgres' first moment, 4714-11-24 BC, in microseconds since the Unix epoch. Its last is past what 64 bits hold.
const FIRST_MOMENT: i64 = -210_866_803_200_000_000;

/// The slots that a field reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slots {
    /// Where its value stands; for a lookup, the array.
    pub value: Slot,
    /// For a lookup, the id to find.
    pub id: Slot,
}

/// The slots of a column, added to the projection.
pub fn slots(projection: &mut Projection, place: Place, path: &str) -> Slots {
    match place {
        Place::Lookup(lookup) => Slots { value: projection.add(lookup.list), id: projection.add(lookup.id) },
        _ => Slots { value: projection.add(path), id: ROW },
    }
}

/// The JSON text of a field in a row; empty if the row has none such.
pub fn find<'a>(page: &'a Page, row: usize, field: &Field) -> &'a str {
    let text = page.text(row, field.slots.value);
    match field.place {
        Place::Whole | Place::Attribute => text,
        Place::Below => below(text, field.name.get(field.name.len() - field.rest..).unwrap_or("")),
        Place::Lookup(lookup) => look_up(text, page.text(row, field.slots.id), lookup).unwrap_or(""),
        Place::Key => page.owner(row),
    }
}

/// The value of a flattened name in an object with keys of the user's own. `a_b` is the key `a_b`, or the key `b` of
/// the object under `a`; the longer key wins. Where no key matches as written, case is ignored, because Postgres
/// folds names that are not quoted.
#[inline(never)] // Cold: runs once a row for a column that names a key of the user's own.
fn below<'a>(object: &'a str, name: &str) -> &'a str {
    match best(object, name, false) {
        "" => best(object, name, true),
        found => found,
    }
}

fn best<'a>(object: &'a str, name: &str, ignore_case: bool) -> &'a str {
    let mut found = "";
    let mut length = 0;
    let mut scanner = Scanner::new(object);
    // What is not an object has no keys; what is malformed does not come here.
    let _ = scanner.object(&mut |scanner, raw_key| {
        let value = scanner.value()?;
        let value = scanner.text(value);
        let mut key = String::new();
        json::unescape(raw_key, &mut key);
        let Some((head, rest)) = name.split_at_checked(key.len()) else { return Ok(()) };
        if key.len() < length || !(head == key || (ignore_case && head.eq_ignore_ascii_case(&key))) {
            return Ok(());
        }
        let inner = match rest.strip_prefix('_') {
            Some(rest) => best(value, rest, ignore_case),
            None if rest.is_empty() => value,
            None => "",
        };
        if !inner.is_empty() {
            (found, length) = (inner, key.len());
        }
        Ok(())
    });
    found
}

#[inline(never)] // Cold: runs once a row for a column that is looked up.
fn look_up<'a>(list: &'a str, id: &str, lookup: &Lookup) -> Option<&'a str> {
    let id = json::raw_string(id)?;
    let mut found = None;
    let mut scanner = Scanner::new(list);
    let walked = scanner.array(&mut |scanner| {
        let element = scanner.value()?;
        let element = scanner.text(element);
        let key = json::member(element, lookup.key).and_then(json::raw_string);
        if found.is_none() && key == Some(id) {
            found = json::member(element, lookup.take);
        }
        Ok(())
    });
    walked.ok()?;
    found
}

/// Appends a cell to a row.
pub fn decode(
    text: &str,
    ty: Type,
    needs_mending: bool,
    host: &mut dyn Host,
    out: &mut Chunk,
) -> Result<Change, Misfit> {
    if text.is_empty() || text == "null" {
        out.push_null();
        return Ok(Change::None);
    }
    match ty {
        Type::Bool => out.push_bool(match text {
            "true" => true,
            "false" => false,
            _ => return Err(Misfit),
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
            out.push_int(if cut == value { value } else { return Err(Misfit) });
        }
        Type::F32 | Type::F64 | Type::Numeric => out.push_float(float(text, ty)?),
        Type::Uuid => push_str(out, uuid(text)?),
        Type::Text => return Ok(changed(push_characters(out, text))),
        Type::Json if needs_mending => return Ok(push_mended(out, text)),
        Type::Json => push_str(out, text),
        Type::Date | Type::Timestamp | Type::Timestamptz => return time(text, ty, host, out),
    }
    Ok(Change::None)
}

fn changed(changed: bool) -> Change {
    if changed { Change::Replaced } else { Change::None }
}

fn push_str(out: &mut Chunk, text: &str) {
    out.push_text(&mut |out| {
        out.push_str(text);
        false
    });
}

/// A string's characters, or other JSON as it stands.
fn push_characters(out: &mut Chunk, text: &str) -> bool {
    out.push_text(&mut |out| match json::raw_string(text) {
        Some(raw) => json::unescape(raw, out),
        None => {
            out.push_str(text);
            false
        }
    })
}

#[inline(never)] // Cold: rare in an answer.
fn push_mended(out: &mut Chunk, text: &str) -> Change {
    changed(out.push_text(&mut |out| json::mend(text, out)))
}

#[inline(never)] // Cold: few columns have this type.
fn uuid(text: &str) -> Result<&str, Misfit> {
    json::raw_string(text).filter(|raw| is_uuid(raw)).ok_or(Misfit)
}

#[inline(never)] // Cold: few columns have this type.
fn float(text: &str, ty: Type) -> Result<f64, Misfit> {
    if ty == Type::Numeric {
        return numeric(text);
    }
    let value = double(text)?;
    let fits = ty == Type::F64 || (value as f32).is_finite();
    if fits { Ok(value) } else { Err(Misfit) }
}

fn double(text: &str) -> Result<f64, Misfit> {
    number::double(text).ok_or(Misfit)
}

/// A whole number: `12`, `12.0`, `1.2e1`.
fn whole(text: &str) -> Result<i64, Misfit> {
    match number::int(text) {
        Some(value) => Ok(value),
        None => whole_double(text),
    }
}

#[inline(never)] // Cold: most APIs write whole numbers as such.
fn whole_double(text: &str) -> Result<i64, Misfit> {
    let value = double(text)?;
    let whole = value as i64;
    if value.abs() < EXACT && whole as f64 == value { Ok(whole) } else { Err(Misfit) }
}

/// From where doubles no longer hold every whole number, a number must be one that they hold.
fn numeric(text: &str) -> Result<f64, Misfit> {
    let (value, exact) = number::nearest(text).ok_or(Misfit)?;
    if exact || value.abs() < EXACT { Ok(value) } else { Err(Misfit) }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn time(text: &str, ty: Type, host: &mut dyn Host, out: &mut Chunk) -> Result<Change, Misfit> {
    let micros = match json::raw_string(text) {
        Some(raw) => Some(written_time(raw, ty, host).ok_or(Misfit)?),
        None => epoch_millis(text)?,
    };
    match micros {
        Some(micros) if micros >= FIRST_MOMENT => {
            // The host turns a date's seconds into a day in the session's time zone, as a cast would.
            out.push_int(if ty == Type::Date { micros.div_euclid(1_000_000) } else { micros });
            Ok(Change::None)
        }
        _ => {
            out.push_null();
            Ok(Change::OutOfRange)
        }
    }
}

/// Microseconds; `None` where they are out of range.
fn epoch_millis(text: &str) -> Result<Option<i64>, Misfit> {
    match number::int(text) {
        Some(millis) => Ok(millis.checked_mul(1000)),
        None => epoch_millis_double(text),
    }
}

#[inline(never)] // Cold: most APIs write whole numbers as such.
fn epoch_millis_double(text: &str) -> Result<Option<i64>, Misfit> {
    let micros = double(text)? * 1000.0;
    Ok((micros.abs() < 9.2e18).then_some(micros as i64))
}

/// RFC 3339, or a date alone: midnight UTC, but noon for a date column, so that it is that day in nearly every session.
#[inline(never)] // Cold: the APIs known so far write times as numbers.
fn written_time(text: &str, ty: Type, host: &mut dyn Host) -> Option<i64> {
    host.parse_rfc3339(text).or_else(|| {
        let hour = if ty == Type::Date { "T12:00:00Z" } else { "T00:00:00Z" };
        host.parse_rfc3339(&concat(&[text, hour]))
    })
}
