//! Every imported column of every table, compared with the same data read through the Admin API: without filters, each
//! child below its own parent. Which attribute a column has is derived here from the column's name, not from the
//! catalogue.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::{self, Kind};
use keycloak_catalogue::CATALOGUE;
use keycloak_server::{Child, FDW, FDW_SECRET, REALM, Realm};
use serde_json::{Value as Json, json};

use crate::common::{Row, assert_same, keycloak, query, scanned, server, small_keycloak, text};

/// A row that is expected: the values of key columns, and what the Admin API returns.
type Expected = (Vec<(&'static str, String)>, Json);

/// Marks an expected row that has only some of the attributes that the API returns.
const WITHOUT_ATTRS: &str = "without attrs";

/// Columns whose attribute has another name, as `object.column` and the attribute's JSON pointer.
const RENAMED: &[(&str, &str)] = &[
    ("admin_event.auth_realm_id", "/authDetails/realmId"),
    ("admin_event.auth_client_id", "/authDetails/clientId"),
    ("admin_event.auth_user_id", "/authDetails/userId"),
    ("admin_event.auth_ip_address", "/authDetails/ipAddress"),
    ("client_session_count.client_uuid", "/id"),
    ("identity_provider_user.user_id", "/id"),
    ("organization_member.user_id", "/id"),
    ("realm.default_role", "/defaultRole/name"),
    ("realm.name", "/realm"),
    ("role_group.group_id", "/id"),
    ("user.access_view", "/access/view"),
    ("user.access_manage", "/access/manage"),
    ("user.access_map_roles", "/access/mapRoles"),
    ("user.access_manage_group_membership", "/access/manageGroupMembership"),
    ("user.access_impersonate", "/access/impersonate"),
    ("user_client_role.user_id", "/id"),
    ("user_federated_identity.federated_user_id", "/userId"),
    ("user_federated_identity.federated_username", "/userName"),
];

/// Secrets that the server masks or returns; the component returns null.
const SECRETS: &[&str] = &[
    "/secret",
    "/registrationAccessToken",
    "/attributes/client.secret.rotated",
    "/attributes/saml.signing.private.key",
    "/attributes/saml.encryption.private.key",
    "/config/clientSecret",
    "/config/secret",
    "/config/privateKey",
    "/smtpServer/password",
];

/// The JSON pointer to a column's attribute: its name in camel case, unless it is renamed.
fn pointer(object: &str, column: &str) -> String {
    let full = format!("{object}.{column}");
    if let Some((_, pointer)) = RENAMED.iter().find(|(name, _)| *name == full) {
        return (*pointer).to_owned();
    }
    let name = column.strip_prefix("contained_").unwrap_or(column);
    let name = if name.len() < column.len() { name.strip_prefix("role_").unwrap_or(name) } else { name };
    let mut out = String::from("/");
    for (at, word) in name.split('_').enumerate() {
        let (first, rest) = word.split_at(1);
        out.push_str(&if at == 0 { first.to_owned() } else { first.to_uppercase() });
        out.push_str(rest);
    }
    out
}

fn without_secrets(mut row: Json) -> Json {
    for secret in SECRETS {
        if let Some(value) = row.pointer_mut(secret) {
            *value = Json::Null;
        }
    }
    row
}

/// JSON whose arrays and keys are sorted, because Keycloak returns sets in any order.
fn sorted(value: Json) -> Json {
    match value {
        Json::Array(items) => {
            let mut items: Vec<Json> = items.into_iter().map(sorted).collect();
            items.sort_by_key(ToString::to_string);
            items.into()
        }
        Json::Object(members) => {
            let members: BTreeMap<String, Json> =
                members.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            members.into_iter().collect()
        }
        other => other,
    }
}

/// The rows of a scan, with JSON values [`sorted`].
fn with_sorted_sets(rows: BTreeSet<Row>, columns: &[(String, Kind)]) -> BTreeSet<Row> {
    let cell = |(text, (_, kind)): (String, &(String, Kind))| match kind {
        Kind::Json | Kind::Map => serde_json::from_str(&text).map_or(text, |value| sorted(value).to_string()),
        _ => text,
    };
    rows.into_iter().map(|row| row.into_iter().zip(columns).map(cell).collect()).collect()
}

/// The value of a column as the harness shows it.
fn cell(object: &str, column: &str, kind: Kind, (keys, row): &Expected) -> String {
    if let Some((_, value)) = keys.iter().find(|(key, _)| *key == column) {
        return value.clone();
    }
    let pointer = if column == "attrs" { String::new() } else { pointer(object, column) };
    let shown = text(row, &pointer);
    match row.pointer(&pointer).and_then(Json::as_i64) {
        Some(millis) if kind == Kind::Time => {
            DateTime::from_timestamp_millis(millis).expect("a time").format("%Y-%m-%d %H:%M:%S%.f").to_string()
        }
        _ => shown,
    }
}

/// Compares all imported columns of an object, and `attrs`.
fn compare(object: &Object, expected: Vec<Expected>) {
    let imported = column::flatten(object.columns).into_iter().filter(|column| column.imported);
    let mut columns: Vec<(String, Kind)> = imported.map(|column| (column.name, column.kind)).collect();
    if expected.iter().all(|(_, row)| row.get(WITHOUT_ATTRS).is_none() && row.is_object()) {
        columns.push((column::ATTRS.to_owned(), Kind::Map));
    }
    let rows = expected.into_iter().map(|(keys, row)| (keys, without_secrets(row)));
    let row = |expected: Expected| -> Row {
        columns.iter().map(|(name, kind)| cell(object.name, name, *kind, &expected)).collect()
    };
    let want: BTreeSet<Row> = rows.map(row).collect();
    let names: Vec<String> = columns.iter().map(|(name, kind)| format!("{name} {}", kind.sql())).collect();
    let server = server(small_keycloak().base_url());
    let found = scanned(&server, &query(object.name, &names.join(", "), &[]));
    assert_same(object.name, &with_sorted_sets(found, &columns), &with_sorted_sets(want, &columns));
}

fn plain(rows: Vec<Json>) -> Vec<Expected> {
    rows.into_iter().map(|row| (Vec::new(), row)).collect()
}

/// Rows below a parent, whose key is a column.
fn keyed(key: &'static str, rows: Vec<Child>) -> Vec<Expected> {
    rows.into_iter().map(|(parent, row)| (vec![(key, parent)], row)).collect()
}

fn of_client_roles(rows: Vec<(String, String, Json)>) -> Vec<Expected> {
    let keys = |client, role| vec![("client_uuid", client), ("role_name", role)];
    rows.into_iter().map(|(client, role, row)| (keys(client, role), row)).collect()
}

/// Rows that consist of keys only.
fn pairs(names: [&'static str; 2], rows: Vec<[String; 2]>) -> Vec<Expected> {
    let [first, second] = names;
    rows.into_iter().map(|[a, b]| (vec![(first, a), (second, b)], json!(null))).collect()
}

/// Users, with the accounts of clients. What the client may do with a user is only in lists, and the same for all.
fn all_users(realm: &Realm) -> anyhow::Result<Vec<Json>> {
    let mut users = realm.users()?;
    let access = users[0]["access"].clone();
    for mut account in realm.service_accounts()? {
        account["access"] = access.clone();
        users.push(account);
    }
    Ok(users)
}

/// Attributes of users: user, key and value.
fn attributes(users: &[Json]) -> Vec<Expected> {
    let mut out = Vec::new();
    for user in users {
        for (key, values) in user["attributes"].as_object().into_iter().flatten() {
            for value in values.as_array().into_iter().flatten() {
                let keys = [text(user, "/id"), key.clone(), text(value, "")];
                let names = ["user_id", "attribute_key", "attribute_value"];
                out.push((names.into_iter().zip(keys).collect(), json!(null)));
            }
        }
    }
    out
}

fn required_actions(users: &[Json]) -> Vec<[String; 2]> {
    let of = |user: &Json| user["requiredActions"].as_array().cloned().unwrap_or_default();
    let of =
        |user: &Json| of(user).into_iter().map(|action| [text(user, "/id"), text(&action, "")]).collect::<Vec<_>>();
    users.iter().flat_map(of).collect()
}

/// The rows of a table, as the Admin API lists them.
fn expected(realm: &Realm, object: &str) -> anyhow::Result<Vec<Expected>> {
    let by_id = |rows: Vec<Child>| rows.into_iter().map(|(key, row)| [key, text(&row, "/id")]).collect();
    let by_name = |rows: Vec<Child>| rows.into_iter().map(|(key, row)| [key, text(&row, "/name")]).collect();
    Ok(match object {
        "admin_event" => plain(realm.admin_events()?),
        "authentication_execution" => keyed("flow_alias", realm.executions()?),
        "authentication_flow" => plain(realm.flows()?),
        "client" => plain(realm.clients()?),
        "client_offline_session" => keyed("client_uuid", realm.offline_sessions()?),
        "client_role" => keyed("client_uuid", realm.client_roles()?),
        "client_role_composite" => of_client_roles(realm.client_role_composites()?),
        "client_scope" => plain(realm.client_scopes()?),
        "client_session" => keyed("client_uuid", realm.client_sessions()?),
        "client_session_count" => plain(realm.session_numbers()?),
        "component" => plain(realm.components()?),
        "event" => plain(realm.events()?),
        "events_config" => plain(vec![realm.events_config()?]),
        "group" => plain(realm.groups()?),
        "group_member" => pairs(["group_id", "user_id"], by_id(realm.members()?)),
        "identity_provider" => plain(realm.identity_providers()?),
        "identity_provider_mapper" => keyed("identity_provider", realm.identity_provider_mappers()?),
        "identity_provider_user" => identity_provider_users(realm)?,
        "organization" => plain(realm.organizations()?),
        "organization_member" => keyed("organization_id", realm.organization_members()?),
        "realm" => plain(vec![realm.properties()?]),
        "required_action" => plain(realm.required_actions()?),
        "role" => plain(realm.roles()?),
        "role_composite" => keyed("role_name", realm.role_composites()?),
        "role_group" => keyed("role_name", realm.role_groups()?),
        "user" => plain(all_users(realm)?),
        "user_attribute" => attributes(&all_users(realm)?),
        "user_client_role" => of_client_roles(realm.client_role_users()?),
        "user_consent" => keyed("user_id", realm.consents()?),
        "user_credential" => keyed("user_id", realm.credentials()?),
        "user_federated_identity" => keyed("user_id", realm.federated_identities()?),
        "user_realm_role" => pairs(["user_id", "role_name"], by_name(realm.user_roles()?)),
        "user_required_action" => pairs(["user_id", "required_action"], required_actions(&all_users(realm)?)),
        "user_session" => plain(realm.sessions()?.into_iter().map(|(_, session)| session).collect()),
        other => panic!("no rule for {other}"),
    })
}

/// Found by the identities of each user.
fn identity_provider_users(realm: &Realm) -> anyhow::Result<Vec<Expected>> {
    let users = realm.users()?;
    let identities = realm.federated_identities()?.into_iter();
    let link = |(id, identity): Child| {
        let user = users.iter().find(|user| user["id"] == *id).cloned().unwrap_or_default();
        let keys = vec![("identity_provider", text(&identity, "/identityProvider")), ("user_id", id)];
        (keys, json!({ "username": user["username"], WITHOUT_ATTRS: true }))
    };
    Ok(identities.map(link).collect())
}

#[test]
fn every_table_has_the_rows_and_values_that_the_admin_api_returns() {
    // The attribute `access` says what the client itself may do.
    let client = small_keycloak().admin().as_client(REALM, FDW, FDW_SECRET);
    let realm = client.realm(REALM);
    for object in CATALOGUE.objects {
        let rows = expected(&realm, object.name).unwrap_or_else(|error| panic!("{}: {error:#}", object.name));
        compare(object, rows);
    }
}

#[test]
fn rows_of_one_parent_are_the_same_as_in_the_whole_table() {
    let server = server(keycloak().base_url());
    let cases = [
        ("client_role", "client_uuid text, name text", 0),
        ("client_offline_session", "id text, user_id text, client_uuid text", 1),
        ("group", "parent_id text, id text", 0),
        ("group", "name text, id text", 0),
        ("group", "path text, id text", 0),
        ("group_member", "group_id text, user_id text", 0),
        ("group_member", "group_id text, user_id text", 1),
        ("organization", "name text, id text", 0),
        ("role", "name text, id text", 0),
        ("user_attribute", "user_id text, attribute_key text, attribute_value text", 0),
        ("user_client_role", "client_uuid text, role_name text, user_id text", 0),
        ("user_client_role", "client_uuid text, role_name text, user_id text", 1),
        ("user_client_role", "client_uuid text, role_name text, user_id text", 2),
        ("user_realm_role", "user_id text, role_name text", 0),
        ("user_realm_role", "user_id text, role_name text", 1),
        ("user_session", "user_id text, id text", 0),
    ];
    for (object, columns, key) in cases {
        let name = columns.split(", ").nth(key).and_then(|column| column.split(' ').next()).expect("a column");
        let all = scanned(&server, &query(object, columns, &[]));
        // Values that are not pushed down would prove nothing.
        let values: BTreeSet<&String> = all.iter().map(|row| &row[key]).filter(|value| !value.is_empty()).collect();
        let plain = values.into_iter().filter(|value| !value.contains([',', '\'', '%']) && value.is_ascii());
        for value in plain.step_by(7).take(12) {
            let want: BTreeSet<Row> = all.iter().filter(|row| row[key] == *value).cloned().collect();
            let found = scanned(&server, &query(object, columns, &[&format!("{name} = '{value}'")]));
            assert_same(object, &found, &want);
        }
    }
}

#[test]
fn no_table_returns_a_secret() {
    let server = server(small_keycloak().base_url());
    for object in ["client", "component", "identity_provider", "realm", "user_credential"] {
        for row in scanned(&server, &query(object, "attrs jsonb", &[])) {
            for secret in ["secret-", "smtp-secret", "secret of ", "MII", "secretData"] {
                let found = row[0].contains(secret) && !row[0].contains("client-secret");
                assert!(!found, "{object}: {}", row[0]);
            }
        }
    }
}
