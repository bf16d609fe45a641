//! The tables: foreign tables in the schema `clerk`, and copies of the same data in the schema `local`. The copies are
//! made of the mock's objects by the code below, which does not use the component.

use clerk_mock::Mock;
use differential::tables::{self, Table};
use fdw_sandbox::Provider;
use postgres::Client;
use serde_json::Value;

/// Foreign tables written by hand, with types that IMPORT FOREIGN SCHEMA does not use and keys of metadata.
const BY_HAND: &str = "
    create foreign table clerk.people (
        id text, public_metadata_role text, public_metadata_plan_seats integer, public_metadata_plan_name text,
        public_metadata_score double precision, verification_attempts_remaining smallint, created_at date,
        updated_at timestamp, last_sign_in_at date, lockout_expires_in_seconds numeric, primary_phone_number text
    ) server clerk_server options (object 'users');
    create foreign table clerk.companies (
        id text, members_count smallint, public_metadata_tier text, public_metadata_limits_seats numeric,
        max_allowed_memberships real, created_at timestamp, updated_at date, attrs jsonb
    ) server clerk_server options (object 'organizations');
    create foreign table clerk.users_first (
        id text, username text, first_name text, banned boolean, primary_email_address text, created_at timestamptz,
        updated_at timestamptz, last_sign_in_at timestamp, last_active_at timestamptz
    ) server clerk_server options (object 'users', pushdown_comparisons 'true');
    create foreign table clerk.organizations_first (
        id text, name text, created_at timestamptz, updated_at timestamptz
    ) server clerk_server options (object 'organizations', pushdown_comparisons 'true');
";

/// Objects that cannot be read without a key.
const KEYED: [&str; 2] = ["api_keys", "sign_ups"];

/// Tables that are chosen more often, because most joins use them.
const FREQUENT: [&str; 5] = ["users", "organizations", "organization_memberships", "people", "users_first"];

/// What a column's values name.
fn entity(table: &str, column: &str) -> Option<&'static str> {
    match (table, column) {
        ("users" | "users_first" | "people", "id") | (_, "user_id" | "created_by" | "inviter_id") => Some("user"),
        ("organizations" | "companies", "id") | (_, "organization_id") => Some("organization"),
        _ => None,
    }
}

/// Creates the copies and returns the tables.
pub fn make(client: &mut Client, mock: &Mock) -> Vec<Table> {
    client.batch_execute(BY_HAND).expect("tables by hand");
    let mut objects = tables::objects(client, Mock::NAME);
    objects.retain(|(_, object)| !KEYED.contains(&object.as_str()));
    objects.iter().map(|(name, object)| copy(client, mock, name, object)).collect()
}

