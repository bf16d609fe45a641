//! Invitations to organizations, of the whole instance.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new("organization_invitations", "Invitations to organizations.", COLUMNS, ACCESS);

/// The list of one organization is no way to its invitations: it leaves out those that a domain of the organization
/// made.
const ACCESS: &[Access] = &[Access::list("/organization_invitations", MAX_PAGE)
    .ordered(&[Order::by("created_at")])
    .filtered(&[STATUS, Filter::equals("email_address", "query").lower_case().inexact()])];

const STATUS: Filter =
    Filter::equals("status", "status").one_of(&["pending", "accepted", "revoked", "expired"]).inexact();

pub const BY_STATUS: &[Filter] = &[STATUS];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("email_address", "The e-mail address"),
    Column::text("role", "The role's key"),
    Column::text("role_name", "The role's name"),
    Column::text("organization_id", "The organization"),
    Column::text("inviter_id", "The user who invited"),
    Column::nested("public_inviter_data", INVITER, "What may be known of who invited"),
    Column::nested("public_organization_data", ORGANIZATION, "What may be known of the organization"),
    Column::text("status", "pending, accepted, revoked or expired"),
    Column::map("public_metadata", "Metadata that everybody sees"),
    Column::map("private_metadata", "Metadata that only the backend sees"),
    Column::text("url", "The url"),
    Column::time("expires_at", "When it expires"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];

const INVITER: &[Column] = &[
    Column::text("user_id", "The user"),
    Column::text("first_name", "First name"),
    Column::text("last_name", "Last name"),
    Column::text("image_url", "The picture"),
    Column::bool("has_image", "Whether there is a picture of one's own"),
    Column::text("identifier", "The address, number or user name"),
];

const ORGANIZATION: &[Column] = &[
    Column::text("id", "Its id"),
    Column::text("name", "The name"),
    Column::text("slug", "The name in urls"),
    Column::text("image_url", "The picture"),
    Column::bool("has_image", "Whether there is a picture of one's own"),
];
