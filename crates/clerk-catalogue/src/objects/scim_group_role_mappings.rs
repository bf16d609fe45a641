//! Mappings from groups of a directory to roles, read from Clerk's SCIM endpoint, which has no pagination.

use super::directory_group_role_mappings;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;

pub const OBJECT: Object = Object::new(
    "scim_group_role_mappings",
    "Mappings from groups of a directory to roles in organizations, read from Clerk's SCIM endpoint. The table \
     `directory_group_role_mappings` has the same columns.",
    directory_group_role_mappings::COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::unpaged_list("/scim_directories/{scim_directory_id}/group_role_mappings")
        .for_each_parent("scim_directory_id", "scim_directories")];
