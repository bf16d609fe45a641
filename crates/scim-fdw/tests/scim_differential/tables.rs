//! The copies of the foreign tables. They are made of what [`Client`] lists, without filters, by the code below, which does
//! not use the component.

use anyhow::Result;
use differential::tables::{self, Table};
use fdw_sandbox::{Provider, Scim};
use postgres::Client;
use scim_server::Client as Directory;

/// Foreign tables written by hand, with types that IMPORT FOREIGN SCHEMA does not use, attributes of an extension, and
/// comparisons that are pushed down.
const BY_HAND: &str = r#"
    create foreign table scim.people (
        id text, user_name text, email text, created timestamp, acme_badge_number text, acme_level smallint,
        acme_is_contractor boolean, enterprise_department text
    ) server scim_server options (object 'users',
        attributes '{"acme_badge_number": "urn:acme:params:scim:schemas:extension:acme:2.0:User:badgeNumber",
            "acme_level": "urn:acme:params:scim:schemas:extension:acme:2.0:User:level",
            "acme_is_contractor": "urn:acme:params:scim:schemas:extension:acme:2.0:User:isContractor"}');
    create foreign table scim.users_first (
        id text, user_name text, first_name text, active boolean, last_modified timestamptz
    ) server scim_server options (object 'users', pushdown_comparisons 'true');
    create foreign table scim.groups_first (
        id text, display_name text, member_count integer, created timestamptz
    ) server scim_server options (object 'groups', pushdown_comparisons 'true');
"#;

/// Tables that are chosen more often, because most joins use them.
const FREQUENT: [&str; 5] = ["users", "groups", "group_members", "user_emails", "people"];

/// What a column's values name.
fn entity(object: &str, column: &str) -> Option<&'static str> {
    match (object, column) {
        ("users", "id") | (_, "user_id" | "member_id" | "manager_id") => Some("user"),
        ("groups", "id") | (_, "group_id") => Some("group"),
        ("users", "email") | ("user_emails", "value") => Some("address"),
        _ => None,
    }
}

/// Creates the copies and returns the tables.
pub fn make(client: &mut Client, directory: &Directory) -> Result<Vec<Table>> {
    client.batch_execute(BY_HAND)?;
    let objects = tables::objects(client, Scim::NAME);
    objects.iter().map(|(name, object)| copy(client, directory, name, object)).collect()
}

fn copy(client: &mut Client, directory: &Directory, name: &str, object: &str) -> Result<Table> {
    let columns = tables::columns(client, Scim::NAME, name);
    let listed = directory.table(object)?;
    let value = |row: &scim_server::Row, column: &str| match column.strip_prefix("enterprise_") {
        Some(rest) => row.value(object, rest),
        None => row.value(object, column),
    };
    let rows = listed.iter().map(|row| tables::row(&columns, |column| value(row, column))).collect();
    let mut table = tables::copy(client, Scim::NAME, name, columns, rows);
    table.pushdown_comparisons = name.ends_with("_first");
    table.is_frequent = FREQUENT.contains(&name);
    for column in &mut table.columns {
        column.entity = entity(object, &column.name);
    }
    Ok(table)
}
