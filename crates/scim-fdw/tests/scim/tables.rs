//! Every imported column of every table, compared with what the servers list, on both servers; and the attributes that the
//! servers' schemas declare, compared with the columns.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::{self, ATTRS, Kind, ResolvedSource};
use scim_catalogue::{NO_COLUMNS, RFC7644};
use scim_server::{Implementation, Row as ExpectedRow, Server};
use serde_json::Value as Json;
use wrappers_harness::Value;
use wrappers_harness::expect::{Row, assert_same, query, scanned, text};

use crate::common::{proxy_of, server, servers, shared};

/// The value of a column as the harness shows it.
fn cell(object: &str, column: &str, kind: Kind, row: &ExpectedRow) -> String {
    let value = row.value(object, column);
    match value.as_str() {
        Some(time) if kind == Kind::Time => {
            let time = DateTime::parse_from_rfc3339(time).expect("a time").to_utc();
            time.format("%Y-%m-%d %H:%M:%S%.f").to_string().trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => text(&value, ""),
    }
}

/// Compares rows, of which there may be none: scim2-server keeps no groups of users.
fn assert_same_or_empty(what: &str, found: &BTreeSet<Row>, want: &BTreeSet<Row>) {
    if want.is_empty() {
        assert!(found.is_empty(), "{what}: {found:?}");
    } else {
        assert_same(what, found, want);
    }
}

/// Columns of an object that imported tables have, and `attrs`.
fn columns(object: &Object) -> Vec<(String, Kind)> {
    let imported = column::flatten(object.columns).into_iter().filter(|column| column.imported);
    imported.map(|column| (column.name, column.kind)).chain([(ATTRS.to_owned(), Kind::Map)]).collect()
}

#[test]
fn every_table_has_the_rows_and_values_that_the_servers_list() {
    for scim in servers() {
        let server = server(scim.base_url());
        for object in RFC7644.objects {
            let columns = columns(object);
            let names: Vec<String> = columns.iter().map(|(name, kind)| format!("{name} {}", kind.sql())).collect();
            let found = scanned(&server, &query(object.name, &names.join(", "), &[]));
            let rows = scim.client().table(object.name).expect("rows");
            let row = |row: &ExpectedRow| -> Row {
                columns.iter().map(|(name, kind)| cell(object.name, name, *kind, row)).collect()
            };
            let trimmed = |row: Row| {
                row.into_iter().zip(&columns).map(|(cell, (_, kind))| match kind {
                    Kind::Time => cell.trim_end_matches('0').trim_end_matches('.').to_owned(),
                    _ => cell,
                })
            };
            let found = found.into_iter().map(|row| trimmed(row).collect()).collect();
            let what = format!("{} on {}", object.name, scim.implementation().name());
            assert_same_or_empty(&what, &found, &rows.iter().map(row).collect());
        }
    }
}

/// The attributes of a schema that may be returned, as paths: those of complex attributes with one value, not the attributes
/// themselves.
fn attributes(of: &Json, outer: &[&str], out: &mut Vec<Vec<String>>) {
    for attribute in of.as_array().into_iter().flatten() {
        let name = attribute["name"].as_str().expect("a name");
        let path = [outer, &[name]].concat();
        match attribute["subAttributes"].is_array() && attribute["multiValued"] != true {
            true => attributes(&attribute["subAttributes"], &path, out),
            false => out.push(path.into_iter().map(str::to_owned).collect()),
        }
    }
}

#[test]
fn every_attribute_of_the_rfcs_schemas_has_a_column() {
    let checked = [
        ("users", "urn:ietf:params:scim:schemas:core:2.0:User", false),
        ("users", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", true),
        ("groups", "urn:ietf:params:scim:schemas:core:2.0:Group", false),
        ("service_provider_config", "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig", false),
        ("resource_types", "urn:ietf:params:scim:schemas:core:2.0:ResourceType", false),
        ("schemas", "urn:ietf:params:scim:schemas:core:2.0:Schema", false),
    ];
    let mut checked_attributes = 0;
    for scim in servers() {
        let schemas = scim.client().get("Schemas").expect("schemas");
        for (object, id, is_extension) in checked {
            let columns = RFC7644.object(object).expect("an object").columns;
            let known: BTreeSet<Vec<String>> = column::flatten(columns)
                .iter()
                .filter_map(|column| match column::find(columns, &column.name)?.source {
                    ResolvedSource::Attribute(path) => Some(path.into_iter().map(str::to_owned).collect()),
                    ResolvedSource::Lookup(_) | ResolvedSource::Length(_) => None,
                    other => panic!("{}: {other:?}", column.name),
                })
                .collect();
            let Some(schema) =
                schemas["Resources"].as_array().expect("a list").iter().find(|schema| schema["id"] == id)
            else {
                continue;
            };
            let mut paths = Vec::new();
            let outer = if is_extension { vec![id] } else { Vec::new() };
            attributes(&schema["attributes"], &outer, &mut paths);
            for path in paths {
                let name = format!("{}.{}", schema["name"].as_str().expect("a name"), path.join("."));
                let has_reason = NO_COLUMNS.iter().any(|(attribute, _)| *attribute == name);
                assert!(known.contains(&path) != has_reason, "{name}");
                checked_attributes += 1;
            }
        }
    }
    assert!(checked_attributes > 70, "{checked_attributes}");
}

/// Columns with conditions that are pushed down, or by which rows are requested.
const CONDITIONS: &[(&str, &str, &[&str])] = &[
    ("users", "id", &[]),
    ("users", "external_id", &["id"]),
    ("users", "user_name", &["id"]),
    ("users", "email", &["id"]),
    ("users", "first_name", &["id"]),
    ("users", "last_name", &["id"]),
    ("users", "name_formatted", &["id"]),
    ("users", "display_name", &["id"]),
    ("users", "nick_name", &["id"]),
    ("users", "title", &["id"]),
    ("users", "user_type", &["id"]),
    ("users", "preferred_language", &["id"]),
    ("users", "locale", &["id"]),
    ("users", "timezone", &["id"]),
    ("users", "active", &["id"]),
    ("users", "department", &["id"]),
    ("user_emails", "user_id", &["value", "type"]),
    ("user_emails", "value", &["user_id", "type"]),
    ("user_addresses", "user_id", &["formatted", "type"]),
    ("user_phone_numbers", "user_id", &["value", "type"]),
    ("user_roles", "user_id", &["value"]),
    ("user_roles", "value", &["user_id"]),
    ("user_groups", "user_id", &["group_id", "type"]),
    ("user_groups", "group_id", &["user_id"]),
    ("groups", "id", &[]),
    ("groups", "display_name", &["id"]),
    ("groups", "external_id", &["id"]),
    ("group_members", "group_id", &["member_id"]),
    ("group_members", "member_id", &["group_id"]),
];

#[test]
fn a_condition_returns_the_rows_that_satisfy_it_on_scim2_server() {
    check_conditions(shared(Implementation::Scim2Server));
}

#[test]
fn a_condition_returns_the_rows_that_satisfy_it_on_scimmy() {
    check_conditions(shared(Implementation::Scimmy));
}

/// Columns on which conditions of every form are tried.
const EVERY_FORM: [&str; 5] = ["user_name", "email", "display_name", "value", "group_id"];

/// Compares the rows of a scan with each condition with those rows of the whole list that satisfy it.
fn check_conditions(scim: &Server) {
    // The data do not change, and most of the time is that of the servers.
    let proxy = proxy_of(scim.base_url());
    proxy.remember();
    let server = server(&proxy.base_url());
    let mut listed: BTreeMap<&str, Vec<ExpectedRow>> = BTreeMap::new();
    for (object, column, others) in CONDITIONS {
        let columns: Vec<&str> = [*column].into_iter().chain(others.iter().copied()).collect();
        let row =
            |row: &ExpectedRow| -> Row { columns.iter().map(|name| text(&row.value(object, name), "")).collect() };
        let rows = listed.entry(*object).or_insert_with(|| scim.client().table(object).expect("rows"));
        // Each row, and whether the value in the column is NULL.
        let all: BTreeSet<(Row, bool)> =
            rows.iter().map(|listed| (row(listed), listed.value(object, column).is_null())).collect();
        let ty = |name: &&str| if *name == "active" { "boolean" } else { "text" };
        let declared: Vec<String> = columns.iter().map(|name| format!("{name} {}", ty(name))).collect();
        let mut conditions = vec![format!("{column} is not null")];
        let values: BTreeSet<&String> = all.iter().map(|(row, _)| &row[0]).filter(|value| !value.is_empty()).collect();
        // The harness has no escapes for these characters.
        let values: Vec<&String> = values.into_iter().filter(|value| !value.contains(['\'', ',', '%'])).collect();
        // Servers disagree on backslashes.
        let special = values.iter().find(|value| value.contains('\\'));
        let usual = values.iter().filter(|value| !value.contains('\\')).step_by(values.len().div_ceil(2).max(1));
        for (at, value) in usual.chain(special).enumerate() {
            conditions.push(format!("{column} = '{value}'"));
            if at == 0 && ty(column) == "text" {
                let part = |range: std::ops::Range<usize>| -> String {
                    value.chars().skip(range.start).take(range.len()).collect()
                };
                conditions.push(format!("{column} ~~ '{}%'", part(0..3)));
                if EVERY_FORM.contains(column) {
                    conditions.push(format!("{column} ~~ '%{}%'", part(2..6)));
                    conditions.push(format!("{column} ~~* '{}%'", part(0..3).to_uppercase()));
                }
            }
        }
        if let (Some(first), Some(last), true) = (values.first(), values.last(), EVERY_FORM.contains(column)) {
            conditions.push(format!("{column} in {first},{last}"));
        }
        for condition in conditions {
            let filtered = query(object, &declared.join(", "), &[&condition]);
            let value = |row: &Row| match ty(column) {
                "boolean" => Value::Bool(row[0] == "t"),
                _ => Value::Text(row[0].clone()),
            };
            let holds = |(row, is_null): &&(Row, bool)| !is_null && filtered.quals[0].holds(&value(row));
            let want: BTreeSet<Row> = all.iter().filter(holds).map(|(row, _)| row.clone()).collect();
            let found = scanned(&server, &filtered);
            let what = format!("{object} on {} where {condition}", scim.implementation().name());
            assert_same_or_empty(&what, &found, &want);
        }
    }
}
