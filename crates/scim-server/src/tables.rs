//! The rows of every table of the component, as the server lists them without filters. Which attribute a column has is
//! derived from the column's name, not from the component's catalogue.

use anyhow::{Result, bail, ensure};
use serde_json::Value;

use crate::{ACME_USER, Client, ENTERPRISE_USER};

/// A row of a table.
pub struct Row {
    /// The values of key columns, which the object does not contain.
    pub keys: Vec<(&'static str, String)>,
    /// What the server returns.
    pub object: Value,
}

/// Columns whose attribute has another name, as `table.column` and the attribute's path.
const RENAMED: &[(&str, &[&str])] = &[
    ("users.first_name", &["name", "givenName"]),
    ("users.last_name", &["name", "familyName"]),
    ("users.manager_id", &[ENTERPRISE_USER, "manager", "value"]),
    ("users.manager_location", &[ENTERPRISE_USER, "manager", "$ref"]),
    ("user_emails.is_primary", &["primary"]),
    ("user_phone_numbers.is_primary", &["primary"]),
    ("user_addresses.is_primary", &["primary"]),
    ("user_roles.is_primary", &["primary"]),
    ("user_groups.group_id", &["value"]),
    ("user_groups.ref", &["$ref"]),
    ("group_members.member_id", &["value"]),
    ("group_members.ref", &["$ref"]),
];

/// Attributes that are in an object: a table, the prefix of their columns, and the object's path.
const NESTED: &[(&str, &str, &[&str])] = &[
    ("users", "name_", &["name"]),
    ("users", "manager_", &[ENTERPRISE_USER, "manager"]),
    ("users", "acme_desk_", &[ACME_USER, "desk"]),
    ("users", "acme_", &[ACME_USER]),
    ("service_provider_config", "patch_", &["patch"]),
    ("service_provider_config", "bulk_", &["bulk"]),
    ("service_provider_config", "filter_", &["filter"]),
    ("service_provider_config", "change_password_", &["changePassword"]),
    ("service_provider_config", "sort_", &["sort"]),
    ("service_provider_config", "etag_", &["etag"]),
];

/// Columns of users that are attributes of the enterprise extension, without a prefix.
const ENTERPRISE: &[&str] = &["employee_number", "cost_center", "organization", "division", "department"];

/// Columns of users and groups that are attributes of `meta`, without a prefix.
const META: &[&str] = &["resource_type", "created", "last_modified", "version", "location"];

/// The path to a column's attribute: its name in camel case, unless it is renamed or in an object.
fn path(table: &str, column: &str) -> Vec<String> {
    let owned = |path: &[&str]| path.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let full = format!("{table}.{column}");
    if let Some((_, path)) = RENAMED.iter().find(|(name, _)| *name == full) {
        return owned(path);
    }
    let nested = NESTED.iter().find_map(|(of, prefix, path)| {
        let rest = column.strip_prefix(prefix)?;
        (*of == table).then_some((*path, rest))
    });
    let (parents, name): (&[&str], &str) = match nested {
        Some(found) => found,
        None if table == "users" && ENTERPRISE.contains(&column) => (&[ENTERPRISE_USER], column),
        None if matches!(table, "users" | "groups") && META.contains(&column) => (&["meta"], column),
        None => (&[], column),
    };
    let mut path = owned(parents);
    path.push(camel_case(name));
    path
}

fn camel_case(column: &str) -> String {
    let mut out = String::new();
    for word in column.split('_') {
        let (first, rest) = word.split_at(word.len().min(1));
        out.push_str(&if out.is_empty() { first.to_owned() } else { first.to_uppercase() });
        out.push_str(rest);
    }
    out
}

impl Row {
    /// The value of a column of a table, as JSON; null if there is none. The column `attrs` has the whole object.
    pub fn value(&self, table: &str, column: &str) -> Value {
        if let Some((_, value)) = self.keys.iter().find(|(key, _)| *key == column) {
            return value.clone().into();
        }
        match (table, column) {
            (_, "attrs") => self.object.clone(),
            ("users", "email") => email(&self.object),
            ("groups", "member_count") => self.object["members"].as_array().map(Vec::len).into(),
            _ => path(table, column).iter().fold(&self.object, |object, name| &object[name]).clone(),
        }
    }
}

/// The e-mail address of a user: that of the primary entry, else of the first.
fn email(user: &Value) -> Value {
    let emails = user["emails"].as_array().map(Vec::as_slice).unwrap_or_default();
    let entry = emails.iter().find(|entry| entry["primary"] == true).or(emails.first());
    entry.map(|entry| entry["value"].clone()).unwrap_or_default()
}

fn plain(objects: Vec<Value>) -> Vec<Row> {
    objects.into_iter().map(|object| Row { keys: Vec::new(), object }).collect()
}

/// The entries of an attribute with several values, each with the id of the resource that has it.
fn entries(parents: &[Value], key: &'static str, attribute: &str) -> Vec<Row> {
    let of = |parent: &Value| -> Vec<Row> {
        let id = parent["id"].as_str().unwrap_or_default();
        let entries = parent[attribute].as_array().into_iter().flatten();
        entries.map(|entry| Row { keys: vec![(key, id.to_owned())], object: entry.clone() }).collect()
    };
    parents.iter().flat_map(of).collect()
}

impl Client {
    /// The rows of a table of the component, by its name. It is an error if there is no such table.
    pub fn table(&self, name: &str) -> Result<Vec<Row>> {
        let of_users = |attribute| Ok(entries(&self.users()?, "user_id", attribute));
        match name {
            "users" => Ok(plain(self.users()?)),
            "user_emails" => of_users("emails"),
            "user_phone_numbers" => of_users("phoneNumbers"),
            "user_addresses" => of_users("addresses"),
            "user_groups" => of_users("groups"),
            "user_roles" => of_users("roles"),
            "groups" => Ok(plain(self.groups()?)),
            "group_members" => Ok(entries(&self.groups()?, "group_id", "members")),
            "schemas" => Ok(plain(self.discovered("Schemas")?)),
            "resource_types" => Ok(plain(self.discovered("ResourceTypes")?)),
            "service_provider_config" => Ok(plain(vec![self.get("ServiceProviderConfig")?])),
            other => bail!("there is no rule for the rows of {other}"),
        }
    }

