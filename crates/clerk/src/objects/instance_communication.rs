//! Where the instance sends messages: one row.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;

use super::OBJECT_TYPE;

pub const OBJECT: Object =
    Object::new("instance_communication", "Where the instance sends messages: one row.", COLUMNS, ACCESS)
        .told_apart_by("");

const ACCESS: &[Access] = &[Access::one("/instance/communication")];

pub const COLUMNS: &[Column] =
    &[OBJECT_TYPE, Column::json("blocked_country_codes", "Countries to which no messages are sent")];
