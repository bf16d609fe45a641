//! Missing rights, and answers that are no lists.

use keycloak_server::{
    FDW_BLIND, FDW_BLIND_SECRET, FDW_MASTER, FDW_MASTER_SECRET, FDW_POOR, FDW_POOR_SECRET, Fault, REALM,
};
use wrappers_harness::expect::{query, rows};
use wrappers_harness::{Node, run};

use crate::common::{keycloak, proxy, server};

#[test]
fn a_client_of_another_realm_and_one_that_lacks_a_role() {
    let base_url = keycloak().base_url();
    let master = server(base_url)
        .option("auth_realm", "master")
        .option("client_id", FDW_MASTER)
        .option("client_secret", FDW_MASTER_SECRET);
    assert!(!rows(&master, &query("role", "id text", &[])).is_empty());
    let poor = server(base_url).option("client_id", FDW_POOR).option("client_secret", FDW_POOR_SECRET);
    for (object, role) in
        [("event", "view-events"), ("admin_event", "view-events"), ("organization", "view-organizations")]
    {
        let error = run(&poor, &query(object, "id text", &[])).expect_err("an error").to_string();
        let want = format!("the service account of the client needs the role {role} of the client realm-management");
        assert!(error.contains("HTTP 403") && error.contains(&want), "{error}");
    }
    let wrong = server(base_url).option("client_secret", "not-the-secret");
    let error = run(&wrong, &query("role", "id text", &[])).expect_err("an error").to_string();
    assert!(error.contains("HTTP 401") && !error.contains("not-the-secret"), "{error}");
}

#[test]
fn a_client_that_may_list_but_not_view_gets_a_warning() {
    let blind = server(keycloak().base_url()).option("client_id", FDW_BLIND).option("client_secret", FDW_BLIND_SECRET);
    for (object, role) in [("user", "view-users"), ("client", "view-clients")] {
        let outcome = run(&blind, &query(object, "id text", &[])).expect("an empty list");
        let messages = format!("{:?}", outcome.messages);
        assert!(
            outcome.rows.is_empty() && messages.contains(role),
            "{object}: {} rows, {messages}",
            outcome.rows.len()
        );
    }
}

#[test]
fn an_unknown_id_has_no_rows_but_an_unknown_realm_or_base_url_is_an_error() {
    let cases = [
        ("user", "id text", "id = nobody"),
        ("role", "id text, name text", "name = nothing"),
        ("group", "id text", "id = nothing"),
        ("group_member", "group_id text", "group_id = nothing"),
        ("client_role", "client_uuid text, id text", "client_uuid = nothing"),
        ("identity_provider", "alias text", "alias = nothing"),
        ("organization_member", "organization_id text", "organization_id = nothing"),
    ];
    let base_url = keycloak().base_url();
    let master = |realm: &str, base_url: &str| {
        let server = server(base_url).option("realm", realm).option("auth_realm", "master");
        server.option("client_id", FDW_MASTER).option("client_secret", FDW_MASTER_SECRET)
    };
    // The token comes from the right place.
    let elsewhere = proxy();
    let missing = r#"{"error":"Unable to find matching target resource method"}"#;
    elsewhere.fault(Fault::response(404, &[], missing).method("GET").always());
    for (object, columns, condition) in cases {
        let query = query(object, columns, &[condition]);
        assert!(rows(&master(REALM, base_url), &query).is_empty(), "{object}");
        for wrong in [master("no-such-realm", base_url), master(REALM, &elsewhere.base_url())] {
            let error = run(&wrong, &query).expect_err("an error").to_string();
            assert!(
                error.contains("HTTP 404") && error.contains("check the options base_url, realm and auth_realm"),
                "{error}"
            );
        }
    }
}

#[test]
fn a_body_that_breaks_off_is_an_error_and_returns_none_of_its_rows() {
    let proxy = proxy();
    let server = server(&proxy.base_url());
    let users = query("user", "id text", &[]);
    let faults: [fn() -> Fault; 2] = [|| Fault::glue(20_000), || Fault::truncate(20_000)];
    for fault in faults {
        proxy.fault(fault().below(&format!("/admin/realms/{REALM}/users")).always());
        let mut node = Node::new(&server).expect("an instance");
        node.begin(&users).expect("a plan");
        // Not even the rows before the end of the body.
        let error = node.next_row().expect_err("an error").to_string();
        assert!(error.starts_with("user: "), "{error}");
        proxy.reset();
    }
}
