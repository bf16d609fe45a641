//! Organizations.

use fdw_engine::catalogue::{Column, Object};

use super::{OBJECT_TYPE, OLDEST_FIRST, object};

pub const OBJECT: Object = Object { params: &[OLDEST_FIRST], ..object("organizations", "/organizations", COLUMNS) };

/// An organization's columns, here and where it is part of another object.
pub const COLUMNS: &[Column] = &[
    Column::text("id"),
    OBJECT_TYPE,
    Column::text("name"),
    Column::text("slug"),
    Column::text("image_url"),
    Column::bool("has_image"),
    Column::integer("members_count").on_request("include_members_count=true"),
    Column::bool("missing_member_with_elevated_permissions")
        .on_request("include_missing_member_with_elevated_permissions=true"),
    Column::integer("pending_invitations_count"),
    Column::integer("max_allowed_memberships"),
    Column::bool("admin_delete_enabled"),
    Column::map("public_metadata"),
    Column::map("private_metadata"),
    Column::text("created_by"),
    Column::time("created_at"),
    Column::time("updated_at"),
    Column::time("last_active_at"),
    Column::text("role_set_key"),
];
