//! The object `instance_protect`, a table with one row.

use super::SINGLETON_TYPE;
use crate::options;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "instance_protect",
    "Settings of the instance for Clerk Protect. The table has one row.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[])
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/instance/protect")];

const WRITES: Writes = Writes::with_row_id("object").with_updates(&[WriteRequest::patch("/instance/protect")
    .with_parameters(&[SETTINGS])
    .with_switch(&options::INSTANCE_WRITES)
    .on_parameters()]);

const SETTINGS: &[Parameter] =
    &[Parameter::of("rules_enabled").nullable(), Parameter::of("specter_enabled").nullable()];

pub const COLUMNS: &[Column] = &[
    SINGLETON_TYPE,
    Column::bool("rules_enabled", "Whether the rules of Clerk Protect are enabled"),
    Column::bool("specter_enabled", "Whether Specter, a part of Clerk Protect, is enabled"),
    Column::bool("checks_bypassed", "Whether the instance opted out of the prerequisite checks of Clerk Protect"),
];
