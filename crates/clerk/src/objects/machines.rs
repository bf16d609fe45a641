//! Machines that talk to each other.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object =
    Object::new("machines", "Machines: services that talk to each other with tokens.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[
    Access::single("/machines/{id}"),
    Access::list("/machines", MAX_PAGE)
        .ordered(&[Order::by("created_at")])
        .filtered(&[Filter::contains("name", "query")]),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::text("instance_id", "The instance"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
    Column::integer("default_token_ttl", "Seconds that its tokens live where nothing else is said"),
    Column::json("scoped_machines", "The machines that it may talk to"),
];
