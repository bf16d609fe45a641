//! The copies of the foreign tables. They are made of what [`Realm`] reads through the Admin API, without filters, by the
//! code below, which does not use the component.

use anyhow::Result;
use differential::tables::{self, Table};
use fdw_sandbox::{Keycloak, Provider};
use keycloak_server::Realm;
use postgres::Client;

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
        ("client", "id") | (_, "client_uuid") => Some("client uuid"),
        ("identity_provider", "alias") | (_, "identity_provider") => Some("identity provider"),
        ("organization", "id") | (_, "organization_id") => Some("organization"),
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
    let rows =
        realm.table(object)?.iter().map(|row| tables::row(&columns, |column| row.value(object, column))).collect();
    let mut table = tables::copy(client, Keycloak::NAME, name, columns, rows);
    table.pushdown_comparisons = name.ends_with("_first");
    table.is_frequent = FREQUENT.contains(&name);
    for column in &mut table.columns {
        column.entity = entity(object, &column.name);
    }
    Ok(table)
}
