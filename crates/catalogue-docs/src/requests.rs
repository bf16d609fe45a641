//! The requests of typical queries. The engine makes them, on a [`Recorder`].

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{self, Kind};
use fdw_engine::catalogue::filter::{Filter, FilterOperator, FilterPlacement, Values};
use fdw_engine::request::qual::{Condition, Constant, Qual};
use fdw_engine::request::types::Type;
use fdw_engine::request::{RequestedColumn, ScanRequest};
use fdw_engine::scan_cache::ScanCache;

use crate::recorder::Recorder;
use crate::{Docs, table};

/// The requests of a query, or its error.
fn requests_of(docs: &Docs, object: &Object, columns: Vec<(String, Type)>, quals: Vec<Qual>) -> Vec<String> {
    let mut host = Recorder::new(docs.catalogue);
    let request = ScanRequest {
        object: Some(object.name.to_owned()),
        columns: columns.into_iter().map(|(name, ty)| RequestedColumn { name, ty: Ok(ty) }).collect(),
        quals,
        ..ScanRequest::default()
    };
    let mut scans = ScanCache::default();
    let outcome = scans.begin(docs.catalogue, &mut host, request).and_then(|()| {
        while scans.next(&mut host)?.is_some() {}
        Ok(())
    });
    match outcome {
        Ok(()) => host.sent,
        Err(error) => vec![format!("error: {}", error.report())],
    }
}

fn sql_type(kind: Kind) -> Type {
    match kind {
        Kind::Text => Type::Text,
        Kind::Bool => Type::Bool,
        Kind::Integer => Type::I64,
        Kind::Number => Type::F64,
        Kind::Time => Type::Timestamptz,
        Kind::Json | Kind::Map | Kind::Any => Type::Json,
    }
}

fn field(object: &Object, name: &str) -> (String, Type) {
    let kind = column::find(object.columns, name).map_or(Kind::Text, |found| found.kind);
    (name.to_owned(), sql_type(kind))
}

/// A qual, and the condition as SQL.
fn qual(column: &str, operator: &str, condition: Condition, written: String) -> (Qual, String) {
    let (column, operator) = (column.to_owned(), operator.to_owned());
    (Qual { column, operator, condition, is_parameter: false }, written)
}

fn equals(column: &str, value: &str) -> (Qual, String) {
    let condition = Condition::one_of(vec![Constant::Text(value.to_owned())]);
    qual(column, "=", condition, format!("{column} = '{value}'"))
}

fn after(column: &str) -> (Qual, String) {
    let condition = Condition::AtLeast(Constant::Timestamptz(1_767_225_600_000_000));
    qual(column, ">", condition, format!("{column} > '2026-01-01'"))
}

fn example(filter: &Filter) -> Option<Vec<(Qual, String)>> {
    let column = filter.column;
    let condition = match filter.operator {
        FilterOperator::Compared(Kind::Bool) => {
            qual(column, "=", Condition::one_of(vec![Constant::Bool(true)]), column.to_owned())
        }
        FilterOperator::Compared(Kind::Time) => after(column),
        FilterOperator::Compared(_) => equals(column, "x"),
        FilterOperator::Equals => {
            equals(column, if let Values::OneOf(values) = filter.values { values[0] } else { "x" })
        }
        FilterOperator::Boolean => qual(column, "=", Condition::one_of(vec![Constant::Bool(true)]), column.to_owned()),
        FilterOperator::After => after(column),
        FilterOperator::Before => return None,
        FilterOperator::Contains | FilterOperator::ContainsAnyCase => {
            let condition = Condition::Like { pattern: "%ann%".to_owned(), any_case: false };
            qual(column, "~~", condition, format!("{column} like '%ann%'"))
        }
        FilterOperator::LastNameContains => equals(column, "/x/name"),
    };
    Some(match filter.placement {
        FilterPlacement::Pair(_, key) => vec![equals(key.column, "y"), condition],
        _ => vec![condition],
    })
}

/// Typical queries of an object, and the requests that each makes if every list fits in a page and every object is the
/// parent of one other.
pub fn typical(docs: &Docs, object: &Object) -> Vec<(String, Vec<String>)> {
    let table = table(object.name);
    let all: Vec<(String, Type)> = column::flatten(object.columns)
        .iter()
        .filter(|column| column.imported)
        .map(|column| field(object, &column.name))
        .collect();
    let mut out = vec![(format!("select * from {table}"), requests_of(docs, object, all.clone(), vec![]))];
    if object.access_paths.iter().any(|access_path| access_path.pagination.max().is_some()) {
        out.push((format!("select count(*) from {table}"), requests_of(docs, object, vec![], vec![])));
    }
    let needs_key =
        |access_path: &AccessPath| docs.keys(access_path).next().is_some() && access_path.key_source.is_none();
    let is_only_by_key = object.access_paths.iter().all(needs_key);
    let mut conditions: Vec<Vec<(Qual, String)>> = Vec::new();
    for access_path in object.access_paths {
        let is_column = |key: &&str| column::find(object.columns, key).is_some();
        conditions.extend(docs.keys(access_path).filter(is_column).map(|key| vec![equals(key, "x")]));
        // Without the keys that nothing else supplies, a filter cannot be used.
        let is_required = |key: &&str| access_path.key_source.is_none_or(|source| !source.covers(key));
        let required = || docs.keys(access_path).filter(is_required).map(|key| equals(key, "x"));
        conditions.extend(
            access_path
                .filters
                .iter()
                .filter_map(example)
                .map(|example| if is_only_by_key { required().chain(example).collect() } else { example }),
        );
        let orders = access_path.orders.iter().filter(|_| !access_path.has_embedded_rows());
        conditions.extend(orders.map(|order| vec![after(order.column)]));
    }
    for quals in conditions {
        let (quals, written): (Vec<Qual>, Vec<String>) = quals.into_iter().unzip();
        let query = format!("select * from {table} where {}", written.join(" and "));
        let mut columns = all.clone();
        for qual in &quals {
            if !columns.iter().any(|(name, _)| *name == qual.column) {
                columns.push(field(object, &qual.column));
            }
        }
        if out.iter().all(|(known, _)| *known != query) {
            out.push((query, requests_of(docs, object, columns, quals)));
        }
    }
    out
}
