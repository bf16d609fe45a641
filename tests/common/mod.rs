//! Helpers for tests that scan the built component.

#![allow(dead_code)]

use std::path::PathBuf;
use std::sync::OnceLock;

use clerk_mock::{KEY, Mock};
use wrappers_harness::{Outcome, Query, Server, Value, run};

/// Builds the component from the current sources, once per test program, and returns its file.
pub fn component() -> PathBuf {
    static COMPONENT: OnceLock<PathBuf> = OnceLock::new();
    COMPONENT.get_or_init(|| component_build::component().expect("the component builds")).clone()
}

/// A foreign server with a mock as its API. Its time is virtual: a sleep takes no time.
pub fn server(mock: &Mock) -> Server {
    let mut server = Server::new(&component()).option("api_url", &mock.url()).option("api_key", KEY);
    server.virtual_time = true;
    server
}

/// Runs a query of some columns of an object and returns its outcome. Panics if the query fails.
pub fn scan(mock: &Mock, object: &str, columns: &str) -> Outcome {
    run(&server(mock), &query(object, columns)).unwrap_or_else(|fault| panic!("{object}: {fault}"))
}

/// Runs a query that must fail and returns its error message.
pub fn error(server: &Server, query: &Query) -> String {
    run(server, query).expect_err("an error").to_string()
}

/// A query of some columns of an object, with their types: `id text, created_at timestamptz`.
pub fn query(object: &str, columns: &str) -> Query {
    Query::new(object, columns).expect("a query")
}

/// Request targets of the requests that the mock received since the last call.
pub fn targets(mock: &Mock) -> Vec<String> {
    mock.take_journal().iter().map(clerk_mock::Request::target).collect()
}

/// The cell of the first column of each row, as text.
pub fn first_column(rows: &[Vec<Value>]) -> Vec<String> {
    rows.iter().map(|row| row[0].to_string()).collect()
}

/// Ids of the mock's rows of an object, oldest first.
pub fn ids(mock: &Mock, object: &str) -> Vec<String> {
    mock.rows(object).iter().map(|row| row["id"].as_str().unwrap_or("").to_owned()).collect()
}

/// Content of a file of tests/fixtures.
pub fn fixture(name: &str) -> String {
    let path = component_build::workspace().join("tests/fixtures").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
