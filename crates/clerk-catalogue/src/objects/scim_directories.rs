//! Directories that provision users, read from Clerk's SCIM endpoint.

use super::{MAX_PAGE, directories};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::write::{WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "scim_directories",
    "Directories through which identity providers provision users, read from Clerk's SCIM endpoint. The table \
     `directories` has the same columns.",
    directories::COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[&["api_key"]])
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::single_object("/scim_directories/{id}"), AccessPath::paged_list("/scim_directories", MAX_PAGE)];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/scim_directories").with_parameters(&[directories::INSERT]).losing(&directories::API_KEY),
    )
    .with_updates(&[
        WriteRequest::patch("/scim_directories/{id}").with_parameters(&[directories::UPDATE]).on_parameters(),
        WriteRequest::patch("/scim_directories/{id}").with_parameters(&[directories::ATTRIBUTE_MAPPING]).on_map_keys(),
    ])
    .with_delete(
        WriteRequest::delete("/scim_directories/{id}")
            .with_note("The identity provider can no longer provision users."),
    );
