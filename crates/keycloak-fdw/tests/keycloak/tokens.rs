//! Access tokens: one for each plan node, renewed after the server refused it, and never shown.

use keycloak_server::{FDW_SECRET, Fault, REALM};
use wrappers_harness::expect::{query, rows};
use wrappers_harness::{Node, run};

use crate::common::{proxy, server};

#[test]
fn a_plan_node_requests_one_token_and_renews_it_once() {
    let proxy = proxy();
    let server = server(&proxy.base_url());
    let tokens = || proxy.take_journal().iter().filter(|request| request.is_for_token()).count();
    let users = query("user", "id text", &[]);
    let mut node = Node::new(&server).expect("an instance");
    node.begin(&users).expect("a plan");
    assert_eq!(tokens(), 0, "EXPLAIN needs no token");
    rows(&server, &users);
    assert_eq!(tokens(), 1);
    let refused = || Fault::response(401, &[], r#"{"error":"HTTP 401 Unauthorized"}"#);
    proxy.fault(refused().at(&format!("/admin/realms/{REALM}/users")).after(2));
    rows(&server, &users);
    assert_eq!(tokens(), 2, "the token is renewed in the middle of a list");
    proxy.fault(refused().at(&format!("/admin/realms/{REALM}/users")).always());
    let error = run(&server, &users).expect_err("an error").to_string();
    assert!(error.contains("HTTP 401") && error.contains("service account"), "{error}");
    assert_eq!(tokens(), 2, "the token is renewed once");
}

#[test]
fn neither_the_token_nor_the_secret_is_shown() {
    let proxy = proxy();
    // A server that repeats what it was sent.
    let echo = format!(r#"{{"error":"invalid_request","error_description":"client_secret={FDW_SECRET}"}}"#);
    proxy.fault(Fault::response(400, &[], &echo).below("/realms"));
    let error = run(&server(&proxy.base_url()), &query("role", "id text", &[])).expect_err("an error").to_string();
    assert!(error.contains("HTTP 400") && !error.contains(FDW_SECRET), "{error}");
    proxy.reset();
    let token = r#"{"access_token":"token-that-must-not-be-shown","expires_in":300}"#;
    proxy.fault(Fault::response(200, &[], token).below("/realms"));
    let echo = r#"{"error":"invalid_token","error_description":"Bearer token-that-must-not-be-shown"}"#;
    proxy.fault(Fault::response(403, &[], echo).below("/admin"));
    let error = run(&server(&proxy.base_url()), &query("role", "id text", &[])).expect_err("an error").to_string();
    assert!(error.contains("HTTP 403") && !error.contains("must-not-be-shown"), "{error}");
}
