//! Writes of roles, of their permissions, and of role sets.

use serde_json::{Value, json};

use super::fields::{Field, boolean, object, text, texts};
use super::{Write, WriteRoute, create, delete, update, verb};
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    create("/organization_permissions", "organization_permissions", PERMISSION).unique(&["key"]).by(create_permission),
    update("/organization_permissions/{}", "organization_permissions", PERMISSION_UPDATE)
        .unique(&["key"])
        .by(update_permission),
    delete("/organization_permissions/{}", "organization_permissions"),
    create("/organization_roles", "organization_roles", ROLE).unique(&["key"]).by(create_role),
    update("/organization_roles/{}", "organization_roles", ROLE_UPDATE).unique(&["key"]).by(update_role),
    delete("/organization_roles/{}", "organization_roles").by(delete_role),
    verb("/organization_roles/{}/permissions/{}", "organization_roles", add_permission),
    delete("/organization_roles/{}/permissions/{}", "organization_roles").by(remove_permission),
    create("/role_sets", "role_sets", SET).unique(&["key"]).by(create_set),
    update("/role_sets/{}", "role_sets", SET_UPDATE).unique(&["key"]).by(update_set),
    verb("/role_sets/{}/replace", "role_sets", replace_set)
        .fields(&[text("dest_role_set_key").required(), object("reassignment_mappings")]),
    verb("/role_sets/{}/roles", "role_sets", add_roles).fields(&[
        texts("role_keys").required().write_only(),
        text("default_role_key").write_only(),
        text("creator_role_key").write_only(),
    ]),
    verb("/role_sets/{}/roles/replace", "role_sets", replace_role)
        .fields(&[text("role_key").required().write_only(), text("to_role_key").required().write_only()]),
];

const PERMISSION: &[Field] = &[text("name").required(), text("key").required(), text("description")];

const PERMISSION_UPDATE: &[Field] = &[text("name"), text("key"), text("description")];

const ROLE: &[Field] = &[
    text("name").required(),
    text("key").required(),
    text("description").nullable(),
    texts("permissions").nullable().write_only(),
    boolean("include_in_initial_role_set").nullable().write_only(),
];

const ROLE_UPDATE: &[Field] = &[
    text("name").nullable(),
    text("key").nullable(),
    text("description").nullable(),
    texts("permissions").nullable().write_only(),
];

const SET: &[Field] = &[
    text("name").required(),
    text("key"),
    text("description").nullable(),
    text("default_role_key").required().write_only(),
    text("creator_role_key").required().write_only(),
    text("type").one_of(&["initial", "custom"]),
    texts("roles").required().write_only(),
];

const SET_UPDATE: &[Field] = &[
    text("name").nullable(),
    text("key").nullable(),
    text("description").nullable(),
    text("type").nullable().one_of(&["initial"]),
    text("default_role_key").nullable().write_only(),
    text("creator_role_key").nullable().write_only(),
];

/// Checks that the key of a role, permission or role set begins with a prefix.
fn check_key(write: &Write, prefix: &str) -> Result<(), ApiError> {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == ':';
    match write.text("key") {
        Some(key) if !(key.starts_with(prefix) && key.chars().all(is_allowed)) => {
            Err(ApiError::invalid_format("key", &format!("must begin with {prefix}")))
        }
        _ => Ok(()),
    }
}

fn create_permission(write: &mut Write) -> Result<Value, ApiError> {
    check_key(write, "org:")?;
    write.create(Vec::new(), |_| {})
}

fn update_permission(write: &mut Write) -> Result<Value, ApiError> {
    check_key(write, "org:")?;
    let ordinal = write.target()?;
    write.update(ordinal, |_| {})
}

/// The permissions whose ids the body lists; `None` if it lists none.
fn given_permissions(write: &Write) -> Result<Option<Vec<Value>>, ApiError> {
    if !write.body.get("permissions").is_some_and(Value::is_array) {
        return Ok(None);
    }
    let row = |id: String| {
        let ordinal = write.instance.ordinal_of("organization_permissions", &id);
        ordinal.map(|ordinal| write.row("organization_permissions", ordinal))
    };
    let rows: Option<Vec<Value>> = write.texts("permissions").into_iter().map(row).collect();
    rows.map(Some).ok_or_else(|| ApiError::no_such("permissions"))
}

