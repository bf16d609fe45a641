//! Roles in organizations.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object =
    Object::new("organization_roles", "Roles that members of organizations can have.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[
    Access::single("/organization_roles/{id}"),
    Access::list("/organization_roles", MAX_PAGE)
        .ordered(&[Order::by("created_at")])
        .filtered(&[Filter::contains("name", "query"), Filter::contains("key", "query")]),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::text("key", "The key by which code names it"),
    Column::text("description", "What it is for"),
    Column::bool("is_creator_eligible", "Whether who creates an organization may have it"),
    Column::json("permissions", "The permissions"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
