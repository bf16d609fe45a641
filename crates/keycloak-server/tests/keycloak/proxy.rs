//! The proxy in front of a real Keycloak: its journal and its faults.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use keycloak_server::{Admin, FDW, FDW_SECRET, Fault, Proxy, REALM};
use serde_json::json;

use crate::server;

/// A proxy of this test's own, and a client with a token behind it.
fn proxy() -> (Proxy, Admin) {
    let proxy = Proxy::start(server().base_url()).expect("a proxy");
    let client = Admin::new(&proxy.base_url()).as_client(REALM, FDW, FDW_SECRET);
    client.get(REALM).expect("the realm");
    proxy.take_journal();
    (proxy, client)
}

#[test]
fn the_journal_has_requests_without_their_secrets() {
    let (proxy, _) = proxy();
    let client = Admin::new(&proxy.base_url()).as_client(REALM, FDW, FDW_SECRET);
    let users = client.list("acme/users?max=2&username=o%27brien").expect("users");
    assert_eq!(users.len(), 1);
    assert_eq!(client.try_get("acme/users/none").expect("an answer").0, 404);
    let journal = proxy.take_journal();
    let lines: Vec<_> = journal.iter().map(|one| format!("{} {} {}", one.status, one.method, one.target)).collect();
    assert_eq!(
        lines,
        [
            "200 POST /realms/acme/protocol/openid-connect/token",
            "200 GET /admin/realms/acme/users?max=2&username=o%27brien",
            "404 GET /admin/realms/acme/users/none",
        ]
    );
    assert!(journal[0].is_for_token() && !journal[1].is_for_token());
    assert!(journal[1].bytes > 100 && journal[1].header("accept") == Some("application/json"));
    assert!(journal.iter().all(|request| request.header("authorization").is_none()));
    assert!(!format!("{journal:?}").contains(FDW_SECRET) && proxy.take_journal().is_empty());
}

#[test]
fn faults_replace_or_break_responses() {
    let (proxy, client) = proxy();
    let users = "acme/users?max=3";
    proxy.fault(Fault::response(429, &[("retry-after", "7")], "{}").below("/admin/realms/*/users").after(1).times(2));
    let statuses = [0; 4].map(|_| client.try_get(users).expect("an answer").0);
    assert_eq!(statuses, [200, 429, 429, 200]);
    proxy.fault(Fault::status(503).at("/admin/realms/acme/users"));
    assert_eq!(client.try_get("acme/users/count").expect("an answer").0, 200);
    assert_eq!(client.try_get(users).expect("an answer"), (503, json!({ "error": "unknown_error" })));
    proxy.fault(Fault::close().method("GET"));
    assert!(client.try_get(users).is_err());
    proxy.fault(Fault::truncate(200));
    let error = client.try_get(users).expect_err("half a body");
    assert!(format!("{error:#}").contains("incomplete"), "{error:#}");
    proxy.fault(Fault::glue(200));
    let (status, body) = client.try_get(users).expect("an answer");
    assert!(status == 200 && body.as_str().is_some_and(|text| text.ends_with(r#"parse the JSON"}"#)), "{body}");
    let statuses: Vec<u16> = proxy.take_journal().iter().map(|request| request.status).collect();
    assert_eq!(statuses, [200, 429, 429, 200, 200, 503, 0, 200, 200]);
    assert_eq!(client.list(users).expect("users").len(), 3);
}

#[test]
fn faults_change_requests_and_responses() {
    let (proxy, client) = proxy();
    proxy.fault(Fault::drop_parameter("username").always());
    assert_eq!(client.list("acme/users?username=o%27brien&max=5").expect("users").len(), 5);
    assert!(proxy.take_journal()[0].target.contains("username="));
    proxy.reset();
    assert_eq!(client.list("acme/users?username=o%27brien&max=5").expect("users").len(), 1);
    proxy.fault(Fault::without_attributes(&["subGroupCount", "parentId"]).below("/admin/realms/acme/groups"));
    let group = &client.list("acme/groups?max=1").expect("groups")[0];
    assert!(group["name"].is_string() && group["subGroupCount"].is_null());
    proxy.fault(Fault::rewrite(|body| *body = json!([])));
    assert_eq!(client.list("acme/groups").expect("groups").len(), 0);
    let started = Instant::now();
    proxy.fault(Fault::delay(Duration::from_millis(300)));
    client.get(REALM).expect("the realm");
    assert!(started.elapsed() >= Duration::from_millis(300));
}

#[test]
fn work_can_be_done_between_two_requests() {
    let (proxy, client) = proxy();
    let counter = Arc::new(AtomicU32::new(0));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (counted, noted) = (Arc::clone(&counter), Arc::clone(&seen));
    proxy.fault(Fault::before(move || _ = counted.fetch_add(1, Ordering::Relaxed)).after(1));
    for _ in 0..3 {
        client.get(REALM).expect("the realm");
        noted.lock().expect("a list").push(counter.load(Ordering::Relaxed));
    }
    assert_eq!(*seen.lock().expect("a list"), [0, 1, 1]);
}

#[test]
fn answers_are_remembered_on_request() {
    let (proxy, client) = proxy();
    proxy.remember();
    let first = client.list("acme/users?max=3").expect("users");
    assert_eq!(first.len(), 3);
    // A fault takes precedence over what is remembered.
    proxy.fault(Fault::status(500).after(1));
    assert_eq!(client.list("acme/users?max=3").expect("users"), first);
    assert_eq!(client.try_get("acme/users?max=3").expect("an answer").0, 500);
    assert_eq!(client.list("acme/users?max=3").expect("users"), first);
    assert_eq!(proxy.take_journal().len(), 4);
}
