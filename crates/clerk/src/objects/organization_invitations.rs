//! Invitations to organizations, of the whole instance.

use fdw_engine::catalogue::{Column, Object};

use super::{OBJECT_TYPE, OLDEST_FIRST, object};

pub const OBJECT: Object =
    Object { params: &[OLDEST_FIRST], ..object("organization_invitations", "/organization_invitations", COLUMNS) };

const COLUMNS: &[Column] = &[
    Column::text("id"),
    OBJECT_TYPE,
    Column::text("email_address"),
    Column::text("role"),
    Column::text("role_name"),
    Column::text("organization_id"),
    Column::text("inviter_id"),
    Column::nested("public_inviter_data", INVITER),
    Column::nested("public_organization_data", ORGANIZATION),
    Column::text("status"),
    Column::map("public_metadata"),
    Column::map("private_metadata"),
    Column::text("url"),
    Column::time("expires_at"),
    Column::time("created_at"),
    Column::time("updated_at"),
];

const INVITER: &[Column] = &[
    Column::text("user_id"),
    Column::text("first_name"),
    Column::text("last_name"),
    Column::text("image_url"),
    Column::bool("has_image"),
    Column::text("identifier"),
];

const ORGANIZATION: &[Column] = &[
    Column::text("id"),
    Column::text("name"),
    Column::text("slug"),
    Column::text("image_url"),
    Column::bool("has_image"),
];
