//! Runs the SQL files of `tests/sql` of this crate on a real Keycloak (see [`fdw_sandbox::sql_files`]).
//!
//! Ids and times that Keycloak chooses, such as those of events and of service accounts, differ in every seed, so the files
//! print none of them.

use fdw_sandbox::sql_files::SqlFiles;
use fdw_sandbox::{Host, Keycloak, Sandbox};

#[test]
fn results_and_requests_are_as_expected() {
    let host = Host::of_tests(env!("CARGO_PKG_NAME"));
    let folder = component_build::workspace().join("crates/keycloak-fdw/tests/sql");
    let sandbox = Sandbox::start(host, Keycloak::start().expect("a Keycloak")).expect("a sandbox");
    SqlFiles { folder, host, crashing: &[] }.check(&sandbox).unwrap_or_else(|error| panic!("{error:#}"));
}
