//! Writes of the memberships of organizations and of the invitations to them.

use serde_json::{Value, json};

use super::fields::{Field, boolean, integer, object, text};
use super::users::merge_metadata_of;
use super::{Write, WriteRoute, create, delete, update, verb};
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    create("/organizations/{}/memberships", "organization_memberships", CREATE).by(create_membership),
    update("/organizations/{}/memberships/{}", "organization_memberships", ROLE).by(update_membership),
    delete("/organizations/{}/memberships/{}", "organization_memberships").by(delete_membership),
    update("/organizations/{}/memberships/{}/metadata", "organization_memberships", METADATA).by(merge_metadata),
    create("/organizations/{}/invitations", "organization_invitations", INVITE).by(invite),
    verb("/organizations/{}/invitations/{}/revoke", "organization_invitations", revoke).fields(&[text(
        "requesting_user_id",
    )
    .nullable()
    .write_only()]),
];

const CREATE: &[Field] = &[
    text("user_id").required().write_only(),
    text("role").required(),
    object("public_metadata").nullable(),
    object("private_metadata").nullable(),
];

const ROLE: &[Field] = &[text("role").required()];

const METADATA: &[Field] = &[object("public_metadata"), object("private_metadata")];

const INVITE: &[Field] = &[
    text("email_address").required(),
    text("inviter_user_id").nullable().write_only(),
    text("role").required(),
    object("public_metadata").nullable(),
    object("private_metadata").nullable(),
    text("redirect_url").nullable().write_only(),
    integer("expires_in_days").nullable().write_only(),
    boolean("notify").nullable().write_only(),
];

/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

/// The name and the permissions of a role: of a row of `organization_roles`, or of one of Clerk's two default roles.
fn role(write: &Write, key: &str) -> Option<(Value, Value)> {
    if let Some(role) = write.first("organization_roles", |role| role["key"] == key) {
        let role = write.row("organization_roles", role);
        let permissions = role["permissions"].as_array().into_iter().flatten();
        let keys: Vec<Value> = permissions.map(|permission| permission["key"].clone()).collect();
        return Some((role["name"].clone(), keys.into()));
    }
    match key {
        "org:admin" => Some((json!("Admin"), json!(["org:sys_profile:manage", "org:sys_memberships:manage"]))),
        "org:member" => Some((json!("Member"), json!([]))),
        _ => None,
    }
}

/// Sets the role of a membership.
fn set_role(membership: &mut Value, key: &str, (name, permissions): (Value, Value)) {
    membership["role"] = json!(key);
    membership["role_name"] = name;
    membership["permissions"] = permissions;
}

/// The role that the body names.
fn given_role(write: &Write) -> Result<(String, (Value, Value)), ApiError> {
    let key = write.text("role").unwrap_or("");
    let role = role(write, key).ok_or_else(|| ApiError::no_such("role"))?;
    Ok((key.to_owned(), role))
}

/// Makes a user a member of an organization.
pub(super) fn add(write: &mut Write, user: u32, organization: u32, key: &str) {
    let parents = parents(write, user, organization);
    let row = write.instance.new_row("organization_memberships", write.now);
    let mut membership = write.instance.blank("organization_memberships", &row);
    if let Some(role) = role(write, key) {
        set_role(&mut membership, key, role);
    }
    write.instance.add("organization_memberships", membership, parents);
}

fn parents(write: &Write, user: u32, organization: u32) -> Vec<String> {
    let id = |list: &str, ordinal: u32| write.row(list, ordinal)["id"].as_str().unwrap_or("").to_owned();
    vec![id("users", user), id("organizations", organization)]
}

fn create_membership(write: &mut Write) -> Result<Value, ApiError> {
    let organization = write.find("organizations", 0)?;
    let user = write.referenced("users", "user_id")?.ok_or_else(|| ApiError::no_such("user_id"))?;
    let (key, role) = given_role(write)?;
    if membership_of(write, user, organization).is_some() {
        let message = "The user with this user_id is already a member of the organization.";
        return Err(ApiError::duplicate("user_id", message));
    }
    let parents = parents(write, user, organization);
    write.create(parents, |membership| set_role(membership, &key, role))
}

fn membership_of(write: &Write, user: u32, organization: u32) -> Option<u32> {
    let mut memberships = write.instance.memberships_of(user).into_iter();
    memberships.find(|ordinal| write.instance.membership(*ordinal) == (user, organization))
}

/// The membership of the user in the organization whose ids are in the URL path.
fn membership(write: &Write) -> Result<u32, ApiError> {
    let (organization, user) = (write.find("organizations", 0)?, write.find("users", 1)?);
    membership_of(write, user, organization).ok_or_else(|| write.not_found())
}

