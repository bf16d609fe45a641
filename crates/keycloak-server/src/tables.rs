//! The rows of every table of the component, as the Admin API lists them: without filters, each child below its own parent.
//! Which attribute a column has is derived from the column's name, not from the component's catalogue.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::walk::{Child, Realm};

/// A row of a table.
pub struct Row {
    /// The values of key columns, which the object does not contain.
    pub keys: Vec<(&'static str, String)>,
    /// What the Admin API returns, with secrets replaced by null; null if the row consists of keys only.
    pub object: Value,
    /// Whether the component's column `attrs` equals the object.
    pub has_all_attributes: bool,
}

/// Columns whose attribute has another name, as `object.column` and the attribute's JSON pointer.
const RENAMED: &[(&str, &str)] = &[
    ("admin_event.auth_realm_id", "/authDetails/realmId"),
    ("admin_event.auth_client_id", "/authDetails/clientId"),
    ("admin_event.auth_user_id", "/authDetails/userId"),
    ("admin_event.auth_ip_address", "/authDetails/ipAddress"),
    ("client_role_composite.contained_role_id", "/id"),
    ("client_role_composite.contained_role_name", "/name"),
    ("client_role_composite.contained_client_role", "/clientRole"),
    ("client_role_composite.contained_container_id", "/containerId"),
    ("role_composite.contained_role_id", "/id"),
    ("role_composite.contained_role_name", "/name"),
    ("role_composite.contained_client_role", "/clientRole"),
    ("role_composite.contained_container_id", "/containerId"),
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
    "/config/bindCredential",
    "/representation",
    "/smtpServer/password",
];

/// The JSON pointer to a column's attribute: its name in camel case, unless it is renamed.
fn pointer(object: &str, column: &str) -> String {
    let full = format!("{object}.{column}");
    if let Some((_, pointer)) = RENAMED.iter().find(|(name, _)| *name == full) {
        return (*pointer).to_owned();
    }
    let mut out = String::from("/");
    for (at, word) in column.split('_').enumerate() {
        let (first, rest) = word.split_at(1);
        out.push_str(&if at == 0 { first.to_owned() } else { first.to_uppercase() });
        out.push_str(rest);
    }
    out
}

/// Replaces secrets by null.
fn without_secrets(mut row: Value) -> Value {
    for secret in SECRETS {
        if let Some(value) = row.pointer_mut(secret) {
            *value = Value::Null;
        }
    }
    row
}

impl Row {
    fn new(keys: Vec<(&'static str, String)>, object: Value) -> Row {
        let has_all_attributes = object.is_object();
        Row { keys, object: without_secrets(object), has_all_attributes }
    }

    /// The value of a column of a table, as JSON; null if there is none. The column `attrs` has the whole object, and
    /// `attributes_<key>` a key of its attributes.
    pub fn value(&self, table: &str, column: &str) -> Value {
        if let Some((_, value)) = self.keys.iter().find(|(key, _)| *key == column) {
            return json!(value);
        }
        if let Some(key) = column.strip_prefix("attributes_") {
            return self.object["attributes"][key].clone();
        }
        let pointer = if column == "attrs" { String::new() } else { pointer(table, column) };
        self.object.pointer(&pointer).cloned().unwrap_or_default()
    }
}

fn plain(rows: Vec<Value>) -> Vec<Row> {
    rows.into_iter().map(|row| Row::new(Vec::new(), row)).collect()
}

/// Rows below a parent, whose key is a column.
fn keyed(key: &'static str, rows: Vec<Child>) -> Vec<Row> {
    rows.into_iter().map(|(parent, row)| Row::new(vec![(key, parent)], row)).collect()
}

fn of_client_roles(rows: Vec<(String, String, Value)>) -> Vec<Row> {
    let keys = |client, role| vec![("client_uuid", client), ("role_name", role)];
    rows.into_iter().map(|(client, role, row)| Row::new(keys(client, role), row)).collect()
}

/// Rows that consist of keys only.
fn pairs(names: [&'static str; 2], rows: Vec<[String; 2]>) -> Vec<Row> {
    let [first, second] = names;
    rows.into_iter().map(|[a, b]| Row::new(vec![(first, a), (second, b)], Value::Null)).collect()
}

/// Users, with the accounts of clients. What the client may do with a user is only in lists, and the same for all.
fn all_users(realm: &Realm) -> Result<Vec<Value>> {
    let mut users = realm.users()?;
    let access = users[0]["access"].clone();
    for mut account in realm.service_accounts()? {
        account["access"] = access.clone();
        users.push(account);
    }
    Ok(users)
}

/// An attribute that is a string; an empty text if it is missing.
fn text(row: &Value, pointer: &str) -> String {
    row.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Users. Old servers return more attributes of the accounts of clients in a list.
fn users(realm: &Realm) -> Result<Vec<Row>> {
    let row = |user: Value| {
        let is_account = text(&user, "/username").starts_with("service-account-");
        let row = Row::new(Vec::new(), user);
        Row { has_all_attributes: !is_account, ..row }
    };
    Ok(all_users(realm)?.into_iter().map(row).collect())
}

/// Attributes of users: user, key and value.
fn attributes(users: &[Value]) -> Vec<Row> {
    let mut out = Vec::new();
    for user in users {
        for (key, values) in user["attributes"].as_object().into_iter().flatten() {
            for value in values.as_array().into_iter().flatten() {
                let keys = [text(user, "/id"), key.clone(), text(value, "")];
                let names = ["user_id", "attribute_key", "attribute_value"];
                out.push(Row::new(names.into_iter().zip(keys).collect(), Value::Null));
            }
        }
    }
    out
}

fn required_actions(users: &[Value]) -> Vec<[String; 2]> {
    let of = |user: &Value| -> Vec<[String; 2]> {
        let actions = user["requiredActions"].as_array().into_iter().flatten();
        actions.map(|action| [text(user, "/id"), text(action, "")]).collect()
    };
    users.iter().flat_map(of).collect()
}

/// The rows of the component's tables.
impl Realm<'_> {
    /// The rows of a table, by its name. It is an error if there is no such table.
    pub fn table(&self, name: &str) -> Result<Vec<Row>> {
        let by_id = |rows: Vec<Child>| rows.into_iter().map(|(key, row)| [key, text(&row, "/id")]).collect();
        let by_name = |rows: Vec<Child>| rows.into_iter().map(|(key, row)| [key, text(&row, "/name")]).collect();
        Ok(match name {
            "admin_event" => plain(self.admin_events()?),
            "authentication_execution" => keyed("flow_alias", self.executions()?),
            "authentication_flow" => plain(self.flows()?),
            "client" => plain(self.clients()?),
            "client_offline_session" => keyed("client_uuid", self.offline_sessions()?),
            "client_role" => keyed("client_uuid", self.client_roles()?),
            "client_role_composite" => of_client_roles(self.client_role_composites()?),
            "client_scope" => plain(self.client_scopes()?),
            "client_session" => keyed("client_uuid", self.client_sessions()?),
            "client_session_count" => plain(self.session_numbers()?),
            "component" => plain(self.components()?),
            "event" => plain(self.events()?),
            "events_config" => plain(vec![self.events_config()?]),
            "group" => plain(self.groups()?),
            "group_member" => pairs(["group_id", "user_id"], by_id(self.members()?)),
            "identity_provider" => plain(self.identity_providers()?),
            "identity_provider_mapper" => keyed("identity_provider", self.identity_provider_mappers()?),
            "identity_provider_user" => identity_provider_users(self)?,
            "organization" => plain(self.organizations()?),
            "organization_member" => keyed("organization_id", self.organization_members()?),
            "realm" => plain(vec![self.properties()?]),
            "required_action" => plain(self.required_actions()?),
            "role" => plain(self.roles()?),
            "role_composite" => keyed("role_name", self.role_composites()?),
            "role_group" => keyed("role_name", self.role_groups()?),
            "user" => users(self)?,
            "user_attribute" => attributes(&all_users(self)?),
            "user_client_role" => of_client_roles(self.client_role_users()?),
            "user_consent" => keyed("user_id", self.consents()?),
            "user_credential" => keyed("user_id", self.credentials()?),
            "user_federated_identity" => keyed("user_id", self.federated_identities()?),
            "user_realm_role" => pairs(["user_id", "role_name"], by_name(self.user_roles()?)),
            "user_required_action" => pairs(["user_id", "required_action"], required_actions(&all_users(self)?)),
            "user_session" => plain(self.sessions()?.into_iter().map(|(_, session)| session).collect()),
            other => bail!("there is no rule for the rows of {other}"),
        })
    }
}

/// Found by the identities of each user.
fn identity_provider_users(realm: &Realm) -> Result<Vec<Row>> {
    let users = realm.users()?;
    let identities = realm.federated_identities()?.into_iter();
    let link = |(id, identity): Child| {
        let user = users.iter().find(|user| user["id"] == *id).cloned().unwrap_or_default();
        let keys = vec![("identity_provider", text(&identity, "/identityProvider")), ("user_id", id)];
        // The list has another form of the user.
        Row { has_all_attributes: false, ..Row::new(keys, json!({ "username": user["username"] })) }
    };
    Ok(identities.map(link).collect())
}
