//! Organizations, their memberships and invitations.

use serde_json::{Value, json};

use super::people::{COMPANIES, id, mix, pick};
use super::{Instance, Row, users};
use crate::params::Params;

/// An organization as Clerk returns it, without the attributes that Clerk returns only on request.
pub(crate) fn organization(instance: &Instance, row: &Row) -> Value {
    let dice = mix(instance.seed ^ 1, u64::from(row.ordinal));
    let name = format!("{} {}", pick(&COMPANIES, dice), row.ordinal);
    json!({
        "object": "organization",
        "id": row.id,
        "name": name,
        "slug": format!("company-{}", row.ordinal),
        "image_url": format!("https://img.example.com/{}", row.id),
        "has_image": dice.is_multiple_of(2),
        "pending_invitations_count": dice % 4,
        "max_allowed_memberships": 5 * (dice % 20),
        "admin_delete_enabled": true,
        "public_metadata": if dice.is_multiple_of(3) {
            json!({ "tier": "gold", "limits": { "seats": dice % 100 } })
        } else { json!({}) },
        "private_metadata": {},
        "created_by": id("user", row.ordinal * 3),
        "created_at": row.created_at,
        "updated_at": row.created_at + (dice % 1_000_000) as i64,
        "last_active_at": row.created_at + 86_400_000,
        "role_set_key": null,
    })
}

/// Adds the attributes that Clerk returns only if query parameters request them.
pub(crate) fn fill_on_request(instance: &Instance, ordinal: u32, params: &Params, organization: &mut Value) {
    let Some(attributes) = organization.as_object_mut() else { return };
    if params.flag("include_members_count") == Some(true) {
        attributes.insert("members_count".to_owned(), json!(instance.members_of(ordinal)));
    }
    if params.flag("include_missing_member_with_elevated_permissions") == Some(true) {
        attributes.insert("missing_member_with_elevated_permissions".to_owned(), json!(ordinal.is_multiple_of(9)));
    }
}

/// A membership as Clerk returns it.
pub(crate) fn membership(instance: &Instance, row: &Row) -> Value {
    let is_admin = row.ordinal.is_multiple_of(10);
    let (organization, user) = member(instance, row.ordinal);
    json!({
        "object": "organization_membership",
        "id": row.id,
        "role": if is_admin { "org:admin" } else { "org:member" },
        "role_name": if is_admin { "Admin" } else { "Member" },
        "permissions": if is_admin {
            json!(["org:sys_profile:manage", "org:sys_memberships:manage"])
        } else { json!([]) },
        "public_metadata": if row.ordinal.is_multiple_of(4) {
            json!({ "department": pick(&["sales", "r&d"], u64::from(row.ordinal)) })
        } else { json!({}) },
        "private_metadata": {},
        "organization": organization,
        "public_user_data": user,
        "created_at": row.created_at,
        "updated_at": row.created_at,
    })
}

/// What a membership contains of its organization and of its user.
pub(super) fn member(instance: &Instance, membership: u32) -> (Value, Value) {
    let (user, organization) = instance.membership(membership);
    let facts = users::facts(instance, user);
    let identifier = facts.email.clone().or(facts.username.clone());
    let user = json!({
        "user_id": facts.id,
        "first_name": facts.first_name,
        "last_name": facts.last_name,
        "profile_image_url": null,
        "image_url": format!("https://img.example.com/{}", facts.id),
        "has_image": false,
        "identifier": identifier,
        "username": facts.username,
        "banned": facts.banned,
    });
    (instance.current("organizations", organization), user)
}

/// An invitation to an organization as Clerk returns it.
pub(crate) fn invitation(instance: &Instance, row: &Row) -> Value {
    let ordinal = row.ordinal % instance.size.organizations.max(1);
    let inviter = users::facts(instance, row.ordinal % instance.size.users.max(1));
    let has_inviter = !row.ordinal.is_multiple_of(3);
    json!({
        "object": "organization_invitation",
        "id": row.id,
        "email_address": format!("guest{}@example.net", row.ordinal),
        "role": "org:member",
        "role_name": "Member",
        "organization_id": id("org", ordinal),
        "inviter_id": if has_inviter { json!(inviter.id) } else { Value::Null },
        "public_inviter_data": if has_inviter {
            json!({
                "user_id": inviter.id, "first_name": inviter.first_name, "last_name": inviter.last_name,
                "image_url": "https://img.example.com/inviter", "has_image": false,
                "identifier": inviter.email.clone().unwrap_or_default(),
            })
        } else { Value::Null },
        "public_organization_data": {
            "id": id("org", ordinal), "name": format!("Company {ordinal}"), "slug": format!("company-{ordinal}"),
            "image_url": "https://img.example.com/org", "has_image": false,
        },
        "status": pick(&["pending", "accepted", "revoked", "expired"], u64::from(row.ordinal)),
        "public_metadata": {},
        "private_metadata": {},
        "url": if row.ordinal.is_multiple_of(2) { Some("https://accounts.example.com/invite") } else { None },
        "expires_at": if row.ordinal.is_multiple_of(5) { None } else { Some(row.created_at + 2_592_000_000) },
        "created_at": row.created_at,
        "updated_at": row.created_at,
    })
}
