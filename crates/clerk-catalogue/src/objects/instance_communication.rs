//! The object `instance_communication`, a table with one row.

use super::SINGLETON_TYPE;
use crate::options;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "instance_communication",
    "SMS settings of the instance. The table has one row.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[])
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/instance/communication")];

const WRITES: Writes = Writes::with_row_id("object").with_updates(&[WriteRequest::patch("/instance/communication")
    .with_parameters(&[SETTINGS])
    .with_switch(&options::INSTANCE_WRITES)
    .with_note("The array replaces the previous one, and Clerk silently ignores codes that it does not know.")
    .on_parameters()]);

const SETTINGS: &[Parameter] = &[Parameter::of("blocked_country_codes").nullable()];

pub const COLUMNS: &[Column] = &[
    SINGLETON_TYPE,
    Column::json("blocked_country_codes", "Countries to which no SMS is sent, an array of ISO 3166-1 alpha-2 codes"),
];
