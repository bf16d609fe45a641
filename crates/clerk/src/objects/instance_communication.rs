//! Where the instance sends messages: one row.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("instance_communication", "Where the instance sends messages: one row.", COLUMNS, ACCESS)
        .identified_by(&[]);

const ACCESS: &[Access] = &[Access::single("/instance/communication")];

pub const COLUMNS: &[Column] =
    &[OBJECT_TYPE, Column::json("blocked_country_codes", "Countries to which no messages are sent")];
