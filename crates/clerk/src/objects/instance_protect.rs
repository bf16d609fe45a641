//! How the instance protects itself: one row.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;

use super::OBJECT_TYPE;

pub const OBJECT: Object =
    Object::new("instance_protect", "How the instance protects itself: one row.", COLUMNS, ACCESS).told_apart_by("");

const ACCESS: &[Access] = &[Access::one("/instance/protect")];

pub const COLUMNS: &[Column] = &[
    OBJECT_TYPE,
    Column::bool("rules_enabled", "Whether rules are enabled"),
    Column::bool("specter_enabled", "Whether bot detection is enabled"),
    Column::bool("checks_bypassed", "Whether all checks are bypassed"),
];
