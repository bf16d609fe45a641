//! Which role a group in a directory gives. The endpoint does not page.

use super::{OBJECT_TYPE, organization_roles};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("directory_group_role_mappings", "Which role a group in a directory gives.", COLUMNS, ACCESS);

const ACCESS: &[Access] =
    &[Access::unpaged("/directories/{directory_id}/group_role_mappings").for_each("directory_id", "directories")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("directory_id", "The directory"),
    Column::text("scim_directory_id", "The directory, by its older name"),
    Column::text("directory_group_id", "The group in the directory"),
    Column::text("scim_group_id", "The group, by its older name"),
    Column::text("directory_group_display_name", "The group's name in the directory"),
    Column::text("scim_group_display_name", "The group's name, by its older name"),
    Column::nested("role", organization_roles::COLUMNS, "The role"),
    Column::integer("precedence", "Which mapping wins: 1 before 2"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
