//! Directories that provision users, read from Clerk's SCIM endpoint.

use super::{MAX_PAGE, directories};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;

pub const OBJECT: Object = Object::new(
    "scim_directories",
    "Directories through which identity providers provision users, read from Clerk's SCIM endpoint. The table \
     `directories` has the same columns.",
    directories::COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[&["api_key"]]);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::single_object("/scim_directories/{id}"), AccessPath::paged_list("/scim_directories", MAX_PAGE)];
