//! Comparisons in SCIM's filter language (RFC 7644, section 3.4.2.2). Every comparison selects at least the rows that
//! satisfy the condition: the API may ignore case, and may store times more precisely than it shows them.

use crate::catalogue::column::Kind;
use crate::catalogue::filter::{Filter, FilterPlacement};
use crate::json;
use crate::request::qual::{Condition, Constant};
use crate::request::types::Type;
use crate::utc;

use super::value::{MIN_LITERAL, is_phrase, longest_literal, lower_bound, upper_bound};

/// A character that is not sent, because a widely used server (SCIMMY 1.3) does not find values that contain it.
const BACKSLASH: char = '\\';

/// A second in milliseconds. Bounds of times are widened by it, because the API may show them without fractions.
const SECOND: i64 = 1000;

/// The terms for a condition on a column of this type, one for each request; `None` if they cannot express it. `kind` is that
/// of the attribute: a column of type text can also show a time or a boolean, but the API compares these differently.
pub fn terms(filter: &Filter, kind: Kind, condition: &Condition, ty: Type) -> Option<Vec<String>> {
    let FilterPlacement::Term(_, attribute) = filter.placement else { return None };
    let term = match (condition, kind, ty) {
        (Condition::NotNull, Kind::Bool | Kind::Time, _) => format!("{attribute} pr"),
        // An empty text is a value to Postgres, but not to the API.
        (Condition::NotNull, Kind::Text, _) => format!("({attribute} pr or {attribute} eq \"\")"),
        (Condition::OneOf(_), Kind::Text, Type::Text) => return equalities(filter, attribute, &condition.texts()?),
        (Condition::Like { pattern, any_case: false }, Kind::Text, Type::Text) => like(attribute, pattern)?,
        (Condition::OneOf(_), Kind::Bool, Type::Bool) => match condition.single_value()? {
            Constant::Bool(value) => format!("{attribute} eq {value}"),
            _ => return None,
        },
        (_, Kind::Time, _) => times(attribute, condition, ty)?,
        _ => return None,
    };
    Some(vec![term])
}

/// Whether a text certainly means the same to the API as to Postgres.
pub fn is_sent(text: &str) -> bool {
    is_phrase(text) && !text.contains(BACKSLASH)
}

/// Terms for equality with one of several texts.
fn equalities(filter: &Filter, attribute: &str, texts: &[&str]) -> Option<Vec<String>> {
    let equality = |text: &&str| is_sent(text).then(|| format!("{attribute} eq {}", json::to_string_literal(text)));
    let equalities: Vec<String> = texts.iter().map(equality).collect::<Option<_>>()?;
    let term = |some: &[String]| if some.len() == 1 { some.concat() } else { format!("({})", some.join(" or ")) };
    Some(equalities.chunks(usize::from(filter.max_values)).map(term).collect())
}

/// A term for a LIKE pattern: its prefix, or else its longest substring that certainly means the same to the API.
fn like(attribute: &str, pattern: &str) -> Option<String> {
    let prefix = prefix(pattern);
    if !prefix.is_empty() {
        return Some(format!("{attribute} sw {}", json::to_string_literal(&prefix)));
    }
    let literal = longest_literal(pattern);
    (literal.len() >= MIN_LITERAL).then(|| format!("{attribute} co \"{literal}\""))
}

/// The printable ASCII characters, except backslashes, with which every match of a LIKE pattern begins, without blanks at
/// their end. Empty if they begin with a blank.
fn prefix(pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        let literal = match c {
            '%' | '_' => None,
            '\\' => chars.next(),
            c => Some(c),
        };
        match literal {
            Some(c) if c != BACKSLASH && (c.is_ascii_graphic() || c == ' ') => out.push(c),
            _ => break,
        }
    }
    if out.starts_with(' ') { String::new() } else { out.trim_end().to_owned() }
}

