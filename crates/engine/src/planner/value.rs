//! Whether a filter means the same as a qual, and how its value is written in a request.

use time::UtcDateTime;

use crate::catalogue::filter::{Filter, FilterOperator, FilterTarget, TimeFormat, Values};
use crate::json;
use crate::request::qual::{Condition, Constant};
use crate::request::types::Type;

/// A shorter text is in nearly every row.
const MIN_LITERAL: usize = 3;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// What to send for a condition on a column of this type, a text for each value; `None` if the filter does not answer
/// it.
pub fn to_send(filter: &Filter, condition: &Condition, ty: Type) -> Option<Vec<String>> {
    match filter.operator {
        FilterOperator::Equals => {
            let texts = condition.texts().filter(|_| ty == Type::Text)?;
            texts.into_iter().map(|text| write_text(text, filter)).collect()
        }
        FilterOperator::Boolean => {
            let Condition::OneOf(values) = condition else { return None };
            let write = |value: &Constant| match value {
                Constant::Bool(value) if ty == Type::Bool => Some(write_bare(&value.to_string(), filter)),
                _ => None,
            };
            values.iter().map(write).collect()
        }
        FilterOperator::After => Some(vec![write_time(lower_bound(condition, ty)?, filter)?]),
        FilterOperator::Before => Some(vec![write_time(upper_bound(condition, ty)?, filter)?]),
        FilterOperator::Contains | FilterOperator::ContainsAnyCase => {
            let pattern = match condition {
                Condition::Like { any_case: true, .. } if filter.operator == FilterOperator::Contains => return None,
                Condition::Like { pattern, .. } => pattern,
                _ => match condition.single_value()? {
                    Constant::Text(text) => text,
                    _ => return None,
                },
            };
            let literal = longest_literal(pattern);
            let is_long = ty == Type::Text && literal.len() >= MIN_LITERAL;
            is_long.then(|| write_quoted(literal, filter).map(|value| vec![value]))?
        }
    }
}

/// Whether text certainly means the same to an API, in a parameter or as a key in a path. A comma may separate values,
/// blanks may be trimmed, and letters outside ASCII folded or composed; `.` and `..` lead elsewhere in a path.
pub fn is_plain(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',')
}

/// The text as the filter takes it; `None` if it might mean something else there.
fn write_text(text: &str, filter: &Filter) -> Option<String> {
    let may_send = match filter.values {
        Values::Any | Values::Signed => true,
        Values::LowerCase => !text.bytes().any(|byte| byte.is_ascii_uppercase()),
        Values::OneOf(values) => values.contains(&text),
    };
    if !may_send || !is_plain(text) {
        return None;
    }
    let is_signed = filter.values == Values::Signed && text.starts_with(['+', '-']);
    if is_signed { Some(format!("+{text}")) } else { write_quoted(text, filter) }
}

/// A text as the value of a parameter or in a term, where it may need quotes; `None` where it cannot be written.
fn write_quoted(text: &str, filter: &Filter) -> Option<String> {
    match filter.target {
        FilterTarget::Term(expression, _) if expression.quotes => {
            Some(write_bare(&json::to_string_literal(text), filter))
        }
        FilterTarget::Term(..) => {
            let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'@');
            text.bytes().all(is_word).then(|| write_bare(text, filter))
        }
        FilterTarget::Parameter(_) => Some(text.to_owned()),
    }
}

/// A value that needs no quotes.
fn write_bare(value: &str, filter: &Filter) -> String {
    match filter.target {
        FilterTarget::Parameter(_) => value.to_owned(),
        FilterTarget::Term(_, before) => format!("{before}{value}"),
    }
}

/// The bound that a condition sets from below, in milliseconds since the Unix epoch, a little lower: what is less than a
/// millisecond was cut off, and nothing says whether the bound itself is included.
pub fn lower_bound(condition: &Condition, ty: Type) -> Option<i64> {
    match condition {
        Condition::AtLeast(value) => millis(value, ty),
        _ => millis(condition.single_value()?, ty),
    }?
    .checked_sub(1)
}

/// The same from above, a little higher.
fn upper_bound(condition: &Condition, ty: Type) -> Option<i64> {
    match condition {
        Condition::AtMost(value) => millis(value, ty),
        _ => millis(condition.single_value()?, ty),
    }?
    .checked_add(2)
}

/// A moment in milliseconds, if it means the same moment in every time zone.
fn millis(value: &Constant, ty: Type) -> Option<i64> {
    match (value, ty) {
        (Constant::Timestamp(micros), Type::Timestamp) | (Constant::Timestamptz(micros), Type::Timestamptz) => {
            Some(micros.div_euclid(1000))
        }
        (Constant::Int(millis), Type::I64) => Some(*millis),
        _ => None,
    }
}

/// A time as the filter takes it, wider where it is less precise; `None` where it cannot be written.
fn write_time(millis: i64, filter: &Filter) -> Option<String> {
    let is_lower = filter.operator == FilterOperator::After;
    let value = match filter.time_format {
        TimeFormat::Milliseconds => millis.to_string(),
        TimeFormat::Rfc3339 => {
            let time = utc(millis)?;
            let (hour, minute, second, millisecond) = time.as_hms_milli();
            format!("{}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z", date(time))
        }
        TimeFormat::Date => {
            let day = if is_lower { millis.checked_sub(DAY)? } else { millis.checked_add(2 * DAY)? };
            date(utc(day)?)
        }
    };
    let quoted = format!("\"{value}\"");
    let is_quoted = matches!(filter.target, FilterTarget::Term(expression, _) if expression.quotes);
    Some(write_bare(if is_quoted { &quoted } else { &value }, filter))
}

/// A moment in the years that RFC 3339 can write.
fn utc(millis: i64) -> Option<UtcDateTime> {
    let time = UtcDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000).ok()?;
    (0..=9999).contains(&time.year()).then_some(time)
}

fn date(time: UtcDateTime) -> String {
    format!("{:04}-{:02}-{:02}", time.year(), u8::from(time.month()), time.day())
}

/// The longest part of a pattern of LIKE that stands for itself, to Postgres and to any API: ASCII letters, digits and
/// dots.
fn longest_literal(pattern: &str) -> &str {
    let mut longest = "";
    let (mut start, mut escaped) = (0, false);
    for (at, byte) in pattern.bytes().enumerate() {
        // What follows a backslash stands for itself, but need not to the API.
        if !escaped && (byte.is_ascii_alphanumeric() || byte == b'.') {
            let part = pattern.get(start..=at).unwrap_or("");
            if part.len() > longest.len() {
                longest = part;
            }
        } else {
            start = at + 1;
        }
        escaped = !escaped && byte == b'\\';
    }
    longest
}
