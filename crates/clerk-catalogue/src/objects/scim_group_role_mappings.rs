//! Mappings from groups of a directory to roles, read from Clerk's SCIM endpoint, which has no pagination.

use super::{directory_group_role_mappings, joined};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "scim_group_role_mappings",
    "Mappings from groups of a directory to roles in organizations, read from Clerk's SCIM endpoint. The table \
     `directory_group_role_mappings` has the same columns.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::unpaged_list("/scim_directories/{scim_directory_id}/group_role_mappings")
        .for_each_parent("scim_directory_id", "scim_directories")];

const WRITES: Writes = Writes::with_row_id("row_id")
    .with_insert(
        WriteRequest::post("/scim_directories/{scim_directory_id}/group_role_mappings")
            .with_parameters(&[&[
                Parameter::of("scim_group_id").required(),
                Parameter::of("role_id").required(),
                Parameter::of("precedence"),
            ]])
            .with_note("Group role mapping must be enabled in the directory."),
    )
    .with_delete(WriteRequest::delete("/scim_directories/{scim_directory_id}/group_role_mappings/{id}"));

const COLUMNS: &[Column] = &joined::<{ directory_group_role_mappings::READABLE.len() + 1 }>(&[
    &[Column::text("row_id", "Row id for DELETE: `scim_directory_id` and `id`, joined by a slash")
        .from_source(Source::Joined(&["scim_directory_id", "id"]))],
    directory_group_role_mappings::READABLE,
]);
