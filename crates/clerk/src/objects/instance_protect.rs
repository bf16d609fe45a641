//! How the instance protects itself: one row.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("instance_protect", "How the instance protects itself: one row.", COLUMNS, ACCESS).identified_by(&[]);

const ACCESS: &[Access] = &[Access::single("/instance/protect")];

pub const COLUMNS: &[Column] = &[
    OBJECT_TYPE,
    Column::bool("rules_enabled", "Whether rules are enabled"),
    Column::bool("specter_enabled", "Whether bot detection is enabled"),
    Column::bool("checks_bypassed", "Whether all checks are bypassed"),
];
