//! Directories that provision users.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("directories", "Directories that provision users.", COLUMNS, ACCESS).secrets(&[&["api_key"]]);

const ACCESS: &[Access] = &[Access::single("/directories/{id}"), Access::list("/directories", MAX_PAGE)];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::text("enterprise_connection_id", "The enterprise connection"),
    Column::text("endpoint_url", "Where the directory sends its changes"),
    Column::text("provider", "The provider"),
    Column::bool("enabled", "Whether it is enabled"),
    Column::bool("group_role_mapping_enabled", "Whether groups give roles"),
    Column::map("attribute_mapping", "Which attribute of the identity provider fills which of Clerk's"),
    Column::json("custom_attributes", "Attributes of the user's own that are mapped"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