fn create_role(write: &mut Write) -> Result<Value, ApiError> {
    check_key(write, "org:")?;
    let permissions = given_permissions(write)?.unwrap_or_default();
    let role = write.create(Vec::new(), |role| role["permissions"] = permissions.into())?;
    let initial = write.first("role_sets", |set| set["type"] == "initial");
    if write.flag("include_in_initial_role_set") == Some(true)
        && let Some(initial) = initial
    {
        let mut set = write.row("role_sets", initial);
        push(&mut set["roles"], item(&role));
        write.store("role_sets", initial, set);
    }
    Ok(role)
}

fn update_role(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    check_key(write, "org:")?;
    let permissions = given_permissions(write)?;
    write.update(ordinal, |role| {
        if let Some(permissions) = permissions {
            role["permissions"] = permissions.into();
        }
    })
}

fn delete_role(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    let key = write.row("organization_roles", ordinal)["key"].clone();
    if write.first("organization_memberships", |membership| membership["role"] == key).is_some() {
        let message = "The role is assigned to members and cannot be deleted.";
        return Err(ApiError::wrong_state("role_assigned_to_members", message));
    }
    Ok(write.delete(ordinal))
}

/// The role and the permission whose ids are in the URL path, and whether the role has the permission.
fn role_and_permission(write: &Write) -> Result<(u32, Value, bool), ApiError> {
    let (role, permission) = (write.target()?, write.find("organization_permissions", 1)?);
    let permission = write.row("organization_permissions", permission);
    let row = write.row("organization_roles", role);
    let mut permissions = row["permissions"].as_array().into_iter().flatten();
    let has_permission = permissions.any(|known| known["id"] == permission["id"]);
    Ok((role, permission, has_permission))
}

fn add_permission(write: &mut Write) -> Result<Value, ApiError> {
    let (role, permission, has_permission) = role_and_permission(write)?;
    if has_permission {
        let message = "The role already has this permission.";
        return Err(ApiError::of(422, "duplicate_record", "is a duplicate", message));
    }
    write.update(role, |role| push(&mut role["permissions"], permission))
}

fn remove_permission(write: &mut Write) -> Result<Value, ApiError> {
    let (role, permission, has_permission) = role_and_permission(write)?;
    if !has_permission {
        return Err(write.not_found());
    }
    write.update(role, |role| retain(&mut role["permissions"], |known| known["id"] != permission["id"]))
}

fn push(array: &mut Value, element: Value) {
    if let Some(elements) = array.as_array_mut() {
        elements.push(element);
    }
}

fn retain(array: &mut Value, keep: impl FnMut(&Value) -> bool) {
    if let Some(elements) = array.as_array_mut() {
        elements.retain(keep);
    }
}

/// What a role set contains of a role.
fn item(role: &Value) -> Value {
    json!({
        "object": "role_set_item", "id": role["id"], "name": role["name"], "key": role["key"],
        "description": role["description"], "members_count": null, "has_members": null,
        "created_at": role["created_at"], "updated_at": role["updated_at"],
    })
}

/// The element of a role set for the role with this key; `field` names the parameter with the key.
fn item_with_key(write: &Write, key: &str, field: &str) -> Result<Value, ApiError> {
    let role = write.first("organization_roles", |role| role["key"] == key);
    role.map(|role| item(&write.row("organization_roles", role))).ok_or_else(|| ApiError::no_such(field))
}

/// The elements for the default role and the role of the creator, where the body names them.
fn given_special_roles(write: &Write) -> Result<Vec<(&'static str, Value)>, ApiError> {
    let mut roles = Vec::new();
    for (field, attribute) in [("default_role_key", "default_role"), ("creator_role_key", "creator_role")] {
        if let Some(key) = write.text(field) {
            roles.push((attribute, item_with_key(write, key, field)?));
        }
    }
    Ok(roles)
}

