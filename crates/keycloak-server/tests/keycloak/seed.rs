//! The seed, the start on kept data, and the rights of clients.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use keycloak_server::{
    Admin, Child, FDW, FDW_MASTER, FDW_MASTER_SECRET, FDW_POOR, FDW_POOR_SECRET, FDW_SECRET, REALM, Server,
};
use serde_json::{Value, json};

use crate::{server, start};

/// The number of rows for each value.
fn numbers(rows: &[Value], key: &str) -> BTreeMap<String, usize> {
    rows.iter().fold(BTreeMap::new(), |mut numbers, row| {
        let key = row[key].as_str().map_or_else(|| row[key].to_string(), str::to_owned);
        *numbers.entry(key).or_default() += 1;
        numbers
    })
}

/// The number of children of the parent that has the most.
fn most(children: &[Child]) -> usize {
    let count = |parent: &str| children.iter().filter(|(of, _)| of == parent).count();
    let parents: BTreeSet<&str> = children.iter().map(|(parent, _)| parent.as_str()).collect();
    parents.into_iter().map(count).max().unwrap_or(0)
}

fn count(rows: &[Value], is_wanted: impl Fn(&Value) -> bool) -> usize {
    rows.iter().filter(|row| is_wanted(row)).count()
}

#[test]
fn the_users_are_of_every_kind() {
    let admin = server().admin();
    let users = admin.realm(REALM).users().expect("users");
    assert_eq!(users.len(), 1500);
    assert_eq!(admin.get("acme/users/count").expect("a count"), 1500);
    let has = |key: &'static str| count(&users, |user| !user[key].is_null());
    assert_eq!([has("email"), has("firstName"), has("lastName"), has("attributes")], [1370, 1390, 1415, 1425]);
    assert_eq!(numbers(&users, "enabled"), BTreeMap::from([("false".into(), 144), ("true".into(), 1356)]));
    assert_eq!(count(&users, |user| user["requiredActions"] != json!([])), 275);
    assert_eq!(count(&users, |user| user["totp"] == true), 72);
    assert!(users.iter().any(|user| user["attributes"]["tags"].as_array().is_some_and(|tags| tags.len() == 4)));
    let names: BTreeSet<&str> = users.iter().filter_map(|user| user["username"].as_str()).collect();
    for name in ["o'brien", "two words", "100%", "under_score", "plus+tag", "amp&co", "sl/ash", "emoji😀", "\"quoted\""]
    {
        assert!(names.contains(name), "{name}");
    }
    let accounts = admin.realm(REALM).service_accounts().expect("accounts");
    assert_eq!(accounts.len(), 4);
}

#[test]
fn groups_roles_and_what_users_have_of_them() {
    let admin = server().admin();
    let realm = admin.realm(REALM);
    let groups = realm.groups().expect("groups");
    assert_eq!(admin.get("acme/groups/count").expect("a count")["count"], groups.len());
    let children = numbers(&groups, "parentId");
    assert!(children.values().any(|children| *children == 120) && groups.len() == 156);
    let deepest = groups.iter().filter_map(|group| group["path"].as_str()).find(|path| path.matches('/').count() == 5);
    assert_eq!(deepest, Some("/departments/engineering/platform/databases/postgres"));
    assert_eq!(most(&realm.members().expect("members")), 600);
    let roles = realm.roles().expect("roles");
    assert_eq!((roles.len(), count(&roles, |role| role["composite"] == true)), (22, 3));
    let composites = realm.composites().expect("composites").len();
    assert!(composites > 30, "{composites}");
    assert_eq!(realm.role_groups().expect("groups").iter().filter(|(role, _)| role == "team-member").count(), 120);
    // The two ways to find who has a role agree. Accounts have only the role that is given by default.
    let by_role = realm.role_users().expect("users of roles");
    let mut by_role: Vec<_> = by_role.iter().map(|(role, user)| (text(user, "id"), role.clone())).collect();
    let by_user = realm.user_roles().expect("roles of users");
    let mut by_user: Vec<_> = by_user.iter().map(|(user, role)| (user.clone(), text(role, "name"))).collect();
    by_role.sort();
    by_user.sort();
    assert!(by_role == by_user, "{} and {}", by_role.len(), by_user.len());
    assert_eq!(by_role.iter().filter(|(_, role)| role == "viewer").count(), 500);
    assert_eq!(by_role.iter().filter(|(_, role)| role == "default-roles-acme").count(), 1404);
}

fn text(row: &Value, key: &str) -> String {
    row[key].as_str().expect("a string").to_owned()
}

