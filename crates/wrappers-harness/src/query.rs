//! A query on one foreign table: what the host passes to the guest, and what Postgres checks after the scan.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};

pub use wrappers_host::scan::Limit;
use wrappers_host::scan::{self, Scan};
use wrappers_host::types::{Cell, Param, Value as QualValue};

use crate::value::{Column, PgType, Value};

/// A condition of the query on one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Qual {
    /// The column that the condition is on.
    pub column: Column,
    /// Operator as the host passes it: `=`, `<>`, `<`, `<=`, `>`, `>=`, `~~`, `~~*`, `!~~`, `is`, `is not`.
    pub operator: String,
    /// Right operand: one value, or the values of a list.
    pub values: Vec<Value>,
    /// Whether the condition is `in (…)` or `not in (…)`.
    pub is_list: bool,
    /// Id and type OID of the query's parameter that the value comes from, if any.
    pub param: Option<(u32, u32)>,
}

impl Qual {
    /// Parses `column operator literal`, `column in a,b`, `column not in a,b`, `column is null` or
    /// `column is not null`.
    pub fn parse(text: &str, columns: &[Column]) -> Result<Qual> {
        let (name, rest) = text.trim().split_once(' ').ok_or_else(|| anyhow!("condition {text:?} has no operator"))?;
        let column = columns.iter().find(|column| column.name == name);
        let column = column.ok_or_else(|| anyhow!("condition {text:?} names no known column: {name:?}"))?.clone();
        let list = |operator: &str, rest: &str| -> Result<Qual> {
            let values = rest.split(',').map(|value| Value::parse(unquote(value), column.ty)).collect::<Result<_>>()?;
            Ok(Qual { column: column.clone(), operator: operator.to_owned(), values, is_list: true, param: None })
        };
        if let Some(rest) = rest.strip_prefix("in ") {
            return list("=", rest);
        }
        if let Some(rest) = rest.strip_prefix("not in ") {
            return list("<>", rest);
        }
        if let Some(operator) = rest.strip_suffix(" null") {
            let (operator, values) = (operator.to_owned(), vec![Value::Text("null".to_owned())]);
            return Ok(Qual { column, operator, values, is_list: false, param: None });
        }
        let (operator, literal) = rest.split_once(' ').ok_or_else(|| anyhow!("condition {text:?} has no value"))?;
        if !["=", "<>", "<", "<=", ">", ">=", "~~", "~~*", "!~~"].contains(&operator) {
            bail!("unknown operator {operator:?} in condition {text:?}");
        }
        let values = vec![Value::parse(unquote(literal), column.ty)?];
        Ok(Qual { column, operator: operator.to_owned(), values, is_list: false, param: None })
    }

    /// The condition as the host passes it to the guest.
    fn passed_down(&self) -> scan::Qual {
        let ty = if self.operator.starts_with("is") { PgType::Text } else { self.column.ty };
        let cells: Vec<Cell> = self.values.iter().map(|value| value.to_cell(ty)).collect();
        let value = match <[Cell; 1]>::try_from(cells) {
            Ok([cell]) if !self.is_list => QualValue::Cell(cell),
            Ok(cells) => QualValue::Array(cells.into()),
            Err(cells) => QualValue::Array(cells),
        };
        scan::Qual {
            field: self.column.name.clone(),
            operator: self.operator.clone(),
            value,
            use_or: self.is_list && self.operator == "=",
            param: self.param.map(|(id, type_oid)| Param { id, type_oid }),
        }
    }

    /// Whether a value satisfies the condition. NULL satisfies only `is null`.
    pub fn holds(&self, value: &Value) -> bool {
        let compare = |other: &Value| value.compare(other);
        let any = |test: &dyn Fn(std::cmp::Ordering) -> bool| {
            self.values.iter().any(|other| compare(other).is_some_and(test))
        };
        match self.operator.as_str() {
            "is" => *value == Value::Null,
            "is not" => *value != Value::Null,
            "=" => any(&|order| order.is_eq()),
            "<>" => {
                *value != Value::Null
                    && self.values.iter().all(|other| compare(other).is_some_and(|order| order.is_ne()))
            }
            "<" => any(&|order| order.is_lt()),
            "<=" => any(&|order| order.is_le()),
            ">" => any(&|order| order.is_gt()),
            ">=" => any(&|order| order.is_ge()),
            operator => match (value, self.values.first()) {
                (Value::Text(text), Some(Value::Text(pattern))) => match operator {
                    "~~" => like(text, pattern),
                    "~~*" => like(&text.to_lowercase(), &pattern.to_lowercase()),
                    _ => !like(text, pattern),
                },
                _ => false,
            },
        }
    }
}

fn unquote(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or(text)
}

