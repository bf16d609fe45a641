//! Rows of scans as text, and their comparison with expected ones, for tests. The functions panic if something fails.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::query::Qual;
use crate::{Query, Server, run};

/// A row as text, one value for each column.
pub type Row = Vec<String>;

/// A query with these columns, as in CREATE FOREIGN TABLE, and conditions.
pub fn query(object: &str, columns: &str, conditions: &[&str]) -> Query {
    let mut query = Query::new(object, columns).expect("a query");
    let quals = conditions.iter().map(|condition| Qual::parse(condition, &query.columns).expect("a condition"));
    query.quals = quals.collect();
    query
}

/// The rows of a scan, in its order.
pub fn rows(server: &Server, query: &Query) -> Vec<Row> {
    let outcome = run(server, query).unwrap_or_else(|error| panic!("{error}"));
    outcome.rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The rows of a scan, which must not contain any twice.
pub fn scanned(server: &Server, query: &Query) -> BTreeSet<Row> {
    let found = rows(server, query);
    let count = found.len();
    let set: BTreeSet<Row> = found.into_iter().collect();
    assert_eq!(set.len(), count, "{:?}: a row comes twice", query.table_options);
    set
}

/// Compares the rows of a table with those that are expected, and shows one that differs: the values in which it differs
/// from the expected row that is most like it.
pub fn assert_same(object: &str, found: &BTreeSet<Row>, want: &BTreeSet<Row>) {
    let missing: Vec<&Row> = want.difference(found).collect();
    if let Some(row) = found.difference(want).next() {
        let equal = |other: &Row| other.iter().zip(row).filter(|(a, b)| a == b).count();
        let Some(likest) = missing.iter().max_by_key(|other| equal(other)) else {
            panic!("{object}: unexpected row {row:?}");
        };
        let differing: Vec<_> = row.iter().zip(*likest).filter(|(found, want)| found != want).collect();
        panic!("{object}: found and expected values {differing:#?} in the row {row:?}");
    }
    assert!(missing.is_empty(), "{object}: {} missing rows, among them {:?}", missing.len(), missing[0]);
    assert!(!want.is_empty(), "{object}: no rows");
}

/// An attribute as the harness shows it in a column of text, a number or jsonb.
pub fn text(row: &Json, pointer: &str) -> String {
    match row.pointer(pointer) {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Bool(value)) => if *value { "t" } else { "f" }.to_owned(),
        Some(other) => other.to_string(),
    }
}
