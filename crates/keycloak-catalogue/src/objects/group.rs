//! Groups of the realm, at every level.

use super::{PAGE, VIEW_USERS};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "group",
    "Groups of the realm, at every level. The children of each group are read by a request of their own.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_USERS);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/admin/realms/{realm}/groups/{id}"),
    AccessPath::paged_list("/admin/realms/{realm}/groups/{parent_id}/children?briefRepresentation=false", PAGE),
    AccessPath::paged_list("/admin/realms/{realm}/groups?briefRepresentation=false", PAGE)
        .with_children("/admin/realms/{realm}/groups/{id}/children?briefRepresentation=false", &["subGroupCount"])
        .with_count_endpoint("/admin/realms/{realm}/groups/count", &["count"]),
];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the group"),
    Column::text("name", "Name of the group, unique among the children of its parent"),
    Column::text("path", "Path of the group: the names of its parents and its own, each after a slash"),
    Column::text("parent_id", "Id of the parent group (`group.id`); NULL at the top level")
        .from_attribute(&["parentId"]),
    Column::text("description", "Description of the group; NULL if not set"),
    Column::integer("sub_group_count", "Number of children of the group").from_attribute(&["subGroupCount"]),
    Column::map("attributes", "Attributes of the group, each with an array of values"),
    Column::json("realm_roles", "Names of the realm roles that members get, an array").from_attribute(&["realmRoles"]),
    Column::map("client_roles", "Names of the client roles that members get, an array for each client")
        .from_attribute(&["clientRoles"]),
];
