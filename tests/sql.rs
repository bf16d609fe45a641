//! Runs the SQL files of `tests/sql` on a mock of Clerk's API (see [`fdw_sandbox::sql_files`]).

use clerk_mock::Mock;
use fdw_sandbox::sql_files::SqlFiles;
use fdw_sandbox::{Host, Sandbox};

#[test]
fn results_and_requests_are_as_expected() {
    let host = Host::of_tests(env!("CARGO_PKG_NAME"));
    // The tests of the released host run the statements of `prepared.sql` one by one.
    let files = SqlFiles { folder: component_build::workspace().join("tests/sql"), host, crashing: &["prepared"] };
    let sandbox = Sandbox::start(host, Mock::with_users(1200).expect("a mock")).expect("a sandbox");
    files.check(&sandbox).unwrap_or_else(|error| panic!("{error:#}"));
}
