//! Translates the host's context into the engine's types, and drops conditions that the host does not report reliably.

use fdw_engine::request::qual::{Condition, Constant, Qual};
use fdw_engine::request::types::Type;
use fdw_engine::request::{RequestedColumn, ScanRequest, Sort};

use crate::bindings::types::{self, Cell, Context, OptionsType, TypeOid, Value};

/// 2000-01-01 in microseconds since the Unix epoch: Postgres' own epoch.
const POSTGRES_EPOCH: i64 = 946_684_800_000_000;

/// Reads what a query asks for. `pushdown_comparisons` says whether `<`, `<=`, `>` and `>=` are pushed down.
pub fn scan_request(context: &Context, pushdown_comparisons: bool) -> ScanRequest {
    let columns = context.get_columns();
    let quals = context.get_quals();
    ScanRequest {
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

/// The engine's type, or the name of a type that it does not have.
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

/// What a qual says, as far as the host reports it reliably. `is_any` says that the values of an array are alternatives.
fn condition(operator: &str, value: Value, is_any: bool, is_parameter: bool, pushdown_comparisons: bool) -> Condition {
    let values = match value {
        Value::Cell(cell) => vec![cell],
        Value::Array(cells) if is_any && operator == "=" => cells,
        Value::Array(_) => return Condition::Other,
    };
    let Some(mut values) = values.into_iter().map(constant).collect::<Option<Vec<Constant>>>() else {
        return Condition::Other;
    };
    if is_parameter && values.iter().any(is_placeholder) {
        return Condition::Other;
    }
    if operator == "=" {
        return Condition::one_of(values);
    }
    let Some(value) = values.pop() else { return Condition::Other };
    match (operator, value) {
        // `is true` lets no null through, as little as `=` does.
        ("is", value @ Constant::Bool(_)) => Condition::OneOf(vec![value]),
        ("~~", Constant::Text(pattern)) => Condition::Like { pattern, any_case: false },
        ("~~*", Constant::Text(pattern)) => Condition::Like { pattern, any_case: true },
        // The host swaps the operands of `constant < column` and leaves the operator, so that the two cannot be
        // distinguished.
        (">" | ">=", value) if pushdown_comparisons => Condition::AtLeast(value),
        ("<" | "<=", value) if pushdown_comparisons => Condition::AtMost(value),
        _ => Condition::Other,
    }
}

/// The engine's constant; `None` for a type that no filter takes.
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

/// Whether the host may have passed this in place of a parameter that has no value yet.
fn is_placeholder(value: &Constant) -> bool {
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
            // `= all`, `not in`.
            ("=", Value::Array(vec![text("a")]), false, Condition::Other),
            ("<>", Value::Array(vec![text("a")]), false, Condition::Other),
            ("<>", Value::Cell(text("a")), false, Condition::Other),
            ("=", Value::Array(vec![]), true, Condition::Other),
            ("is", Value::Cell(Cell::Bool(true)), false, Condition::OneOf(vec![Constant::Bool(true)])),
            ("is", Value::Cell(text("null")), false, Condition::Other),
            ("is not", Value::Cell(Cell::Bool(true)), false, Condition::Other),
            ("~~", Value::Cell(text("%x%")), false, like(false)),
            ("~~*", Value::Cell(text("%x%")), false, like(true)),
            ("!~~", Value::Cell(text("%x%")), false, Condition::Other),
            ("=", Value::Cell(Cell::I16(7)), false, Condition::OneOf(vec![Constant::Int(7)])),
            ("=", Value::Cell(Cell::F64(7.0)), false, Condition::Other),
        ];
        for (operator, value, is_any, want) in cases {
            let shown = format!("{operator} {value:?}");
            assert_eq!(condition(operator, value, is_any, false, false), want, "{shown}");
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
    fn a_parameter_without_a_value_says_nothing() {
        let placeholders = [
            Cell::Bool(false),
            Cell::I64(0),
            Cell::Timestamptz(POSTGRES_EPOCH),
            Cell::Timestamp(0),
            text("0"),
            text("null"),
        ];
        for placeholder in placeholders {
            let shown = format!("{placeholder:?}");
            assert_eq!(
                condition("=", Value::Cell(placeholder.clone()), false, true, false),
                Condition::Other,
                "{shown}"
            );
            assert_ne!(condition("=", Value::Cell(placeholder), false, false, false), Condition::Other, "{shown}");
        }
        assert_eq!(condition("=", Value::Cell(text("a")), false, true, false), texts(&["a"]));
    }

    #[test]
    fn types_without_a_column_keep_their_name() {
        assert_eq!(column_type(TypeOid::String), Ok(Type::Text));
        assert_eq!(column_type(TypeOid::I8), Err("\"char\"".to_owned()));
        assert_eq!(column_type(TypeOid::Other("point".to_owned())), Err("point".to_owned()));
    }
}
