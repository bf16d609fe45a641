//! Roles that composite roles of the realm contain.

use super::VIEW_REALM;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "role_composite",
    "Roles that composite roles of the realm directly contain. Each row is one role in one composite role.",
    &COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_REALM);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::unpaged_list("/admin/realms/{realm}/roles/{role_name}/composites")
    .for_each_value_of("role_name", "role", "name")
    .skipping_parents_without("composite")];

/// The columns without the key column of roles of clients.
pub const COLUMNS: [Column; 5] = [
    Column::key("role_name", "Name of the composite role"),
    Column::text("contained_role_id", "Id of the role that it contains").from_attribute(&["id"]),
    Column::text("contained_role_name", "Name of the role that it contains").from_attribute(&["name"]),
    Column::bool("contained_client_role", "Whether the role that it contains belongs to a client")
        .from_attribute(&["clientRole"]),
    Column::text("contained_container_id", "Id of the client or the realm that the contained role belongs to")
        .from_attribute(&["containerId"]),
];