/// A term for the bounds of a time.
fn times(attribute: &str, condition: &Condition, ty: Type) -> Option<String> {
    let (lower, upper) = (lower_bound(condition, ty), upper_bound(condition, ty));
    let write = |operator: &str, millis: Option<i64>| {
        let time = utc::to_rfc3339(millis?)?;
        Some(format!("{attribute} {operator} \"{time}\""))
    };
    let lower = write("ge", lower.and_then(|millis| millis.checked_sub(SECOND)));
    let upper = write("le", upper.and_then(|millis| millis.checked_add(SECOND)));
    match (lower, upper) {
        (Some(lower), Some(upper)) => Some(format!("{lower} and {upper}")),
        (lower, upper) => lower.or(upper),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::filter::Expression;

    static EXPRESSION: Expression =
        Expression { parameter: "filter", separator: Some(" and "), quotes: true, is_scim: true };

    fn written(kind: Kind, condition: &Condition, ty: Type) -> Option<Vec<String>> {
        terms(&Filter::compared("c", &EXPRESSION, "a.b").with_max_values(2), kind, condition, ty)
    }

    #[test]
    fn conditions_become_comparisons() {
        let text = |text: &str| Constant::Text(text.to_owned());
        let one_of = |texts: &[&str]| Condition::OneOf(texts.iter().map(|value| text(value)).collect());
        let like = |pattern: &str| Condition::Like { pattern: pattern.to_owned(), any_case: false };
        let time = || Constant::Timestamptz(1_750_000_000_123_456);
        let cases: &[(Condition, Type, &[&str])] = &[
            (one_of(&["x"]), Type::Text, &[r#"a.b eq "x""#]),
            (one_of(&[r#"a "b" +c"#]), Type::Text, &[r#"a.b eq "a \"b\" +c""#]),
            (one_of(&["x", r"a\b"]), Type::Text, &[]),
            (one_of(&["x", "y", "z"]), Type::Text, &[r#"(a.b eq "x" or a.b eq "y")"#, r#"a.b eq "z""#]),
            (one_of(&["x", "é"]), Type::Text, &[]),
            (one_of(&[" x"]), Type::Text, &[]),
            (one_of(&[""]), Type::Text, &[]),
            (Condition::OneOf(vec![Constant::Bool(false)]), Type::Bool, &["a.b eq false"]),
            (Condition::OneOf(vec![Constant::Bool(true), Constant::Bool(false)]), Type::Bool, &[]),
            (like("ab c%"), Type::Text, &[r#"a.b sw "ab c""#]),
            (like(r"a\%b\_c%"), Type::Text, &[r#"a.b sw "a%b_c""#]),
            (like(r"ab\\c%"), Type::Text, &[r#"a.b sw "ab""#]),
            (like("aé%"), Type::Text, &[r#"a.b sw "a""#]),
            (like("ab  %"), Type::Text, &[r#"a.b sw "ab""#]),
            (like("%abc-de%"), Type::Text, &[r#"a.b co "abc""#]),
            (like("%ab%"), Type::Text, &[]),
            (like(" a%"), Type::Text, &[]),
            (Condition::Like { pattern: "ab%".to_owned(), any_case: true }, Type::Text, &[]),
            (Condition::NotNull, Type::Text, &[r#"(a.b pr or a.b eq "")"#]),
            (Condition::NotNull, Type::Bool, &["a.b pr"]),
            (Condition::AtLeast(time()), Type::Timestamptz, &[r#"a.b ge "2025-06-15T15:06:39.122Z""#]),
            (Condition::AtMost(time()), Type::Timestamptz, &[r#"a.b le "2025-06-15T15:06:41.125Z""#]),
            (
                Condition::OneOf(vec![time()]),
                Type::Timestamptz,
                &[r#"a.b ge "2025-06-15T15:06:39.122Z" and a.b le "2025-06-15T15:06:41.125Z""#],
            ),
            (Condition::AtLeast(time()), Type::Timestamp, &[]),
            (Condition::AtLeast(text("x")), Type::Text, &[]),
        ];
        for (condition, ty, want) in cases {
            let want =
                Some(want.iter().map(|term| (*term).to_owned()).collect::<Vec<_>>()).filter(|want| !want.is_empty());
            let kind = match ty {
                Type::Bool => Kind::Bool,
                Type::Timestamp | Type::Timestamptz => Kind::Time,
                _ => Kind::Text,
            };
            assert_eq!(written(kind, condition, *ty), want, "{condition:?}");
        }
        // Times and booleans in a column of type text.
        for kind in [Kind::Bool, Kind::Time] {
            assert_eq!(written(kind, &one_of(&["true"]), Type::Text), None);
            assert_eq!(written(kind, &like("2026%"), Type::Text), None);
            assert_eq!(written(kind, &Condition::NotNull, Type::Text), Some(vec!["a.b pr".to_owned()]));
        }
    }
}
