//! Quals: the conditions of a query on single columns.

use std::collections::HashSet;

/// A condition on a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qual {
    /// The column.
    pub column: String,
    /// The operator as Postgres writes it, for reports.
    pub operator: String,
    /// What it says.
    pub condition: Condition,
    /// Whether its value is a parameter's, and another one in the next scan.
    pub is_parameter: bool,
}

/// What a qual says of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It equals one of these values: `=`, `in`, and `is` of a boolean. There is at least one, none comes twice, and all
    /// are of the same kind.
    OneOf(Vec<Constant>),
    /// It is larger than the value, or equal: `>` and `>=`.
    AtLeast(Constant),
    /// It is smaller than the value, or equal: `<` and `<=`.
    AtMost(Constant),
    /// It matches a pattern of LIKE, or of ILIKE.
    Like {
        /// The pattern.
        pattern: String,
        /// Whether case is ignored.
        any_case: bool,
    },
    /// Anything else, or its value is not known. Only Postgres checks it.
    Other,
}

/// The value of a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// boolean
    Bool(bool),
    /// The integer types.
    Int(i64),
    /// timestamp, in microseconds since the Unix epoch.
    Timestamp(i64),
    /// timestamptz, in microseconds since the Unix epoch. Postgres compares it with a timestamp in the session's time
    /// zone, which is not known here.
    Timestamptz(i64),
    /// text
    Text(String),
}

impl Condition {
    /// That a column equals one of these values. Repeated values are dropped. Without values, or with values of several
    /// kinds, nothing is known.
    pub fn one_of(values: Vec<Constant>) -> Condition {
        let Some(first) = values.first() else { return Condition::Other };
        let kind = std::mem::discriminant(first);
        if values.iter().any(|value| std::mem::discriminant(value) != kind) {
            return Condition::Other;
        }
        let mut seen = HashSet::with_capacity(values.len());
        let is_new: Vec<bool> = values.iter().map(|value| seen.insert(value)).collect();
        let kept = values.into_iter().zip(is_new).filter_map(|(value, is_new)| is_new.then_some(value));
        Condition::OneOf(kept.collect())
    }

    /// The texts that a column is to equal one of.
    pub fn texts(&self) -> Option<Vec<&str>> {
        let Condition::OneOf(values) = self else { return None };
        values.iter().map(|value| if let Constant::Text(text) = value { Some(text.as_str()) } else { None }).collect()
    }

    /// The only value that a column is to equal.
    pub fn single_value(&self) -> Option<&Constant> {
        match self {
            Condition::OneOf(values) if values.len() == 1 => values.first(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_of_one_kind_and_come_once() {
        let text = |value: &str| Constant::Text(value.to_owned());
        let cases = [
            (vec![], Condition::Other),
            (vec![text("a"), Constant::Int(1)], Condition::Other),
            (vec![text("b"), text("a"), text("b")], Condition::OneOf(vec![text("b"), text("a")])),
        ];
        for (values, want) in cases {
            assert_eq!(Condition::one_of(values), want);
        }
    }
}
