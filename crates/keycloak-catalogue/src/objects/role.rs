//! Realm roles.

use super::VIEW_REALM;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("role", "Roles of the realm, without the roles of clients.", &COLUMNS, ACCESS_PATHS)
        .with_needed_permission(VIEW_REALM);

/// A role is not requested by its id, because that request finds roles of clients too.
const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/admin/realms/{realm}/roles/{name}"),
    AccessPath::unpaged_list("/admin/realms/{realm}/roles?briefRepresentation=false"),
];

/// The columns of roles of the realm, which roles of clients have too.
pub const COLUMNS: [Column; 7] = [
    Column::text("id", "Id of the role"),
    Column::text("name", "Name of the role, unique in the realm or among the roles of its client"),
    Column::text("description", "Description of the role; NULL if not set"),
    Column::bool("composite", "Whether the role contains other roles"),
    Column::bool("client_role", "Whether the role belongs to a client; false for roles of the realm")
        .from_attribute(&["clientRole"]),
    Column::text("container_id", "Id of the realm or the client that the role belongs to")
        .from_attribute(&["containerId"]),
    Column::map("attributes", "Attributes of the role, each with an array of values"),
];
