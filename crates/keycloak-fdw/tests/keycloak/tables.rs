//! Every imported column of every table, compared with the same data read through the Admin API.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::{self, Kind};
use keycloak_catalogue::CATALOGUE;
use keycloak_server::{FDW, FDW_SECRET, REALM, Row as ExpectedRow, SECRETS};
use serde_json::Value as Json;
use wrappers_harness::expect::{Row, assert_same, query, rows, scanned, text};

use crate::common::{server, small_keycloak};

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
fn cell(object: &str, column: &str, kind: Kind, row: &ExpectedRow) -> String {
    let value = row.value(object, column);
    match value.as_i64() {
        Some(millis) if kind == Kind::Time => {
            DateTime::from_timestamp_millis(millis).expect("a time").format("%Y-%m-%d %H:%M:%S%.f").to_string()
        }
        _ => text(&value, ""),
    }
}

/// Compares all imported columns of an object.
fn compare(object: &Object, rows: &[ExpectedRow]) {
    let imported = column::flatten(object.columns).into_iter().filter(|column| column.imported);
    let mut columns: Vec<(String, Kind)> = imported.map(|column| (column.name, column.kind)).collect();
    if rows.iter().all(|row| row.has_all_attributes) {
        columns.push((column::ATTRS.to_owned(), Kind::Map));
    }
    let row =
        |row: &ExpectedRow| -> Row { columns.iter().map(|(name, kind)| cell(object.name, name, *kind, row)).collect() };
    let want: BTreeSet<Row> = rows.iter().map(row).collect();
    let names: Vec<String> = columns.iter().map(|(name, kind)| format!("{name} {}", kind.sql())).collect();
    let server = server(small_keycloak().base_url());
    let found = scanned(&server, &query(object.name, &names.join(", "), &[]));
    assert_same(object.name, &with_sorted_sets(found, &columns), &with_sorted_sets(want, &columns));
}

#[test]
fn every_table_has_the_rows_and_values_that_the_admin_api_returns() {
    // The attribute `access` says what the client itself may do.
    let client = small_keycloak().admin().as_client(REALM, FDW, FDW_SECRET);
    let realm = client.realm(REALM);
    for object in CATALOGUE.objects {
        let rows = realm.table(object.name).unwrap_or_else(|error| panic!("{}: {error:#}", object.name));
        compare(object, &rows);
    }
}

/// Columns with conditions that are pushed down, or by which rows are requested.
const CONDITIONS: &[(&str, &str)] = &[
    ("authentication_execution", "flow_alias"),
    ("client", "client_id"),
    ("client", "id"),
    ("client_offline_session", "client_uuid"),
    ("client_offline_session", "user_id"),
    ("client_role", "client_uuid"),
    ("client_scope", "id"),
    ("component", "id"),
    ("component", "parent_id"),
    ("component", "provider_type"),
    ("event", "type"),
    ("event", "user_id"),
    ("group", "id"),
    ("group", "name"),
    ("group", "parent_id"),
    ("group", "path"),
    ("group_member", "group_id"),
    ("group_member", "user_id"),
    ("identity_provider", "alias"),
    ("identity_provider_mapper", "identity_provider"),
    ("identity_provider_user", "identity_provider"),
    ("organization", "id"),
    ("organization", "name"),
    ("organization_member", "organization_id"),
    ("role", "name"),
    ("role_composite", "role_name"),
    ("role_group", "role_name"),
    ("user", "email"),
    ("user", "first_name"),
    ("user", "id"),
    ("user", "username"),
    ("user_attribute", "user_id"),
    ("user_client_role", "client_uuid"),
    ("user_client_role", "role_name"),
    ("user_client_role", "user_id"),
    ("user_federated_identity", "user_id"),
    ("user_realm_role", "role_name"),
    ("user_realm_role", "user_id"),
    ("user_required_action", "user_id"),
    ("user_session", "user_id"),
];

/// Columns that together distinguish rows, besides the column of the condition.
const IDENTITIES: [&str; 9] = [
    "id",
    "alias",
    "user_id",
    "role_name",
    "group_id",
    "attribute_value",
    "required_action",
    "contained_role_id",
    "identity_provider",
];

#[test]
fn a_condition_returns_the_rows_that_satisfy_it() {
    let client = small_keycloak().admin().as_client(REALM, FDW, FDW_SECRET);
    let realm = client.realm(REALM);
    let server = server(small_keycloak().base_url());
    for (object, column) in CONDITIONS {
        let declared = CATALOGUE.object(object).expect("an object").columns;
        let others = IDENTITIES.into_iter().filter(|name| name != column && column::find(declared, name).is_some());
        let columns: Vec<&str> = [*column].into_iter().chain(others).collect();
        let listed = realm.table(object).unwrap_or_else(|error| panic!("{object}: {error:#}"));
        let row =
            |row: &ExpectedRow| -> Row { columns.iter().map(|name| text(&row.value(object, name), "")).collect() };
        let all: BTreeSet<Row> = listed.iter().map(row).collect();
        let declared: Vec<String> = columns.iter().map(|name| format!("{name} text")).collect();
        let values: BTreeSet<&String> = all.iter().map(|row| &row[0]).filter(|value| !value.is_empty()).collect();
        // The harness has no escapes for these characters.
        let values: Vec<&String> = values.into_iter().filter(|value| !value.contains(['\'', ','])).collect();
        for value in values.iter().step_by(values.len().div_ceil(8)) {
            let want: BTreeSet<Row> = all.iter().filter(|row| row[0] == **value).cloned().collect();
            let condition = format!("{column} = '{value}'");
            let found = scanned(&server, &query(object, &declared.join(", "), &[&condition]));
            assert_same(&format!("{object} where {condition}"), &found, &want);
        }
    }
}

#[test]
fn a_condition_adds_no_rows_that_the_table_does_not_have() {
    let server = server(small_keycloak().base_url());
    // A flow inside another one, and the internal id of an identity provider.
    let nested = "flow_alias = 'forms'";
    assert!(scanned(&server, &query("authentication_execution", "flow_alias text, id text", &[nested])).is_empty());
    let providers = scanned(&server, &query("identity_provider", "internal_id text, alias text", &["alias = google"]));
    let internal = providers.first().expect("a provider")[0].clone();
    let condition = format!("identity_provider = '{internal}'");
    let mappers = query("identity_provider_mapper", "identity_provider text, id text", &[&condition]);
    assert!(scanned(&server, &mappers).is_empty());
    // A role of a client is not one of the realm.
    assert!(scanned(&server, &query("role", "name text", &["name = 'view-users'"])).is_empty());
}

#[test]
fn no_table_returns_a_secret() {
    let server = server(small_keycloak().base_url());
    for object in CATALOGUE.objects {
        for row in rows(&server, &query(object.name, "attrs jsonb", &[])) {
            for secret in SECRETS {
                assert!(!row[0].contains(secret), "{}: {secret} in {}", object.name, row[0]);
            }
        }
    }
    let log = "admin_event: the column representation, which can contain secrets";
    let events = scanned(&server, &query("admin_event", "id text, attrs jsonb", &[]));
    assert!(events.iter().any(|row| row[1].contains(r#""representation":null"#)), "{log}");
}