/// A JSON object of the API, and its key: name and value of the column with the id of its parent or owner.
type Source = (Value, Option<(&'static str, String)>);

/// All JSON objects that are the rows of an object.
fn sources(mock: &Mock, object: &str) -> Vec<Source> {
    let by_parent = |list: &str, key: &'static str| -> Vec<Source> {
        let parents = mock.parents(list).into_iter().map(|parent| Some((key, parent)));
        mock.rows(list).into_iter().zip(parents).collect()
    };
    match object {
        "organizations" => organizations(mock).into_iter().map(|row| (row, None)).collect(),
        "trusted_devices" | "user_billing_credits" | "user_billing_subscriptions" => by_parent(object, "user_id"),
        "user_organization_invitations" => by_parent("organization_invitations", "user_id"),
        "organization_billing_credits" | "organization_billing_subscriptions" => by_parent(object, "organization_id"),
        "enterprise_connection_test_runs" => by_parent(object, "enterprise_connection_id"),
        "billing_statement" => mock.rows("billing_statements").into_iter().map(|row| (row, None)).collect(),
        _ => match object.strip_prefix("user_") {
            Some(attribute) => mock.rows("users").iter().flat_map(|user| embedded_rows(user, attribute)).collect(),
            None => mock.rows(object).into_iter().map(|row| (row, None)).collect(),
        },
    }
}

fn embedded_rows(user: &Value, attribute: &str) -> Vec<Source> {
    let id = user["id"].as_str().unwrap_or("").to_owned();
    let rows = user[attribute].as_array().cloned().unwrap_or_default();
    rows.into_iter().map(|row| (row, Some(("user_id", id.clone())))).collect()
}

/// Replaces secrets, which the wrapper never returns, by null.
fn without_secrets(mut object: Value) -> Value {
    for secret in ["/api_key", "/oauth/access_token", "/oauth/id_token"] {
        if let Some(value) = object.pointer_mut(secret) {
            *value = Value::Null;
        }
    }
    object
}

fn copy(client: &mut Client, mock: &Mock, name: &str, object: &str) -> Table {
    let mut columns = tables::columns(client, Mock::NAME, name);
    if object == "organizations" {
        // The attributes of the whole object depend on the query: Clerk adds some of them on request.
        columns.retain(|(column, _)| column != "attrs");
    }
    let parts = row_id_parts(object);
    let rows = sources(mock, object).into_iter().map(|(row, key)| flat(&without_secrets(row), key, parts, &columns));
    let rows: Vec<Value> = rows.collect();
    let mut table = tables::copy(client, Mock::NAME, name, columns, rows);
    table.pushdown_comparisons = name.ends_with("_first");
    table.is_frequent = FREQUENT.contains(&name);
    for column in &mut table.columns {
        column.entity = entity(name, &column.name);
    }
    table
}

/// Organizations, with the attributes that Clerk adds on request.
fn organizations(mock: &Mock) -> Vec<Value> {
    let target =
        "organizations?limit=500&include_members_count=true&include_missing_member_with_elevated_permissions=true";
    let request =
        ureq::get(format!("{}/{target}", mock.url())).header("authorization", format!("Bearer {}", clerk_mock::KEY));
    let text = request.call().expect("the list").body_mut().read_to_string().expect("a body");
    let list: Value = serde_json::from_str(&text).expect("JSON");
    list["data"].as_array().expect("rows").clone()
}

/// The columns whose values, joined by a slash, are the column `row_id` of an object.
fn row_id_parts(object: &str) -> [&'static str; 2] {
    match object {
        "organization_memberships" => ["organization_id", "user_id"],
        "organization_invitations" | "organization_domains" => ["organization_id", "id"],
        "directory_group_role_mappings" => ["directory_id", "id"],
        "scim_group_role_mappings" => ["scim_directory_id", "id"],
        "templates" => ["template_type", "slug"],
        _ => ["user_id", "id"],
    }
}

/// A JSON object with a value for each column of a table.
fn flat(object: &Value, key: Option<(&str, String)>, row_id_parts: [&str; 2], columns: &[(String, String)]) -> Value {
    let of_key = |name: &str| key.as_ref().filter(|(key, _)| *key == name).map(|(_, id)| Value::from(id.as_str()));
    let value_of = |name: &str| of_key(name).or_else(|| find(object, name).cloned()).unwrap_or(Value::Null);
    tables::row(columns, |name| {
        if name == "row_id" {
            let parts = row_id_parts.map(|part| value_of(part).as_str().unwrap_or("").to_owned());
            return Value::from(parts.join("/"));
        }
        value_of(name)
    })
}

/// Finds the value of a column: an attribute of that name, an attribute of a nested object, whose keys are joined by
/// underscores, or one of a few values that are looked up elsewhere in the object.
fn find<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    let looked_up = |list: &str, id: &str, value: &str| {
        let elements = object.get(list)?.as_array()?;
        let id = object.get(id)?;
        elements.iter().find(|element| element["id"] == *id)?.get(value)
    };
    match name {
        "attrs" => return Some(object),
        // Only statements have this attribute.
        "statement_id" if object["groups"].is_array() => return object.get("id"),
        "primary_email_address" => {
            return looked_up("email_addresses", "primary_email_address_id", "email_address");
        }
        "primary_phone_number" => return looked_up("phone_numbers", "primary_phone_number_id", "phone_number"),
        "primary_web3_wallet" => return looked_up("web3_wallets", "primary_web3_wallet_id", "web3_wallet"),
        "user_id" if object["object"] == "organization_membership" => return object["public_user_data"].get("user_id"),
        "user_id" | "organization_id" if object["payer"].is_object() => return object["payer"].get(name),
        _ => {}
    }
    attribute(object, name)
}

/// The attribute with a flat name such as `public_metadata_role`.
fn attribute<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let members = value.as_object()?;
    if let Some(value) = members.get(name) {
        return Some(value);
    }
    let mut keys: Vec<&String> = members.keys().collect();
    keys.sort_by_key(|key| std::cmp::Reverse(key.len()));
    keys.iter().find_map(|key| attribute(&members[*key], name.strip_prefix(key.as_str())?.strip_prefix('_')?))
}
