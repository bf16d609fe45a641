//! Memberships of users in organizations, of the whole instance.

use fdw_engine::catalogue::{Column, Object};

use super::{OBJECT_TYPE, OLDEST_FIRST, object, organizations};

pub const OBJECT: Object =
    Object { params: &[OLDEST_FIRST], ..object("organization_memberships", "/organization_memberships", COLUMNS) };

/// `organization_id` is one of the nested organization's columns.
const COLUMNS: &[Column] = &[
    Column::text("id"),
    OBJECT_TYPE,
    Column::text("user_id").at("public_user_data.user_id"),
    Column::text("role"),
    Column::text("role_name"),
    Column::json("permissions"),
    Column::map("public_metadata"),
    Column::map("private_metadata"),
    Column::nested("organization", organizations::COLUMNS),
    Column::nested("public_user_data", USER),
    Column::time("created_at"),
    Column::time("updated_at"),
];

const USER: &[Column] = &[
    Column::text("user_id"),
    Column::text("first_name"),
    Column::text("last_name"),
    Column::text("profile_image_url").unlisted(),
    Column::text("image_url"),
    Column::bool("has_image"),
    Column::text("identifier"),
    Column::text("username"),
    Column::bool("banned"),
    Column::bool("deprovisioned"),
];
