//! Members of organizations.

use super::{PAGE, VIEW_ORGANIZATIONS};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "organization_member",
    "Members of organizations. Each row is one user in one organization.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_ORGANIZATIONS);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list(
    "/admin/realms/{realm}/organizations/{organization_id}/members?briefRepresentation=true",
    PAGE,
)
.for_each_parent("organization_id", "organization")];

const COLUMNS: &[Column] = &[
    Column::key("organization_id", "Id of the organization (`organization.id`)"),
    Column::text("user_id", "Id of the user (`user.id`)").from_attribute(&["id"]),
    Column::text("username", "Username of the user"),
    Column::text("membership_type", "`MANAGED` if the user exists only for the organization, or `UNMANAGED`")
        .from_attribute(&["membershipType"]),
];