fn create_set(write: &mut Write) -> Result<Value, ApiError> {
    check_key(write, "role_set:")?;
    let keys = write.texts("roles");
    for field in ["default_role_key", "creator_role_key"] {
        if !keys.iter().any(|key| write.text(field) == Some(key)) {
            return Err(ApiError::invalid_format(field, "must be one of the roles"));
        }
    }
    let roles: Result<Vec<Value>, ApiError> = keys.iter().map(|key| item_with_key(write, key, "roles")).collect();
    let (roles, special) = (roles?, given_special_roles(write)?);
    let now = write.now;
    let set = write.create(Vec::new(), |set| {
        set["roles"] = roles.into();
        for (attribute, role) in special {
            set[attribute] = role;
        }
        if set["key"] == "" {
            set["key"] = json!(format!("role_set:{now}"));
        }
    })?;
    Ok(only_initial(write, set))
}

/// If a role set is the initial one, makes all others custom ones. Returns the role set.
fn only_initial(write: &mut Write, set: Value) -> Value {
    let is_other = |other: &Value| other["type"] == "initial" && other["id"] != set["id"];
    while set["type"] == "initial"
        && let Some(ordinal) = write.first("role_sets", is_other)
    {
        let mut other = write.row("role_sets", ordinal);
        other["type"] = json!("custom");
        write.store("role_sets", ordinal, other);
    }
    set
}

/// The role set whose id or key is in the URL path.
fn set(write: &Write) -> Result<u32, ApiError> {
    let by_key = || write.first("role_sets", |set| set["key"] == write.id(0));
    write.instance.ordinal_of("role_sets", write.id(0)).or_else(by_key).ok_or_else(|| write.not_found())
}

fn update_set(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = set(write)?;
    check_key(write, "role_set:")?;
    let special = given_special_roles(write)?;
    let set = write.update(ordinal, |set| {
        for (attribute, role) in special {
            set[attribute] = role;
        }
    })?;
    Ok(only_initial(write, set))
}

fn add_roles(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = set(write)?;
    let keys = write.texts("role_keys");
    if keys.is_empty() || keys.len() > 10 {
        return Err(ApiError::invalid_format("role_keys", "must have 1 to 10 elements"));
    }
    let items: Result<Vec<Value>, ApiError> = keys.iter().map(|key| item_with_key(write, key, "role_keys")).collect();
    let (items, special) = (items?, given_special_roles(write)?);
    write.update(ordinal, |set| {
        for item in items {
            retain(&mut set["roles"], |known| known["key"] != item["key"]);
            push(&mut set["roles"], item);
        }
        for (attribute, role) in special {
            set[attribute] = role;
        }
    })
}

fn replace_role(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = set(write)?;
    let (from, to) = (write.text("role_key").unwrap_or("").to_owned(), write.text("to_role_key").unwrap_or(""));
    let to = item_with_key(write, to, "to_role_key")?;
    let row = write.row("role_sets", ordinal);
    if !row["roles"].as_array().into_iter().flatten().any(|role| role["key"] == from.as_str()) {
        return Err(ApiError::no_such("role_key"));
    }
    write.update(ordinal, |set| {
        retain(&mut set["roles"], |role| role["key"] != from.as_str() && role["key"] != to["key"]);
        push(&mut set["roles"], to.clone());
        for attribute in ["default_role", "creator_role"] {
            if set[attribute]["key"] == from.as_str() {
                set[attribute] = to.clone();
            }
        }
    })
}

/// Deletes a role set. Its organizations have the other one from then on.
fn replace_set(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = set(write)?;
    let to = write.text("dest_role_set_key").unwrap_or("").to_owned();
    let destination = write.first("role_sets", |set| set["key"] == to.as_str());
    if destination.is_none_or(|destination| destination == ordinal) {
        return Err(ApiError::no_such("dest_role_set_key"));
    }
    let from = write.row("role_sets", ordinal)["key"].clone();
    for organization in write.instance.ordinals_of("organizations") {
        let mut row = write.row("organizations", organization);
        if row["role_set_key"] == from {
            row["role_set_key"] = json!(to);
            write.store("organizations", organization, row);
        }
    }
    Ok(write.delete(ordinal))
}
