//! Placeholders in the texts of cases, which stand for ids and other attributes of the mock's rows.
//!
//! | placeholder | meaning |
//! |---|---|
//! | `{users}` | the id of the oldest user |
//! | `{users#1}` | the id of the second oldest user |
//! | `{users:banned}` | the id of the oldest user with a value that is not null, false or empty |
//! | `{users:!banned,locale=en-GB}` | the id of the oldest user that satisfies two conditions |
//! | `{users#1.email_addresses.0.id}` | an attribute, whose path begins after the first dot |
//! | `{m2m_tokens.parent}` | the id of the row's parent |

use clerk_mock::Mock;
use serde_json::Value;

/// Replaces the placeholders in a text.
pub fn fill(mock: &Mock, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        match placeholder(after) {
            Some(inner) => {
                out.push_str(&value(mock, inner));
                rest = &after[inner.len() + 2..];
            }
            None => {
                out.push('{');
                rest = &after[1..];
            }
        }
    }
    out + rest
}

/// The placeholder at the beginning of a text, without its braces. A brace of JSON text is none.
fn placeholder(text: &str) -> Option<&str> {
    let (inner, _) = text.strip_prefix('{')?.split_once('}')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_#:!,=.".contains(c);
    (inner.starts_with(|c: char| c.is_ascii_lowercase()) && inner.chars().all(is_name)).then_some(inner)
}

fn value(mock: &Mock, inner: &str) -> String {
    let (selector, path) = inner.split_once('.').unwrap_or((inner, "id"));
    let (list, conditions) = selector.split_once(':').unwrap_or((selector, ""));
    let (list, nth) = list.split_once('#').unwrap_or((list, "0"));
    let rows = mock.rows(list);
    let satisfies = |row: &Value| conditions.split(',').filter(|text| !text.is_empty()).all(|text| holds(row, text));
    let mut found = rows.iter().enumerate().filter(|(_, row)| satisfies(row));
    let found = found.nth(nth.parse().expect("a number"));
    let (at, row) = found.unwrap_or_else(|| panic!("no row for {{{inner}}}"));
    if path == "parent" {
        return mock.parents(list)[at].clone();
    }
    let pointer = format!("/{}", path.replace('.', "/"));
    match row.pointer(&pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(other) if !other.is_null() => other.to_string(),
        _ => panic!("{{{inner}}} has no value in {row}"),
    }
}

/// Whether a row satisfies `attribute`, `!attribute` or `attribute=value`.
fn holds(row: &Value, condition: &str) -> bool {
    if let Some((attribute, want)) = condition.split_once('=') {
        return match &row[attribute] {
            Value::String(text) => text == want,
            other => format!("{other}") == want,
        };
    }
    let (attribute, wanted) = condition.strip_prefix('!').map_or((condition, true), |attribute| (attribute, false));
    let is_set = match &row[attribute] {
        Value::Null | Value::Bool(false) => false,
        Value::Array(elements) => !elements.is_empty(),
        _ => true,
    };
    is_set == wanted
}