#[test]
fn clients_providers_organizations_and_the_rest() {
    let admin = server().admin();
    let realm = admin.realm(REALM);
    let clients = realm.clients().expect("clients");
    assert_eq!(clients.len(), 17);
    assert!(count(&clients, |client| client["serviceAccountsEnabled"] == true) >= 3);
    assert_eq!(realm.identity_providers().expect("providers").len(), 107);
    assert_eq!(realm.federated_identities().expect("identities").len(), 324);
    assert_eq!(realm.organizations().expect("organizations").len(), 14);
    assert_eq!(most(&realm.organization_members().expect("members")), 150);
    // Keycloak counts an offline session as a consent.
    assert_eq!(realm.consents().expect("consents").len(), 15 + 6);
    assert!(realm.credentials().expect("credentials").len() > 400);
    assert_eq!(realm.client_roles().expect("roles").iter().filter(|(_, role)| role["name"] == "sl/ash").count(), 1);
    assert!(realm.client_scopes().expect("scopes").iter().any(|scope| scope["name"] == "50%_scope"));
    assert!(!realm.flows().expect("flows").is_empty() && !realm.components().expect("components").is_empty());
    assert!(!realm.required_actions().expect("required actions").is_empty());
    assert_eq!(realm.properties().expect("the realm")["realm"], REALM);
}

#[test]
fn events_and_sessions_are_of_real_logins_and_changes() {
    let admin = server().admin();
    let realm = admin.realm(REALM);
    assert_eq!(realm.events_config().expect("a configuration")["adminEventsDetailsEnabled"], true);
    let events = numbers(&realm.events().expect("events"), "type");
    let expected = [("CLIENT_LOGIN", 4), ("CLIENT_LOGIN_ERROR", 2), ("LOGIN", 120), ("LOGIN_ERROR", 36), ("LOGOUT", 4)];
    for (kind, number) in expected {
        assert_eq!(events.get(kind), Some(&number), "{kind}");
    }
    let changes = realm.admin_events().expect("changes");
    let expected = BTreeMap::from([("ACTION", 20), ("CREATE", 61), ("DELETE", 61), ("UPDATE", 42)]);
    assert_eq!(numbers(&changes, "operationType"), expected.into_iter().map(|(kind, n)| (kind.into(), n)).collect());
    assert!(count(&changes, |change| !change["representation"].is_null()) > 100);
    let sessions = realm.client_sessions().expect("sessions").len();
    assert_eq!((sessions, realm.offline_sessions().expect("sessions").len()), (110, 6));
    assert_eq!(realm.sessions().expect("sessions").len(), sessions);
    assert_eq!(realm.session_numbers().expect("numbers").len(), 1);
}

#[test]
fn clients_may_view_what_their_roles_say() {
    let admin = server().admin();
    let full = admin.as_client(REALM, FDW, FDW_SECRET);
    let poor = admin.as_client(REALM, FDW_POOR, FDW_POOR_SECRET);
    let of_master = admin.as_client("master", FDW_MASTER, FDW_MASTER_SECRET);
    let status = |client: &Admin, path: &str| client.try_get(&format!("{REALM}/{path}")).expect("an answer").0;
    let paths = [
        "",
        "users",
        "users/count",
        "groups",
        "roles",
        "clients",
        "client-scopes",
        "components",
        "client-session-stats",
        "identity-provider/instances",
        "authentication/flows",
        "roles/viewer/users",
    ];
    for path in paths {
        assert_eq!([&full, &poor, &of_master].map(|client| status(client, path)), [200; 3], "{path}");
    }
    for path in ["events", "admin-events", "events/config", "organizations"] {
        assert_eq!([&full, &poor, &of_master].map(|client| status(client, path)), [200, 403, 200], "{path}");
    }
}

#[test]
fn a_second_server_starts_on_kept_data_and_changes_only_its_own() {
    let first = server();
    let started = Instant::now();
    let second = start();
    println!("a start on kept data took {:.1} s", started.elapsed().as_secs_f32());
    assert!(started.elapsed().as_secs() < 30, "a start on kept data takes a few seconds");
    assert_ne!(first.base_url(), second.base_url());
    second.admin().create("acme/groups", &json!({ "name": "only here" })).expect("a group");
    let count = |server: &Server| server.admin().get("acme/groups/count?search=only+here").expect("a count");
    assert_eq!((count(first), count(&second)), (json!({ "count": 0 }), json!({ "count": 1 })));
    let process = format!("/proc/{}", second.process_id());
    let command = std::fs::read_to_string(format!("{process}/cmdline")).expect("a command line");
    let data = command.split("h2:file:").nth(1).and_then(|rest| rest.split("/db;").next()).expect("a directory");
    assert!(command.starts_with("java") && Path::new(data).exists());
    drop(second);
    assert!(!Path::new(&process).exists() && !Path::new(data).exists(), "something remains of {data}");
}
