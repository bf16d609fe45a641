//! Groups that have a role of the realm.

use super::VIEW_REALM_AND_USERS;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "role_group",
    "Groups whose members get a role of the realm. Each row is one role of one group.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_REALM_AND_USERS);

/// The order of the list is unknown, so it is read as a whole.
const ACCESS_PATHS: &[AccessPath] = &[AccessPath::unpaged_list(
    "/admin/realms/{realm}/roles/{role_name}/groups?max=-1",
)
.for_each_value_of("role_name", "role", "name")];

const COLUMNS: &[Column] = &[
    Column::key("role_name", "Name of the role (`role.name`)"),
    Column::text("group_id", "Id of the group (`group.id`)").from_attribute(&["id"]),
];
