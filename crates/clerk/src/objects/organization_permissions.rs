//! Permissions that roles are made of.

use fdw_engine::access::{Access, Filter};
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;

use super::{MAX_PAGE, OBJECT_TYPE};

pub const OBJECT: Object =
    Object::new("organization_permissions", "Permissions that roles are made of.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[
    Access::get("/organization_permissions/{}", "id"),
    Access::list("/organization_permissions", MAX_PAGE)
        .ordered(&["created_at"])
        .filtered(&[Filter::holds("name", "query"), Filter::holds("key", "query")]),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::text("key", "The key by which code names it"),
    Column::text("description", "What it is for"),
    Column::text("type", "What kind it is"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
