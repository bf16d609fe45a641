//! Translates the host's context into the engine's types. Conditions that the host does not report reliably become
//! [`Condition::Other`].

use fdw_engine::request::qual::{Condition, Constant, Qual};
use fdw_engine::request::types::Type;
use fdw_engine::request::{RequestedColumn, ScanRequest, Sort};

use crate::bindings::types::{self, Cell, Context, OptionsType, TypeOid, Value};

/// Postgres' own epoch, 2000-01-01, in microseconds since the Unix epoch.
const POSTGRES_EPOCH: i64 = 946_684_800_000_000;

/// Reads the scan request of a query. `pushdown_comparisons` is whether `<`, `<=`, `>` and `>=` may be pushed down.
pub fn scan_request(context: &Context, pushdown_comparisons: bool) -> ScanRequest {
    let columns = context.get_columns();
    let quals = context.get_quals();
    ScanRequest {
        extensions: Vec::new(),
        object: context.get_options(&OptionsType::Table).get("object"),
        columns: columns
            .iter()
            .map(|column| RequestedColumn { name: column.name(), ty: column_type(column.type_oid()) })
            .collect(),
        quals: quals
            .iter()
            .map(|qual| {
                let (operator, value) = (qual.operator(), qual.value());
                let is_parameter = qual.param().is_some();
                let condition = condition(&operator, value, qual.use_or(), is_parameter, pushdown_comparisons);
                Qual { column: qual.field(), operator, condition, is_parameter }
            })
            .collect(),
        sort: sort(&context.get_sorts()),
        limit: context.get_limit().map(|limit| limit.count().saturating_add(limit.offset())),
    }
}

fn sort(sorts: &[types::Sort]) -> Sort {
    match sorts {
        [] => Sort::Unsorted,
        [sort] => Sort::By { column: sort.field(), descending: sort.reversed() },
        _ => Sort::Other,
    }
}

/// The engine's type for a column, or the name of a type that the engine does not support.
fn column_type(oid: TypeOid) -> Result<Type, String> {
    Ok(match oid {
        TypeOid::Bool => Type::Bool,
        TypeOid::I16 => Type::I16,
        TypeOid::I32 => Type::I32,
        TypeOid::I64 => Type::I64,
        TypeOid::F32 => Type::F32,
        TypeOid::F64 => Type::F64,
        TypeOid::Numeric => Type::Numeric,
        TypeOid::String => Type::Text,
        TypeOid::Date => Type::Date,
        TypeOid::Timestamp => Type::Timestamp,
        TypeOid::Timestamptz => Type::Timestamptz,
        TypeOid::Json => Type::Json,
        TypeOid::Uuid => Type::Uuid,
        TypeOid::I8 => return Err("\"char\"".to_owned()),
        TypeOid::Other(name) => return Err(name),
    })
}

/// The meaning of a qual; [`Condition::Other`] if the host does not report it reliably. `use_or` is whether the values
/// of an array are alternatives.
fn condition(operator: &str, value: Value, use_or: bool, is_parameter: bool, pushdown_comparisons: bool) -> Condition {
    let values = match value {
        Value::Cell(cell) => vec![cell],
        Value::Array(cells) if use_or && operator == "=" => cells,
        Value::Array(_) => return Condition::Other,
    };
    let Some(mut values) = values.into_iter().map(constant).collect::<Option<Vec<Constant>>>() else {
        return Condition::Other;
    };
    if is_parameter && values.iter().any(may_be_dummy) {
        return Condition::Other;
    }
    if operator == "=" {
        return Condition::one_of(values);
    }
    let Some(value) = values.pop() else { return Condition::Other };
    match (operator, value) {
        // Neither `is true` nor `= true` is satisfied by NULL, and the same is true of `false`.
        ("is", value @ Constant::Bool(_)) => Condition::OneOf(vec![value]),
        ("is not", Constant::Text(text)) if text == "null" => Condition::NotNull,
        ("~~", Constant::Text(pattern)) => Condition::Like { pattern, any_case: false },
        ("~~*", Constant::Text(pattern)) => Condition::Like { pattern, any_case: true },
        // The host swaps the operands of `constant < column` but not the operator, so the result cannot be
        // distinguished from `column < constant`.
        (">" | ">=", value) if pushdown_comparisons => Condition::AtLeast(value),
        ("<" | "<=", value) if pushdown_comparisons => Condition::AtMost(value),
        _ => Condition::Other,
    }
}

