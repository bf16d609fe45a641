//! Runs the SQL files of `tests/sql` of this crate on two real SCIM servers (see [`fdw_sandbox::sql_files`]). Their results
//! and requests are the same.

use fdw_sandbox::sql_files::SqlFiles;
use fdw_sandbox::{Host, Sandbox, Scim};
use scim_server::Implementation;

#[test]
fn results_and_requests_are_as_expected() {
    let host = Host::of_tests(env!("CARGO_PKG_NAME"));
    let folder = component_build::workspace().join("crates/scim-fdw/tests/sql");
    // Which server answers makes no difference to the host.
    let implementations = if host == Host::Released { &Implementation::ALL[..1] } else { &Implementation::ALL[..] };
    for implementation in implementations.iter().copied() {
        let sandbox = Sandbox::start(host, Scim::start(implementation).expect("a server")).expect("a sandbox");
        let files = SqlFiles { folder: folder.clone(), host, crashing: &[] };
        files.check(&sandbox).unwrap_or_else(|error| panic!("on {}: {error:#}", implementation.name()));
    }
}
