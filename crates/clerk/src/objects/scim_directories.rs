//! Directories that provision users, by their older name.

use super::{MAX_PAGE, directories};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;

pub const OBJECT: Object = Object::new(
    "scim_directories",
    "Directories that provision users, by their older name: the rows of directories.",
    directories::COLUMNS,
    ACCESS,
)
.secrets(&[&["api_key"]]);

const ACCESS: &[Access] = &[Access::single("/scim_directories/{id}"), Access::list("/scim_directories", MAX_PAGE)];
