//! The object `directory_group_role_mappings`: organization roles of directory groups. The endpoint is not paginated.

use super::{OBJECT_TYPE, joined, organization_roles};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "directory_group_role_mappings",
    "Mappings from groups of a directory to roles in organizations. The members of a group get its role.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::unpaged_list("/directories/{directory_id}/group_role_mappings")
    .for_each_parent("directory_id", "directories")];

const WRITES: Writes = Writes::with_row_id("row_id")
    .with_insert(
        WriteRequest::post("/directories/{directory_id}/group_role_mappings")
            .with_parameters(&[&[
                Parameter::of("directory_group_id"),
                Parameter::of("scim_group_id"),
                Parameter::of("role_id").required(),
                Parameter::of("precedence"),
            ]])
            .with_note(
                "The group is that of `directory_group_id` or, under its older name, of `scim_group_id`. Group role \
                 mapping must be enabled in the directory.",
            ),
    )
    .with_delete(WriteRequest::delete("/directories/{directory_id}/group_role_mappings/{id}"));

const COLUMNS: &[Column] = &joined::<{ READABLE.len() + 1 }>(&[
    &[Column::text("row_id", "Row id for DELETE: `directory_id` and `id`, joined by a slash")
        .from_source(Source::Joined(&["directory_id", "id"]))],
    READABLE,
]);

/// The columns that Clerk's SCIM endpoint returns too.
pub const READABLE: &[Column] = &[
    Column::text("id", "Id of the mapping"),
    OBJECT_TYPE,
    Column::text("directory_id", "Id of the directory (`directories.id`)"),
    Column::text("scim_directory_id", "Same as `directory_id`, under its older name"),
    Column::text("directory_group_id", "Id of the group at the identity provider"),
    Column::text("scim_group_id", "Same as `directory_group_id`, under its older name"),
    Column::text("directory_group_display_name", "Name of the group at the identity provider"),
    Column::text("scim_group_display_name", "Same as `directory_group_display_name`, under its older name"),
    Column::nested("role", organization_roles::READABLE, "Role that the members of the group get; may be NULL"),
    Column::integer(
        "precedence",
        "Precedence, from 1; if a user is in several mapped groups, the mapping with the lowest value applies",
    ),
    Column::time("created_at", "When the mapping was created"),
    Column::time("updated_at", "When the mapping was last updated"),
];
