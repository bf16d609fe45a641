//! Generated queries return the same rows from the foreign tables as from local copies of the data, which a real Keycloak
//! has (see [`differential`]). `USERS` is the number of users in the realm.

mod tables;

use differential::{Json, Subject, Suite, number};
use fdw_sandbox::{Host, Keycloak, Sandbox};
use keycloak_server::{FDW, FDW_SECRET, REALM, Size};

/// What conditions on attributes and whole objects contain.
const JSON: Json =
    Json { keys: &["level", "department", "owner", "id", "tags"], text: "team 001", part: r#"{"level": ["2"]}"# };

#[test]
fn foreign_tables_return_the_same_rows_as_local_copies() {
    let users = number("USERS", 200) as u32;
    let host = Host::of_tests(env!("CARGO_PKG_NAME"));
    let keycloak = Keycloak::with_size(Size { users }).expect("a Keycloak");
    // The data do not change, and Keycloak is much slower than everything else.
    keycloak.proxy.remember();
    let sandbox = Sandbox::start(host, keycloak).expect("a sandbox");
    // What an object contains depends on the rights of who reads it.
    let admin = sandbox.provider.server.admin().as_client(REALM, FDW, FDW_SECRET);
    let tables = tables::make(&mut sandbox.client().expect("a connection"), &admin.realm(REALM)).expect("the copies");
    let subject = Subject { tables, json: JSON };
    // Most of what this suite can find does not depend on the host.
    let default_queries = if host == Host::Released { 50 } else { 300 };
    let forms = [".created_timestamp ", ".time "].map(str::to_owned).to_vec();
    Suite { sandbox: &sandbox, subject: &subject, default_queries, environment: format!("USERS={users}"), forms }.run();
}
