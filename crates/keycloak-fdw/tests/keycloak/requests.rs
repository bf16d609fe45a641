//! The requests of typical queries.

use keycloak_server::REALM;
use wrappers_harness::Node;
use wrappers_harness::expect::{query, rows, scanned};

use crate::common::{keycloak, proxy, server, targets};

#[test]
fn queries_send_few_requests_and_a_token_is_requested_with_the_first_row() {
    let proxy = proxy();
    let server = server(&proxy.base_url());
    let users = "id text, username text, first_name text, enabled boolean";
    let groups = "id text, name text, path text, parent_id text";
    let id = rows(&server, &query("user", "id text", &[])).first().expect("a user")[0].clone();
    let group = rows(&server, &query("group", groups, &["path = /departments"])).swap_remove(0).swap_remove(0);
    proxy.take_journal();
    let mut node = Node::new(&server).expect("an instance");
    node.begin(&query("user", users, &[])).expect("a plan");
    assert_eq!(proxy.take_journal(), [], "EXPLAIN sends no request");
    let by_user = |rest: &str| format!("/users/{id}/{rest}");
    let of_user = format!("user_id = {id}");
    let search = "/groups?briefRepresentation=false&max=-1&populateHierarchy=false&search=";
    let exact = "/groups?briefRepresentation=false&exact=true&max=-1&populateHierarchy=false&search=";
    let cases: Vec<(&str, &str, Vec<&str>, Vec<String>)> = vec![
        ("user", users, vec!["username = nobody"], vec!["/users?exact=true&username=nobody&max=200".into()]),
        ("user", users, vec!["username ~~ '%nobody%'"], vec!["/users?exact=false&username=nobody&max=200".into()]),
        ("user", users, vec!["first_name = 'No Body'"], vec!["/users?exact=true&firstName=No%20Body&max=200".into()]),
        ("user_realm_role", "user_id text, role_name text", vec![&of_user], vec![by_user("role-mappings/realm")]),
        ("group_member", "group_id text, user_id text", vec![&of_user], vec![by_user("groups")]),
        ("user_credential", "user_id text, id text", vec![&of_user], vec![by_user("credentials")]),
        ("user_federated_identity", "user_id text", vec![&of_user], vec![by_user("federated-identity")]),
        ("user_session", "user_id text, id text", vec![&of_user], vec![by_user("sessions")]),
        (
            "user_attribute",
            "user_id text, attribute_key text, attribute_value text",
            vec!["attribute_key = department", "attribute_value = 'no such'"],
            vec!["/users?exact=true&q=%22department%22%3A%22no%20such%22&max=200".into()],
        ),
        ("group", groups, vec!["name = 'team 007'"], vec![format!("{exact}team%20007")]),
        ("group", groups, vec!["path = /teams/xyz"], vec![format!("{search}xyz")]),
        ("role", "id text, name text", vec![], vec!["/roles?briefRepresentation=false".into()]),
        ("role", "id text, name text", vec!["name = admin"], vec!["/roles/admin".into()]),
        ("client", "id text, client_id text", vec!["client_id = fdw"], vec!["/clients?clientId=fdw".into()]),
        (
            "event",
            "id text, type text",
            vec!["type = REGISTER"],
            vec!["/events?direction=asc&type=REGISTER&max=200".into(), "/events/config".into()],
        ),
    ];
    for (object, columns, conditions, want) in cases {
        rows(&server, &query(object, columns, &conditions));
        let want: Vec<String> = want.iter().map(|path| format!("/admin/realms/{REALM}{path}")).collect();
        assert_eq!(targets(&proxy), want, "{object} {conditions:?}");
    }
    rows(&server, &query("group", groups, &[&format!("parent_id = {group}")]));
    let children = format!("/admin/realms/{REALM}/groups/{group}/children?briefRepresentation=false&max=200");
    assert_eq!(targets(&proxy)[0], children);
}

#[test]
fn counts_take_one_request_and_equal_the_number_of_rows() {
    let proxy = proxy();
    let server = server(&proxy.base_url());
    for (object, endpoint) in
        [("user", "users/count?username=%25"), ("group", "groups/count"), ("organization", "organizations/count")]
    {
        let counted = rows(&server, &query(object, "", &[])).len();
        assert_eq!(targets(&proxy), [format!("/admin/realms/{REALM}/{endpoint}")]);
        assert_eq!(counted, scanned(&server, &query(object, "id text", &[])).len());
        proxy.take_journal();
    }
}

#[test]
fn events_are_read_oldest_first_and_filtered_by_the_server() {
    let columns = "id text, time timestamptz, type text, user_id text";
    let server = server(keycloak().base_url());
    let events = rows(&server, &query("event", columns, &[]));
    assert!(events.iter().any(|event| event[2] == "LOGIN") && events.iter().any(|event| event[2] == "LOGIN_ERROR"));
    assert!(events.is_sorted_by_key(|event| event[1].clone()));
    let errors = scanned(&server, &query("event", columns, &["type = LOGIN_ERROR"]));
    assert!(!errors.is_empty() && errors.iter().all(|event| event[2] == "LOGIN_ERROR"));
    let changes = query("admin_event", "id text, operation_type text", &["operation_type = UPDATE"]);
    assert!(!scanned(&server, &changes).is_empty());
}
