//! Quals: the conditions of a query, each on one column.

use std::collections::HashSet;

/// A qual: a condition of the query on one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qual {
    /// The column.
    pub column: String,
    /// The operator as Postgres writes it, for messages.
    pub operator: String,
    /// The meaning of the operator and the value.
    pub condition: Condition,
    /// Whether the value is that of a query's parameter, which can be different in the next scan.
    pub is_parameter: bool,
}

/// The meaning of a qual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The column equals one of these values: `=`, `in`, and `is` with a boolean. There is at least one value. All
    /// values are different and have the same type.
    OneOf(Vec<Constant>),
    /// The column is greater than or equal to the value: `>=`. This also represents `>`, because Postgres rechecks
    /// quals.
    AtLeast(Constant),
    /// The column is less than or equal to the value: `<=`. This also represents `<`.
    AtMost(Constant),
    /// The column matches a pattern: LIKE and ILIKE.
    Like {
        /// The pattern.
        pattern: String,
        /// Whether case is ignored, as by ILIKE.
        any_case: bool,
    },
    /// The column has a value: `is not null`.
    NotNull,
    /// Any other condition, or one whose value is unknown. Only Postgres checks it.
    Other,
}

/// A constant value in a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// A boolean.
    Bool(bool),
    /// A smallint, integer or bigint.
    Int(i64),
    /// A timestamp, in microseconds since the Unix epoch.
    Timestamp(i64),
    /// A timestamptz, in microseconds since the Unix epoch. Postgres compares it with a timestamp in the session's time
    /// zone, which the engine does not know.
    Timestamptz(i64),
    /// A text.
    Text(String),
}

impl Qual {
    /// Whether the host did not pass the value, which it cannot do for most parameters that a query computes itself.
    pub fn lacks_value(&self) -> bool {
        self.is_parameter && self.condition == Condition::Other
    }
}

impl Condition {
    /// The condition that a column equals one of these values, without repeated ones. It is [`Condition::Other`] if
    /// there are no values or if they have different types.
    pub fn one_of(values: Vec<Constant>) -> Condition {
        let Some(first) = values.first() else { return Condition::Other };
        let ty = std::mem::discriminant(first);
        if values.iter().any(|value| std::mem::discriminant(value) != ty) {
            return Condition::Other;
        }
        let mut seen = HashSet::with_capacity(values.len());
        let is_new: Vec<bool> = values.iter().map(|value| seen.insert(value)).collect();
        let kept = values.into_iter().zip(is_new).filter_map(|(value, is_new)| is_new.then_some(value));
        Condition::OneOf(kept.collect())
    }

    /// The texts that the column may equal; `None` if the condition is not an equality with texts.
    pub fn texts(&self) -> Option<Vec<&str>> {
        let Condition::OneOf(values) = self else { return None };
        values.iter().map(|value| if let Constant::Text(text) = value { Some(text.as_str()) } else { None }).collect()
    }

    /// The value that the column must equal; `None` if the condition is not an equality with one value.
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
    fn one_of_requires_one_type_and_drops_repeated_values() {
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
