//! The instance: one row.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new("instance", "The instance: one row.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[Access::single("/instance")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("environment_type", "development, staging or production"),
    Column::json("allowed_origins", "Origins that may call the Frontend API"),
    Column::text("workspace_id", "The workspace"),
];
