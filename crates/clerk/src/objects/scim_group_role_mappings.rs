//! Which role a group in a directory gives, by its older name. The endpoint does not page.

use super::directory_group_role_mappings;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;

pub const OBJECT: Object = Object::new(
    "scim_group_role_mappings",
    "Which role a group in a directory gives, by its older name.",
    directory_group_role_mappings::COLUMNS,
    ACCESS,
);

const ACCESS: &[Access] = &[Access::unpaged("/scim_directories/{scim_directory_id}/group_role_mappings")
    .for_each("scim_directory_id", "scim_directories")];