/// Whether a text matches a LIKE pattern with `%` and `_`.
fn like(text: &str, pattern: &str) -> bool {
    let mut characters = pattern.chars();
    match characters.next() {
        None => text.is_empty(),
        Some('%') => {
            let rest = characters.as_str();
            (0..=text.len()).filter(|at| text.is_char_boundary(*at)).any(|at| like(&text[at..], rest))
        }
        Some(c) => match text.chars().next() {
            Some(first) if c == '_' || c == first => like(&text[first.len_utf8()..], characters.as_str()),
            _ => false,
        },
    }
}

/// A sort key of ORDER BY.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Column name.
    pub column: String,
    /// Whether the order is descending.
    pub descending: bool,
}

impl Sort {
    /// Parses `column`, `column asc` or `column desc`.
    pub fn parse(text: &str, columns: &[Column]) -> Result<Sort> {
        let (column, direction) = text.trim().split_once(' ').unwrap_or((text.trim(), "asc"));
        if !columns.iter().any(|known| known.name == column) {
            bail!("there is no column {column:?} to sort by");
        }
        match direction {
            "asc" | "desc" => Ok(Sort { column: column.to_owned(), descending: direction == "desc" }),
            other => bail!("unknown sort direction {other:?}"),
        }
    }
}

/// A query on one foreign table.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Options of the foreign table.
    pub table_options: BTreeMap<String, String>,
    /// Columns of the result.
    pub columns: Vec<Column>,
    /// Conditions, joined by AND.
    pub quals: Vec<Qual>,
    /// Sort keys of ORDER BY.
    pub sorts: Vec<Sort>,
    /// LIMIT and OFFSET.
    pub limit: Option<Limit>,
}

impl Query {
    /// A query of columns of an object's table; `columns` are `name type`, separated by commas.
    pub fn new(object: &str, columns: &str) -> Result<Query> {
        let columns = columns.split(',').filter(|column| !column.trim().is_empty());
        let columns = columns.map(str::parse).collect::<Result<_>>()?;
        let table_options = BTreeMap::from([("object".to_owned(), object.to_owned())]);
        Ok(Query { table_options, columns, ..Query::default() })
    }

    /// Adds LIMIT.
    pub fn limit(mut self, count: i64) -> Query {
        self.limit = Some(Limit { count, offset: 0 });
        self
    }

    /// The query as the host passes it to the guest.
    pub(crate) fn scan(&self) -> Scan {
        let needed = self.needed();
        let column = |(at, column): (usize, &Column)| scan::Column {
            name: column.name.clone(),
            num: at as u32 + 1,
            type_oid: column.ty.oid(),
        };
        let sort = |sort: &Sort| scan::Sort {
            field: sort.column.clone(),
            field_no: needed.iter().position(|column| column.name == sort.column).map_or(0, |at| at as u32 + 1),
            reversed: sort.descending,
            // SQL's default: NULL counts as larger than any value.
            nulls_first: sort.descending,
            collate: None,
        };
        Scan {
            columns: needed.iter().enumerate().map(column).collect(),
            quals: self.quals.iter().map(Qual::passed_down).collect(),
            sorts: self.sorts.iter().map(sort).collect(),
            limit: self.limit,
        }
    }

    /// The columns of the result, followed by those that only conditions need.
    pub(crate) fn needed(&self) -> Vec<Column> {
        let mut needed = self.columns.clone();
        for qual in &self.quals {
            if !needed.contains(&qual.column) {
                needed.push(qual.column.clone());
            }
        }
        needed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_hold_as_in_sql() {
        let columns =
            [Column::new("a", PgType::Text), Column::new("n", PgType::I64), Column::new("t", PgType::Timestamptz)];
        let text = |text: &str| Value::Text(text.to_owned());
        let cases = [
            ("a = x", text("x"), true),
            ("a = 'x y'", text("x y"), true),
            ("a = x", Value::Null, false),
            ("a <> x", Value::Null, false),
            ("a is null", Value::Null, true),
            ("a is not null", text(""), true),
            ("a in x,y", text("y"), true),
            ("a not in x,y", text("y"), false),
            ("a not in x,y", Value::Null, false),
            ("a ~~ %b_d%", text("abcde"), true),
            ("a ~~ b%", text("abc"), false),
            ("a ~~* B%", text("bc"), true),
            ("a !~~ b%", text("abc"), true),
            ("n >= 3", Value::Int(3), true),
            ("n < 3", Value::Int(3), false),
            ("t > 2024-01-01", Value::Time(1_704_067_200_000_001), true),
        ];
        for (condition, value, want) in cases {
            assert_eq!(Qual::parse(condition, &columns).unwrap().holds(&value), want, "{condition} on {value:?}");
        }
    }
}
