//! Missing rights, and answers that are no lists.

use keycloak_server::{FDW_MASTER, FDW_MASTER_SECRET, FDW_POOR, FDW_POOR_SECRET, Fault, REALM};
use wrappers_harness::run;

use crate::common::{keycloak, proxy, query, rows, server};

#[test]
#[ignore = "needs a real Keycloak, which `make keycloak` provides"]
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
#[ignore = "needs a real Keycloak, which `make keycloak` provides"]
fn a_body_that_breaks_off_is_an_error_and_returns_none_of_its_rows() {
    let proxy = proxy();
    let server = server(&proxy.base_url());
    let users = query("user", "id text", &[]);
    let faults: [fn() -> Fault; 2] = [|| Fault::glue(20_000), || Fault::truncate(20_000)];
    for fault in faults {
        proxy.fault(fault().below(&format!("/admin/realms/{REALM}/users")).always());
        let error = run(&server, &users).expect_err("an error").to_string();
        assert!(error.starts_with("user: "), "{error}");
        proxy.reset();
    }
}
