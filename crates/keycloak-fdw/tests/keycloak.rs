//! The built component on a real Keycloak: every table is compared with the same data, read through the Admin API
//! without pages and filters, and the requests of typical queries are as expected.
//!
//! The tests need Java and Keycloak's distribution, so `make keycloak` runs them.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use component_build::{Provider, Variant};
use keycloak_server::{
    FDW, FDW_MASTER, FDW_MASTER_SECRET, FDW_POOR, FDW_POOR_SECRET, FDW_SECRET, Fault, Proxy, REALM, Realm, Version,
};
use serde_json::Value as Json;
use wrappers_harness::query::Qual;
use wrappers_harness::{Node, Query, Server, run};

const NEEDED: &str = "needs a real Keycloak, which `make keycloak` provides";

/// A row as text, one value for each column.
type Row = Vec<String>;

/// The server, which all tests share and none changes.
fn keycloak() -> &'static keycloak_server::Server {
    static SERVER: OnceLock<keycloak_server::Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let version = Version::from_environment().expect(NEEDED);
        keycloak_server::Server::start(&version).expect(NEEDED)
    })
}

fn proxy() -> Proxy {
    Proxy::start(keycloak().base_url()).expect("a proxy")
}

/// A foreign server whose client can see everything.
fn server(base_url: &str) -> Server {
    let component = component_build::component_for(Provider::Keycloak, Variant::Shipped).expect("a component");
    let server = Server::new(&component).option("base_url", base_url).option("realm", REALM);
    server.option("client_id", FDW).option("client_secret", FDW_SECRET)
}

fn query(object: &str, columns: &str, conditions: &[&str]) -> Query {
    let mut query = Query::new(object, columns).expect("a query");
    let quals = conditions.iter().map(|condition| Qual::parse(condition, &query.columns).expect("a condition"));
    query.quals = quals.collect();
    query
}

fn rows(server: &Server, query: &Query) -> Vec<Row> {
    let outcome = run(server, query).unwrap_or_else(|error| panic!("{error}"));
    outcome.rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The rows of a scan, which must not contain any twice.
fn scanned(object: &str, columns: &str, conditions: &[&str]) -> BTreeSet<Row> {
    let found = rows(&server(keycloak().base_url()), &query(object, columns, conditions));
    let count = found.len();
    let set: BTreeSet<Row> = found.into_iter().collect();
    assert_eq!(set.len(), count, "{object}: a row comes twice");
    set
}

/// An attribute as the harness shows it.
fn text(row: &Json, pointer: &str) -> String {
    match row.pointer(pointer) {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Bool(value)) => if *value { "t" } else { "f" }.to_owned(),
        Some(other) => other.to_string(),
    }
}

/// Compares the rows of a table with those that are expected, and shows a few that differ.
fn assert_same(object: &str, found: &BTreeSet<Row>, want: &BTreeSet<Row>) {
    let few = |set: Vec<Row>| set.into_iter().take(5).collect::<Vec<Row>>();
    let extra = few(found.difference(want).cloned().collect());
    let missing = few(want.difference(found).cloned().collect());
    assert!(extra.is_empty() && missing.is_empty(), "{object}: unexpected rows {extra:?}, missing rows {missing:?}");
    assert!(!want.is_empty(), "{object}: no rows");
}

/// Asserts that a scan returns these rows.
fn assert_scanned(object: &str, columns: &str, want: &BTreeSet<Row>) {
    assert_same(object, &scanned(object, columns, &[]), want);
}

fn texts(rows: &[Json], pointers: &[&str]) -> BTreeSet<Row> {
    rows.iter().map(|row| pointers.iter().map(|pointer| text(row, pointer)).collect()).collect()
}

/// Users and service accounts.
fn all_users(realm: &Realm) -> Vec<Json> {
    let mut users = realm.users().expect("users");
    users.extend(realm.service_accounts().expect("service accounts"));
    users
}

/// The targets of all requests but those for a token.
fn targets(proxy: &Proxy) -> Vec<String> {
    let journal = proxy.take_journal();
    journal.iter().filter(|request| !request.is_for_token()).map(|request| request.target.clone()).collect()
}

