//! What the scans of the built component share.

#![allow(dead_code)]

use std::path::PathBuf;
use std::sync::OnceLock;

use clerk_mock::{KEY, Mock};
use wrappers_harness::{Outcome, Query, Server, Value, run};

/// The component, built from the sources as they are.
pub fn component() -> PathBuf {
    static COMPONENT: OnceLock<PathBuf> = OnceLock::new();
    COMPONENT.get_or_init(|| component_build::component().expect("the component builds")).clone()
}

/// A foreign server on a mock, in which sleeping takes no time.
pub fn server(mock: &Mock) -> Server {
    let mut server = Server::new(&component()).option("api_url", &mock.url()).option("api_key", KEY);
    server.virtual_time = true;
    server
}

/// Runs a query of an object's columns.
pub fn scan(mock: &Mock, object: &str, columns: &str) -> Outcome {
    run(&server(mock), &query(object, columns)).unwrap_or_else(|fault| panic!("{object}: {fault}"))
}

/// The error of a query.
pub fn error(server: &Server, query: &Query) -> String {
    run(server, query).expect_err("an error").to_string()
}

pub fn query(object: &str, columns: &str) -> Query {
    Query::new(object, columns).expect("a query")
}

/// Path and query of the requests since the last call.
pub fn targets(mock: &Mock) -> Vec<String> {
    mock.take_journal().iter().map(clerk_mock::Request::target).collect()
}

/// The first column of each row, as text.
pub fn first(rows: &[Vec<Value>]) -> Vec<String> {
    rows.iter().map(|row| row[0].to_string()).collect()
}

/// The ids of a mock's rows, oldest first.
pub fn ids(mock: &Mock, object: &str) -> Vec<String> {
    mock.rows(object).iter().map(|row| row["id"].as_str().unwrap_or("").to_owned()).collect()
}

/// A file below tests/fixtures.
pub fn fixture(name: &str) -> String {
    let path = component_build::workspace().join("tests/fixtures").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