/// The engine's constant for a value; `None` if its type is one that cannot be pushed down.
fn constant(cell: Cell) -> Option<Constant> {
    Some(match cell {
        Cell::Bool(value) => Constant::Bool(value),
        Cell::I16(value) => Constant::Int(value.into()),
        Cell::I32(value) => Constant::Int(value.into()),
        Cell::I64(value) => Constant::Int(value),
        Cell::String(text) => Constant::Text(text),
        Cell::Timestamp(micros) => Constant::Timestamp(micros),
        Cell::Timestamptz(micros) => Constant::Timestamptz(micros),
        Cell::I8(_)
        | Cell::F32(_)
        | Cell::F64(_)
        | Cell::Numeric(_)
        | Cell::Date(_)
        | Cell::Json(_)
        | Cell::Uuid(_)
        | Cell::Other(_) => return None,
    })
}

/// Whether this may be the dummy that the host passes if it cannot evaluate a query's parameter. The dummy is the zero
/// of the parameter's type (`false`, 0, the Unix epoch or Postgres' epoch), possibly as a text, or the text `null`.
fn may_be_dummy(value: &Constant) -> bool {
    match value {
        Constant::Bool(value) => !value,
        Constant::Int(value) => *value == 0,
        Constant::Timestamp(micros) | Constant::Timestamptz(micros) => matches!(*micros, 0 | POSTGRES_EPOCH),
        Constant::Text(text) => matches!(text.as_str(), "false" | "0" | "null"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Cell {
        Cell::String(value.to_owned())
    }

    fn texts(values: &[&str]) -> Condition {
        Condition::OneOf(values.iter().map(|value| Constant::Text((*value).to_owned())).collect())
    }

    #[test]
    fn operators_and_values_become_conditions() {
        let like = |any_case| Condition::Like { pattern: "%x%".to_owned(), any_case };
        let cases = [
            ("=", Value::Cell(text("a")), false, texts(&["a"])),
            ("=", Value::Array(vec![text("a"), text("b"), text("a")]), true, texts(&["a", "b"])),
            // `= all` and `not in`.
            ("=", Value::Array(vec![text("a")]), false, Condition::Other),
            ("<>", Value::Array(vec![text("a")]), false, Condition::Other),
            ("<>", Value::Cell(text("a")), false, Condition::Other),
            ("=", Value::Array(vec![]), true, Condition::Other),
            ("is", Value::Cell(Cell::Bool(true)), false, Condition::OneOf(vec![Constant::Bool(true)])),
            ("is", Value::Cell(text("null")), false, Condition::Other),
            ("is not", Value::Cell(Cell::Bool(true)), false, Condition::Other),
            ("is not", Value::Cell(text("null")), false, Condition::NotNull),
            ("~~", Value::Cell(text("%x%")), false, like(false)),
            ("~~*", Value::Cell(text("%x%")), false, like(true)),
            ("!~~", Value::Cell(text("%x%")), false, Condition::Other),
            ("=", Value::Cell(Cell::I16(7)), false, Condition::OneOf(vec![Constant::Int(7)])),
            ("=", Value::Cell(Cell::F64(7.0)), false, Condition::Other),
        ];
        for (operator, value, use_or, want) in cases {
            let shown = format!("{operator} {value:?}");
            assert_eq!(condition(operator, value, use_or, false, false), want, "{shown}");
        }
    }

    #[test]
    fn comparisons_become_conditions_only_with_the_option() {
        let value = || Value::Cell(Cell::Timestamptz(5));
        let constant = || Constant::Timestamptz(5);
        for (operator, want) in [
            (">", Condition::AtLeast(constant())),
            (">=", Condition::AtLeast(constant())),
            ("<", Condition::AtMost(constant())),
            ("<=", Condition::AtMost(constant())),
        ] {
            assert_eq!(condition(operator, value(), false, false, true), want);
            assert_eq!(condition(operator, value(), false, false, false), Condition::Other);
        }
    }

    #[test]
    fn a_dummy_value_of_a_parameter_is_ignored() {
        let dummies = [
            Cell::Bool(false),
            Cell::I64(0),
            Cell::Timestamptz(POSTGRES_EPOCH),
            Cell::Timestamp(0),
            text("0"),
            text("null"),
        ];
        for dummy in dummies {
            let shown = format!("{dummy:?}");
            assert_eq!(condition("=", Value::Cell(dummy.clone()), false, true, false), Condition::Other, "{shown}");
            assert_ne!(condition("=", Value::Cell(dummy), false, false, false), Condition::Other, "{shown}");
        }
        assert_eq!(condition("=", Value::Cell(text("a")), false, true, false), texts(&["a"]));
    }

    #[test]
    fn unsupported_types_keep_their_name() {
        assert_eq!(column_type(TypeOid::String), Ok(Type::Text));
        assert_eq!(column_type(TypeOid::I8), Err("\"char\"".to_owned()));
        assert_eq!(column_type(TypeOid::Other("point".to_owned())), Err("point".to_owned()));
    }
}
