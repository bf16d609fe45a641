//! Every imported column of every table, compared with the same data read through the Admin API.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::{self, Kind};
use keycloak_catalogue::CATALOGUE;
use keycloak_server::{FDW, FDW_SECRET, REALM, Row as ExpectedRow};
use serde_json::Value as Json;

use crate::common::{Row, assert_same, keycloak, query, scanned, server, small_keycloak, text};

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
