//! The requests that ten tables take.

use anyhow::Result;
use fdw_sandbox::{Keycloak, Provider, Sandbox};
use keycloak_server::REALM;

/// Page size of a connector that reads the same rows.
const PAGE: usize = 100;

/// A table that was read completely.
pub struct Table {
    pub name: &'static str,
    pub rows: usize,
    pub requests: usize,
}

/// The tables, each with a column.
const TABLES: [(&str, &str); 10] = [
    ("user", "id"),
    ("user_attribute", "attribute_value"),
    ("user_realm_role", "role_name"),
    ("user_required_action", "required_action"),
    ("group", "id"),
    ("group_member", "user_id"),
    ("role", "id"),
    ("client", "id"),
    ("event", "id"),
    ("admin_event", "id"),
];

/// Reads all tables.
pub fn read(sandbox: &Sandbox<Keycloak>) -> Result<Vec<Table>> {
    let read = |(name, column): (&'static str, &str)| {
        sandbox.provider.reset();
        let rows = crate::rows(sandbox, name, column)?;
        Ok(Table { name, rows, requests: sandbox.provider.take_journal().len() })
    };
    TABLES.into_iter().map(read).collect()
}

/// The number of requests of a connector that reads lists in pages of 100 until a page is not full, and asks for the roles
/// of each user and the members and children of each group.
pub fn requests_of_a_connector(sandbox: &Sandbox<Keycloak>, tables: &[Table]) -> Result<usize> {
    let rows = |name: &str| tables.iter().find(|table| table.name == name).map_or(0, |table| table.rows);
    let pages = |rows: usize| rows / PAGE + 1;
    let admin = sandbox.provider.server.admin();
    let realm = admin.realm(REALM);
    let groups = realm.groups()?;
    let members = realm.members()?;
    let of_group = |id: &str| pages(members.iter().filter(|(group, _)| group == id).count());
    let of_groups: usize = groups.iter().filter_map(|group| group["id"].as_str()).map(of_group).sum();
    let users = rows("user");
    let lists = pages(users) + pages(rows("event")) + pages(rows("admin_event")) + 2;
    Ok(lists + users + groups.len() + 1 + of_groups)
}