#[test]
#[ignore = "needs a real Keycloak, which `make keycloak` provides"]
fn every_table_has_the_rows_that_the_admin_api_lists() {
    let admin = keycloak().admin();
    let realm = admin.realm(REALM);
    let users = all_users(&realm);
    let columns = "id text, username text, email text, first_name text, last_name text, enabled boolean";
    let pointers = ["/id", "/username", "/email", "/firstName", "/lastName", "/enabled"];
    assert_scanned("user", columns, &texts(&users, &pointers));

    let mut attributes = BTreeSet::new();
    let mut actions = BTreeSet::new();
    for user in &users {
        for (key, values) in user["attributes"].as_object().into_iter().flatten() {
            for value in values.as_array().into_iter().flatten() {
                attributes.insert(vec![text(user, "/id"), key.clone(), text(value, "")]);
            }
        }
        for action in user["requiredActions"].as_array().into_iter().flatten() {
            actions.insert(vec![text(user, "/id"), text(action, "")]);
        }
    }
    let columns = "user_id text, attribute_key text, attribute_value text";
    assert_scanned("user_attribute", columns, &attributes);
    assert_scanned("user_required_action", "user_id text, required_action text", &actions);

    let roles = realm.role_users().expect("the users of roles");
    let want: BTreeSet<Row> = roles.iter().map(|(role, user)| vec![text(user, "/id"), role.clone()]).collect();
    assert_scanned("user_realm_role", "user_id text, role_name text", &want);

    let columns = "id text, name text, path text, parent_id text";
    let groups = realm.groups().expect("groups");
    assert_scanned("group", columns, &texts(&groups, &["/id", "/name", "/path", "/parentId"]));

    let members = realm.members().expect("members");
    let want: BTreeSet<Row> = members.iter().map(|(group, user)| vec![group.clone(), text(user, "/id")]).collect();
    assert_scanned("group_member", "group_id text, user_id text", &want);

    let columns = "id text, name text, description text, composite boolean, client_role boolean";
    let roles = realm.roles().expect("roles");
    let pointers = ["/id", "/name", "/description", "/composite", "/clientRole"];
    assert_scanned("role", columns, &texts(&roles, &pointers));

    let columns = "id text, client_id text, name text, enabled boolean, public_client boolean, protocol text";
    let clients = realm.clients().expect("clients");
    let pointers = ["/id", "/clientId", "/name", "/enabled", "/publicClient", "/protocol"];
    assert_scanned("client", columns, &texts(&clients, &pointers));

    let columns = "id text, type text, client_id text, user_id text, ip_address text, error text";
    let pointers = ["/id", "/type", "/clientId", "/userId", "/ipAddress", "/error"];
    assert_scanned("event", columns, &texts(&realm.events().expect("events"), &pointers));

    let columns = "id text, operation_type text, resource_type text, resource_path text";
    let pointers = ["/id", "/operationType", "/resourceType", "/resourcePath"];
    assert_scanned("admin_event", columns, &texts(&realm.admin_events().expect("admin events"), &pointers));
}

#[test]
#[ignore = "needs a real Keycloak, which `make keycloak` provides"]
fn rows_of_one_parent_are_the_same_as_in_the_whole_table() {
    let all = |object, columns| scanned(object, columns, &[]);
    let cases = [
        ("user_realm_role", "user_id text, role_name text", 0),
        ("user_realm_role", "user_id text, role_name text", 1),
        ("group_member", "group_id text, user_id text", 0),
        ("group_member", "group_id text, user_id text", 1),
        ("user_attribute", "user_id text, attribute_key text, attribute_value text", 0),
    ];
    for (object, columns, key) in cases {
        let name = columns.split(", ").nth(key).and_then(|column| column.split(' ').next()).expect("a column");
        let all = all(object, columns);
        let value =
            all.iter().map(|row| row[key].clone()).find(|value| !value.contains([' ', ',', '%', '/'])).expect("a key");
        let want: BTreeSet<Row> = all.into_iter().filter(|row| row[key] == value).collect();
        assert_same(object, &scanned(object, columns, &[&format!("{name} = {value}")]), &want);
    }
}

#[test]
#[ignore = "needs a real Keycloak, which `make keycloak` provides"]
fn queries_send_few_requests_and_a_token_is_requested_with_the_first_row() {
    let proxy = proxy();
    let server = server(&proxy.base_url());
    let users = "id text, username text, enabled boolean";
    let prefix = format!("/admin/realms/{REALM}");
    let id = rows(&server, &query("user", "id text", &[])).first().expect("a user")[0].clone();
    proxy.take_journal();
    let mut node = Node::new(&server).expect("an instance");
    node.begin(&query("user", users, &[])).expect("a plan");
    assert_eq!(proxy.take_journal(), [], "EXPLAIN sends no request");
    let cases = [
        (query("user", users, &[&format!("id = {id}")]), vec![format!("{prefix}/users/{id}")]),
        (
            query("user", users, &["username = nobody"]),
            vec![format!("{prefix}/users?exact=true&username=nobody&max=200")],
        ),
        (
            query("user", users, &["username ~~ '%nobody%'"]),
            vec![format!("{prefix}/users?exact=false&username=nobody&max=200")],
        ),
        (query("role", "id text, name text", &[]), vec![format!("{prefix}/roles?briefRepresentation=false")]),
        (
            query("client", "id text, client_id text", &["client_id = fdw"]),
            vec![format!("{prefix}/clients?clientId=fdw")],
        ),
    ];
    for (query, want) in cases {
        rows(&server, &query);
        assert_eq!(targets(&proxy), want);
    }
    let counted = rows(&server, &query("user", "", &[])).len();
    assert_eq!(targets(&proxy), [format!("{prefix}/users/count?username=%25")]);
    assert_eq!(counted, scanned("user", "id text", &[]).len());
}

#[test]
#[ignore = "needs a real Keycloak, which `make keycloak` provides"]
fn events_are_read_oldest_first_and_filtered_by_the_server() {
    let columns = "id text, time timestamptz, type text, user_id text";
    let server = server(keycloak().base_url());
    let events = rows(&server, &query("event", columns, &[]));
    assert!(events.iter().any(|event| event[2] == "LOGIN") && events.iter().any(|event| event[2] == "LOGIN_ERROR"));
    assert!(events.is_sorted_by_key(|event| event[1].clone()));
    let errors = scanned("event", columns, &["type = LOGIN_ERROR"]);
    assert!(!errors.is_empty() && errors.iter().all(|event| event[2] == "LOGIN_ERROR"));
    let changes = scanned("admin_event", "id text, operation_type text", &["operation_type = UPDATE"]);
    assert!(!changes.is_empty());
}

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
    let error = run(&poor, &query("event", "id text", &[])).expect_err("an error").to_string();
    let want = "the service account of the client needs the role view-events of the client realm-management";
    assert!(error.contains("HTTP 403") && error.ends_with(want), "{error}");
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
