//! Generated queries return the same rows from the foreign tables as from local copies of the data, which real SCIM servers
//! have (see [`differential`]).

mod tables;

use differential::{Json, Subject, Suite};
use fdw_sandbox::{Host, Sandbox, Scim};
use scim_server::Implementation;

/// What conditions on attributes and whole objects contain.
const JSON: Json =
    Json { keys: &["value", "type", "userName", "id", "members"], text: "work", part: r#"[{"type": "work"}]"# };

#[test]
fn foreign_tables_return_the_same_rows_as_local_copies() {
    let host = Host::of_tests(env!("CARGO_PKG_NAME"));
    for implementation in Implementation::ALL {
        let scim = Scim::start(implementation).expect("a server");
        // The data do not change.
        scim.proxy.remember();
        let sandbox = Sandbox::start(host, scim).expect("a sandbox");
        let client = sandbox.provider.server.client();
        let tables = tables::make(&mut sandbox.client().expect("a connection"), &client).expect("the copies");
        let subject = Subject { tables, json: JSON };
        // Most of what this suite can find does not depend on the host.
        let default_queries = if host == Host::Released { 15 } else { 75 };
        let forms = [".user_name ", ".last_modified "].map(str::to_owned).to_vec();
        let environment = format!("SERVER={}", implementation.name());
        Suite { sandbox: &sandbox, subject: &subject, default_queries, environment, forms }.run();
    }
}
