//! Permissions that roles are made of.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object =
    Object::new("organization_permissions", "Permissions that roles are made of.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[
    Access::single("/organization_permissions/{id}"),
    Access::list("/organization_permissions", MAX_PAGE)
        .ordered(&[Order::by("created_at")])
        .filtered(&[Filter::contains("name", "query"), Filter::contains("key", "query")]),
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
