//! Scans two fictional APIs through their components. These need features of the engine that identity providers other
//! than Clerk will need. Their servers are written by hand and do not use the catalogues.

mod doors;
mod roster;
mod server;

use std::path::PathBuf;
use std::sync::OnceLock;

use wrappers_harness::query::Qual;
use wrappers_harness::{Query, Value, run};

/// Builds the component of an API, once, and returns its file.
fn component(name: &'static str, built: &'static OnceLock<PathBuf>) -> PathBuf {
    built.get_or_init(|| component_build::made_up(name).expect("the component builds")).clone()
}

/// A query of columns of an object with conditions.
fn query(object: &str, columns: &str, conditions: &[&str]) -> Query {
    let mut query = Query::new(object, columns).expect("a query");
    query.quals = conditions.iter().map(|text| Qual::parse(text, &query.columns).expect("a condition")).collect();
    query
}

/// Runs a query and returns its rows, with the cells joined by `|`, or its error.
fn read(server: &wrappers_harness::Server, query: &Query) -> Result<Vec<String>, String> {
    let outcome = run(server, query).map_err(|fault| fault.to_string())?;
    let cell = |value: &Value| value.to_string();
    Ok(outcome.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("|")).collect())
}
