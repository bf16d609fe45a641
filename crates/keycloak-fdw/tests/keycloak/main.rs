//! The built component on a real Keycloak, in the harness: the rows of every table, the requests of typical queries, and
//! failures.

mod changes;
mod common;
mod failures;
mod older;
mod requests;
mod tables;
mod tokens;
