//! The object `directory_group_role_mappings`: organization roles of directory groups. The endpoint is not paginated.

use super::{OBJECT_TYPE, organization_roles};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "directory_group_role_mappings",
    "Mappings from groups of a directory to roles in organizations. The members of a group get its role.",
    COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::unpaged_list("/directories/{directory_id}/group_role_mappings")
    .for_each_parent("directory_id", "directories")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the mapping"),
    OBJECT_TYPE,
    Column::text("directory_id", "Id of the directory (`directories.id`)"),
    Column::text("scim_directory_id", "Same as `directory_id`, under its older name"),
    Column::text("directory_group_id", "Id of the group at the identity provider"),
    Column::text("scim_group_id", "Same as `directory_group_id`, under its older name"),
    Column::text("directory_group_display_name", "Name of the group at the identity provider"),
    Column::text("scim_group_display_name", "Same as `directory_group_display_name`, under its older name"),
    Column::nested("role", organization_roles::COLUMNS, "Role that the members of the group get; may be NULL"),
    Column::integer(
        "precedence",
        "Precedence, from 1; if a user is in several mapped groups, the mapping with the lowest value applies",
    ),
    Column::time("created_at", "When the mapping was created"),
    Column::time("updated_at", "When the mapping was last updated"),
];
