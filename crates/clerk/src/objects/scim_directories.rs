//! Directories that provision users, by their older name.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;

use super::{MAX_PAGE, directories};

pub const OBJECT: Object = Object::new(
    "scim_directories",
    "Directories that provision users, by their older name: the rows of directories.",
    directories::COLUMNS,
    ACCESS,
)
.without(&["api_key"]);

const ACCESS: &[Access] = &[Access::get("/scim_directories/{}", "id"), Access::list("/scim_directories", MAX_PAGE)];
