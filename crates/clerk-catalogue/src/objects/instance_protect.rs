//! The object `instance_protect`, a table with one row.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "instance_protect",
    "Settings of the instance for Clerk Protect. The table has one row.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[]);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/instance/protect")];

pub const COLUMNS: &[Column] = &[
    OBJECT_TYPE,
    Column::bool("rules_enabled", "Whether the rules of Clerk Protect are enabled"),
    Column::bool("specter_enabled", "Whether Specter, a part of Clerk Protect, is enabled"),
    Column::bool("checks_bypassed", "Whether the instance opted out of the prerequisite checks of Clerk Protect"),
];
