//! Members of groups.

use super::{PAGE, VIEW_USERS};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Source};

pub const OBJECT: Object = Object::new(
    "group_member",
    "Members of groups. Each row is one user in one group, without the groups above it.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_USERS);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::unpaged_list("/admin/realms/{realm}/users/{user_id}/groups"),
    AccessPath::paged_list("/admin/realms/{realm}/groups/{group_id}/members?briefRepresentation=true", PAGE)
        .for_each_parent("group_id", "group"),
];

const COLUMNS: &[Column] = &[
    Column::text("group_id", "Id of the group (`group.id`)").from_source(Source::KeyOr(&["id"])),
    Column::text("user_id", "Id of the user (`user.id`)").from_source(Source::KeyOr(&["id"])),
];