fn update_membership(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = membership(write)?;
    let (key, role) = given_role(write)?;
    write.update(ordinal, |membership| set_role(membership, &key, role))
}

fn delete_membership(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = membership(write)?;
    let row = write.row("organization_memberships", ordinal);
    write.delete(ordinal);
    Ok(row)
}

fn merge_metadata(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = membership(write)?;
    merge_metadata_of(write, ordinal)
}

/// What other objects contain of an organization.
pub(super) fn public_organization(organization: &Value) -> Value {
    let attributes = ["id", "name", "slug", "image_url", "has_image"];
    attributes.into_iter().map(|name| (name.to_owned(), organization[name].clone())).collect()
}

/// What an invitation contains of its inviter.
fn public_inviter(user: &Value) -> Value {
    let mut elements = user["email_addresses"].as_array().into_iter().flatten();
    let email = elements.find(|element| element["id"] == user["primary_email_address_id"]);
    json!({
        "user_id": user["id"], "first_name": user["first_name"], "last_name": user["last_name"],
        "image_url": user["image_url"], "has_image": user["has_image"],
        "identifier": email.map_or(json!(""), |email| email["email_address"].clone()),
    })
}

fn invite(write: &mut Write) -> Result<Value, ApiError> {
    let organization = write.find("organizations", 0)?;
    let (_, (role_name, _)) = given_role(write)?;
    let inviter = write.referenced("users", "inviter_user_id")?;
    if let Some(inviter) = inviter {
        let membership = membership_of(write, inviter, organization);
        let role = membership.map(|ordinal| write.row("organization_memberships", ordinal)["role"].clone());
        if role != Some(json!("org:admin")) {
            let message = "The user with this inviter_user_id is not an admin of the organization.";
            return Err(ApiError::of(403, "not_an_admin_in_organization", "is not allowed", message));
        }
    }
    let email = write.text("email_address").unwrap_or("").to_owned();
    let id = write.id(0);
    let is_same = |known: &Value| {
        known["organization_id"] == id && known["email_address"] == email.as_str() && known["status"] == "pending"
    };
    if write.first("organization_invitations", is_same).is_some() {
        let message = "There is already a pending invitation with this email_address.";
        return Err(ApiError::duplicate("email_address", message));
    }
    let invited = write.instance.user_with("email_address", &email).map(|user| write.row("users", user));
    let parents = invited.iter().filter_map(|user| user["id"].as_str()).map(str::to_owned).collect();
    let inviter = inviter.map(|user| write.row("users", user));
    let row = write.row("organizations", organization);
    let expires = write.body.get("expires_in_days").and_then(Value::as_i64).map(|days| write.now + days * DAY);
    let invitation = write.create(parents, |invitation| {
        invitation["role_name"] = role_name;
        invitation["organization_id"] = row["id"].clone();
        invitation["public_organization_data"] = public_organization(&row);
        if let Some(inviter) = inviter {
            invitation["inviter_id"] = inviter["id"].clone();
            invitation["public_inviter_data"] = public_inviter(&inviter);
        }
        if let Some(expires) = expires {
            invitation["expires_at"] = json!(expires);
        }
    })?;
    count_pending(write, organization, 1);
    Ok(without_organization(invitation))
}

/// The responses to writes of an invitation do not describe the organization.
fn without_organization(mut invitation: Value) -> Value {
    if let Some(attributes) = invitation.as_object_mut() {
        attributes.shift_remove("public_organization_data");
    }
    invitation
}

/// Changes the number of pending invitations that an organization shows.
fn count_pending(write: &mut Write, organization: u32, change: i64) {
    let mut row = write.row("organizations", organization);
    let count = row["pending_invitations_count"].as_i64().unwrap_or(0);
    row["pending_invitations_count"] = json!((count + change).max(0));
    write.instance.store("organizations", organization, row);
}

fn revoke(write: &mut Write) -> Result<Value, ApiError> {
    let organization = write.find("organizations", 0)?;
    let ordinal = write.find("organization_invitations", 1)?;
    let row = write.row("organization_invitations", ordinal);
    if row["organization_id"] != write.id(0) {
        return Err(write.not_found());
    }
    write.referenced("users", "requesting_user_id")?;
    if row["status"] != "pending" {
        let message = "Only a pending invitation can be revoked.";
        return Err(ApiError::wrong_state("organization_invitation_not_pending", message));
    }
    count_pending(write, organization, -1);
    write.update(ordinal, |invitation| invitation["status"] = json!("revoked")).map(without_organization)
}
