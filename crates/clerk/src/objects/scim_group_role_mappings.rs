//! Which role a group in a directory gives, by its older name. The endpoint does not page.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;

use super::directory_group_role_mappings;

pub const OBJECT: Object = Object::new(
    "scim_group_role_mappings",
    "Which role a group in a directory gives, by its older name.",
    directory_group_role_mappings::COLUMNS,
    ACCESS,
);

const ACCESS: &[Access] =
    &[Access::all("/scim_directories/{}/group_role_mappings").by("scim_directory_id").of_each("scim_directories")];
