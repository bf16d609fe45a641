//! Which role a group in a directory gives. The endpoint does not page.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;
use fdw_engine::column::Source::Nested;

use super::{OBJECT_TYPE, organization_roles};

pub const OBJECT: Object =
    Object::new("directory_group_role_mappings", "Which role a group in a directory gives.", COLUMNS, ACCESS);

const ACCESS: &[Access] =
    &[Access::all("/directories/{}/group_role_mappings").by("directory_id").of_each("directories")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("directory_id", "The directory"),
    Column::text("scim_directory_id", "The directory, by its older name"),
    Column::text("directory_group_id", "The group in the directory"),
    Column::text("scim_group_id", "The group, by its older name"),
    Column::text("directory_group_display_name", "The group's name in the directory"),
    Column::text("scim_group_display_name", "The group's name, by its older name"),
    Column::nested("role", &Nested(organization_roles::COLUMNS), "The role"),
    Column::integer("precedence", "Which mapping wins: 1 before 2"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
