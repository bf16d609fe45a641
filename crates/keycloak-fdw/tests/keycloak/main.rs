//! The built component on a real Keycloak, in the harness: the rows of every table, the requests of typical queries, and
//! failures.

mod common;
mod failures;
mod requests;
mod tables;
