//! The values that a filter sends for a qual, and whether it can send them at all.

use super::comparison;
use crate::catalogue::filter::{Expression, Filter, FilterOperator, FilterPlacement, TimeFormat, Values};
use crate::json;
use crate::request::qual::{Condition, Constant};
use crate::request::types::Type;
use crate::utc;

/// Minimum length in bytes of a substring that the API is asked to search for. Shorter ones occur in nearly every row.
pub const MIN_LITERAL: usize = 3;

/// A day in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// The texts to send for a condition on a column of this type, one for each value; `None` if the filter cannot evaluate
/// the condition.
pub fn values_to_send(filter: &Filter, condition: &Condition, ty: Type) -> Option<Vec<String>> {
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
        FilterOperator::Compared(kind) => comparison::terms(filter, kind, condition, ty),
        FilterOperator::LastNameContains => {
            let Constant::Text(path) = condition.single_value()? else { return None };
            let name = path.rsplit_once('/')?.1;
            write_literal(longest_literal(&name.replace('\\', "%")), filter, ty)
        }
        FilterOperator::Contains | FilterOperator::ContainsAnyCase => {
            let pattern = match condition {
                Condition::Like { any_case: true, .. } if filter.operator == FilterOperator::Contains => return None,
                Condition::Like { pattern, .. } => pattern,
                _ => match condition.single_value()? {
                    Constant::Text(text) => text,
                    _ => return None,
                },
            };
            write_literal(longest_literal(pattern), filter, ty)
        }
    }
}

/// A substring as the filter sends it; `None` if it is too short, or if the column is not a text.
fn write_literal(literal: &str, filter: &Filter, ty: Type) -> Option<Vec<String>> {
    let is_long = ty == Type::Text && literal.len() >= MIN_LITERAL;
    is_long.then(|| write_quoted(literal, filter).map(|value| vec![value]))?
}

/// Whether a text certainly means the same to an API as to Postgres, as the value of a query parameter or of a
/// placeholder. Other texts may not: an API may read a comma as a separator, trim blanks, and fold or compose letters
/// outside ASCII. As the value of a placeholder, `.` and `..` would lead to another endpoint.
pub fn is_unambiguous(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',')
}

/// Whether a text would certainly mean the same if blanks and commas inside it did.
pub fn is_phrase(text: &str) -> bool {
    let is_printable = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    !text.is_empty() && text.trim_matches([' ', ',']) == text && text.bytes().all(is_printable)
}

/// A text as the filter sends it; `None` if it could mean something else to the API.
fn write_text(text: &str, filter: &Filter) -> Option<String> {
    let expression = filter.placement.expression();
    let is_quoted = expression.is_some_and(|expression| expression.quotes);
    let may_send = match filter.values {
        Values::Any | Values::Signed | Values::Phrases => true,
        Values::LowerCase => !text.bytes().any(|byte| byte.is_ascii_uppercase()),
        Values::OneOf(values) => values.contains(&text),
    };
    let has_one_meaning = match expression {
        Some(expression) if expression.is_scim => comparison::is_sent(text),
        _ if is_quoted || filter.values == Values::Phrases => is_phrase(text),
        _ => is_unambiguous(text),
    };
    if !may_send || !has_one_meaning {
        return None;
    }
    let is_signed = filter.values == Values::Signed && text.starts_with(['+', '-']);
    if is_signed { Some(format!("+{text}")) } else { write_quoted(text, filter) }
}

/// A text as a query parameter contains it: in a term, it may need quotes. `None` if it cannot be written.
fn write_quoted(text: &str, filter: &Filter) -> Option<String> {
    match filter.placement.expression() {
        Some(expression) => Some(write_bare(&write_in_expression(text, expression)?, filter)),
        None => Some(text.to_owned()),
    }
}

/// A text as an expression contains it; `None` if it cannot be written.
fn write_in_expression(text: &str, expression: &Expression) -> Option<String> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'@');
    if expression.quotes {
        return Some(json::to_string_literal(text));
    }
    text.bytes().all(is_word).then(|| text.to_owned())
}

/// A value in a term with a key, as [`FilterPlacement::Pair`] describes it. `value` has been written by
/// [`values_to_send`]. `None` if the key cannot be written.
pub fn write_pair(key: &str, value: &str, expression: &Expression) -> Option<String> {
    if !is_phrase(key) {
        return None;
    }
    Some(format!("{}:{value}", write_in_expression(key, expression)?))
}

/// A value as a query parameter contains it, without further quotes.
fn write_bare(value: &str, filter: &Filter) -> String {
    match filter.placement {
        FilterPlacement::Parameter(_) | FilterPlacement::Pair(..) => value.to_owned(),
        FilterPlacement::Term(_, prefix) => format!("{prefix}{value}"),
    }
}

/// The lower bound of a condition on a time, in milliseconds since the Unix epoch; `None` if the condition has none. It
/// is lowered by a millisecond, because it is unknown whether the API includes the bound itself.
pub fn lower_bound(condition: &Condition, ty: Type) -> Option<i64> {
    match condition {
        Condition::AtLeast(value) => millis(value, ty),
        _ => millis(condition.single_value()?, ty),
    }?
    .checked_sub(1)
}

/// The upper bound, like [`lower_bound`]. It is raised by two milliseconds, the first of which makes up for the
/// fraction of a millisecond that was cut off.
pub fn upper_bound(condition: &Condition, ty: Type) -> Option<i64> {
    match condition {
        Condition::AtMost(value) => millis(value, ty),
        _ => millis(condition.single_value()?, ty),
    }?
    .checked_add(2)
}

/// A time in milliseconds since the Unix epoch; `None` if it depends on the session's time zone, which is unknown.
fn millis(value: &Constant, ty: Type) -> Option<i64> {
    match (value, ty) {
        (Constant::Timestamp(micros), Type::Timestamp) | (Constant::Timestamptz(micros), Type::Timestamptz) => {
            Some(micros.div_euclid(1000))
        }
        (Constant::Int(millis), Type::I64) => Some(*millis),
        _ => None,
    }
}

/// A time as the filter sends it; `None` if it cannot be written. A bound that is sent as a date is widened.
fn write_time(millis: i64, filter: &Filter) -> Option<String> {
    let is_lower = filter.operator == FilterOperator::After;
    let value = match filter.time_format {
        TimeFormat::Milliseconds => millis.to_string(),
        TimeFormat::Rfc3339 => utc::to_rfc3339(millis)?,
        TimeFormat::Date => {
            let day = if is_lower { millis.checked_sub(DAY)? } else { millis.checked_add(2 * DAY)? };
            utc::to_date(day)?
        }
    };
    let quoted = format!("\"{value}\"");
    let is_quoted = filter.placement.expression().is_some_and(|expression| expression.quotes);
    Some(write_bare(if is_quoted { &quoted } else { &value }, filter))
}

/// The longest substring that every match of a LIKE pattern contains and that means the same to any API. It consists of
/// ASCII letters, digits and dots.
pub fn longest_literal(pattern: &str) -> &str {
    let mut longest = "";
    let (mut start, mut escaped) = (0, false);
    for (at, byte) in pattern.bytes().enumerate() {
        // An escaped character is literal in the pattern, but may have a special meaning to the API.
        if !escaped && (byte.is_ascii_alphanumeric() || byte == b'.') {
            let literal = pattern.get(start..=at).unwrap_or("");
            if literal.len() > longest.len() {
                longest = literal;
            }
        } else {
            start = at + 1;
        }
        escaped = !escaped && byte == b'\\';
    }
    longest
}
