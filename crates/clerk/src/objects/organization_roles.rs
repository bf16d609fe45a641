//! Roles in organizations.

use fdw_engine::access::{Access, Filter};
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;

use super::{MAX_PAGE, OBJECT_TYPE};

pub const OBJECT: Object =
    Object::new("organization_roles", "Roles that members of organizations can have.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[
    Access::get("/organization_roles/{}", "id"),
    Access::list("/organization_roles", MAX_PAGE)
        .ordered(&["created_at"])
        .filtered(&[Filter::holds("name", "query"), Filter::holds("key", "query")]),
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
