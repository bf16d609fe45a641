//! Organizations.

use super::{MAX_PAGE, MAX_VALUES, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::column::Source::OnRequest;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new("organizations", "Organizations.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[
    Access::single("/organizations/{id}"),
    Access::list("/organizations", MAX_PAGE).ordered(&[Order::by("created_at")]).filtered(&[
        Filter::equals("id", "organization_id").signed().max_values(MAX_VALUES),
        Filter::contains("name", "query"),
        Filter::contains("slug", "query"),
    ]),
];

/// An organization's columns, here and where it is part of another object.
pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::text("slug", "The name in urls"),
    Column::text("image_url", "The picture"),
    Column::bool("has_image", "Whether there is a picture of one's own"),
    Column::integer("members_count", "How many members there are").from(OnRequest(("include_members_count", "true"))),
    Column::bool("missing_member_with_elevated_permissions", "Whether nobody can manage it")
        .from(OnRequest(("include_missing_member_with_elevated_permissions", "true"))),
    Column::integer("pending_invitations_count", "How many invitations are pending"),
    Column::integer("max_allowed_memberships", "Members that an organization may have; 0 for any number"),
    Column::bool("admin_delete_enabled", "Whether its admins may delete it"),
    Column::map("public_metadata", "Metadata that everybody sees"),
    Column::map("private_metadata", "Metadata that only the backend sees"),
    Column::text("created_by", "The user who created it"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
    Column::time("last_active_at", "When it was active last"),
    Column::text("role_set_key", "The role set that its members' roles come from"),
];
