//! The instance: one row.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;

use super::OBJECT_TYPE;

pub const OBJECT: Object = Object::new("instance", "The instance: one row.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[Access::one("/instance")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("environment_type", "development, staging or production"),
    Column::json("allowed_origins", "Origins that may call the Frontend API"),
    Column::text("workspace_id", "The workspace"),
];
