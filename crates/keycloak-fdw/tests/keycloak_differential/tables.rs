//! The copies of the foreign tables. They are made of what [`Realm`] reads through the Admin API, without filters, by the
//! code below, which does not use the component.

use anyhow::{Result, bail};
use differential::tables::{self, Kind, Table};
use fdw_sandbox::{Keycloak, Provider};
use keycloak_server::{Child, Realm};
use postgres::Client;
use serde_json::{Map, Value, json};

/// Foreign tables written by hand, with types that IMPORT FOREIGN SCHEMA does not use, keys of attributes, and comparisons
/// that are pushed down.
const BY_HAND: &str = "
    create foreign table keycloak.people (
        id text, username text, email text, created_timestamp timestamp, not_before integer,
        attributes_department jsonb, attributes_locale jsonb
    ) server keycloak_server options (object 'user');
    create foreign table keycloak.teams (
        id text, path text, parent_id text, sub_group_count smallint, attributes_level jsonb
    ) server keycloak_server options (object 'group');
    create foreign table keycloak.user_first (
        id text, username text, first_name text, enabled boolean, created_timestamp timestamptz
    ) server keycloak_server options (object 'user', pushdown_comparisons 'true');
    create foreign table keycloak.event_first (
        type text, user_id text, client_id text, error text, time timestamptz
    ) server keycloak_server options (object 'event', pushdown_comparisons 'true');
    create foreign table keycloak.admin_event_first (
        operation_type text, resource_type text, resource_path text, time timestamp
    ) server keycloak_server options (object 'admin_event', pushdown_comparisons 'true');
";

/// Tables that are chosen more often, because most joins use them.
const FREQUENT: [&str; 5] = ["user", "group", "group_member", "user_realm_role", "people"];

/// Columns whose values may differ between two requests: an object that is read by its id has more attributes, the rows of
/// some tables are read as different objects, and the scopes of a client come in any order.
fn may_differ(object: &str, column: &str) -> bool {
    match (object, column) {
        (_, "attrs") => !matches!(object, "role" | "event" | "admin_event"),
        ("client", "default_client_scopes" | "optional_client_scopes") => true,
        ("user", _) => column.starts_with("access_"),
        _ => false,
    }
}

/// What a column's values name.
fn entity(object: &str, column: &str) -> Option<&'static str> {
    match (object, column) {
        ("user", "id") | (_, "user_id") => Some("user"),
        ("group", "id") | (_, "group_id" | "parent_id") => Some("group"),
        ("role", "name") | (_, "role_name") => Some("role"),
        ("client" | "event", "client_id") => Some("client"),
        _ => None,
    }
}

/// Creates the copies and returns the tables.
pub fn make(client: &mut Client, realm: &Realm) -> Result<Vec<Table>> {
    client.batch_execute(BY_HAND)?;
    let objects = tables::objects(client, Keycloak::NAME);
    objects.iter().map(|(name, object)| copy(client, realm, name, object)).collect()
}

fn copy(client: &mut Client, realm: &Realm, name: &str, object: &str) -> Result<Table> {
    let mut columns = tables::columns(client, Keycloak::NAME, name);
    columns.retain(|(column, _)| !may_differ(object, column));
    let rows = rows(realm, object)?.into_iter().map(|row| flat(object, &row, &columns)).collect();
    let mut table = tables::copy(client, Keycloak::NAME, name, columns, rows);
    table.pushdown_comparisons = name.ends_with("_first");
    table.is_frequent = FREQUENT.contains(&name);
    for column in &mut table.columns {
        column.entity = entity(object, &column.name);
    }
    Ok(table)
}

/// The rows of an object, with the attributes of the Admin API, or with the columns of the table if each row is a pair.
fn rows(realm: &Realm, object: &str) -> Result<Vec<Value>> {
    Ok(match object {
        "user" => users(realm)?,
        "user_attribute" => users(realm)?.iter().flat_map(attributes).collect(),
        "user_required_action" => users(realm)?.iter().flat_map(required_actions).collect(),
        "user_realm_role" => pairs(realm.role_users()?, "roleName", "userId"),
        "group" => realm.groups()?,
        "group_member" => pairs(realm.members()?, "groupId", "userId"),
        "role" => realm.roles()?,
        "client" => realm.clients()?,
        "event" => realm.events()?,
        "admin_event" => realm.admin_events()?,
        other => bail!("there is no rule for the copy of {other}"),
    })
}

/// Users and service accounts.
fn users(realm: &Realm) -> Result<Vec<Value>> {
    let mut users = realm.users()?;
    users.extend(realm.service_accounts()?);
    Ok(users)
}

/// A row for each value of each attribute of a user.
fn attributes(user: &Value) -> Vec<Value> {
    let attributes = user["attributes"].as_object().into_iter().flatten();
    let values =
        attributes.flat_map(|(key, values)| values.as_array().into_iter().flatten().map(move |value| (key, value)));
    values.map(|(key, value)| json!({ "userId": user["id"], "attributeKey": key, "attributeValue": value })).collect()
}

fn required_actions(user: &Value) -> Vec<Value> {
    let actions = user["requiredActions"].as_array().into_iter().flatten();
    actions.map(|action| json!({ "userId": user["id"], "requiredAction": action })).collect()
}

/// A row for each pair of a parent and the id of its child.
fn pairs(children: Vec<Child>, parent: &str, child: &str) -> Vec<Value> {
    children.into_iter().map(|(key, row)| json!({ parent: key, child: row["id"] })).collect()
}

/// A JSON object with a value for each column of a table.
fn flat(object: &str, row: &Value, columns: &[(String, String)]) -> Value {
    let cell = |(name, ty): &(String, String)| {
        let value = value_of(object, row, name);
        let value = match value.as_i64() {
            Some(millis) if Kind::of(ty) == Kind::Time => moment(millis),
            _ => value,
        };
        (name.clone(), value)
    };
    Value::Object(columns.iter().map(cell).collect::<Map<_, _>>())
}

/// The value of a column: the whole object, a user-defined attribute, or an attribute whose name is that of the column in
/// another style.
fn value_of(object: &str, row: &Value, column: &str) -> Value {
    if column == "attrs" {
        return row.clone();
    }
    if let Some(key) = column.strip_prefix("attributes_") {
        return row["attributes"][key].clone();
    }
    match column.strip_prefix("auth_") {
        Some(rest) if object == "admin_event" => row["authDetails"][&camel_case(rest)].clone(),
        _ => row[&camel_case(column)].clone(),
    }
}

/// `first_name` as `firstName`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

fn moment(millis: i64) -> Value {
    let time = chrono::DateTime::from_timestamp_millis(millis).expect("a time");
    time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true).into()
}