    /// All resources of an endpoint for discovery, which has no pages.
    fn discovered(&self, endpoint: &str) -> Result<Vec<Value>> {
        let list = self.get(endpoint)?;
        let found = list["Resources"].as_array().cloned().unwrap_or_default();
        ensure!(
            list["totalResults"] == found.len(),
            "{endpoint}: {} resources of {}",
            found.len(),
            list["totalResults"]
        );
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attribute_of_a_column_follows_from_its_name() {
        let manager = format!("{ENTERPRISE_USER}/manager");
        for (table, column, expected) in [
            ("users", "user_name", "userName"),
            ("users", "x509_certificates", "x509Certificates"),
            ("users", "first_name", "name/givenName"),
            ("users", "name_honorific_prefix", "name/honorificPrefix"),
            ("users", "last_modified", "meta/lastModified"),
            ("users", "cost_center", &format!("{ENTERPRISE_USER}/costCenter")),
            ("users", "manager_id", &format!("{manager}/value")),
            ("users", "manager_display_name", &format!("{manager}/displayName")),
            ("users", "acme_badge_number", &format!("{ACME_USER}/badgeNumber")),
            ("users", "acme_desk_floor", &format!("{ACME_USER}/desk/floor")),
            ("groups", "external_id", "externalId"),
            ("user_addresses", "postal_code", "postalCode"),
            ("user_emails", "is_primary", "primary"),
            ("group_members", "ref", "$ref"),
            ("service_provider_config", "bulk_max_payload_size", "bulk/maxPayloadSize"),
            ("service_provider_config", "change_password_supported", "changePassword/supported"),
            ("service_provider_config", "documentation_uri", "documentationUri"),
            ("resource_types", "schema_extensions", "schemaExtensions"),
        ] {
            assert_eq!(path(table, column).join("/"), expected, "{table}.{column}");
        }
    }
}
