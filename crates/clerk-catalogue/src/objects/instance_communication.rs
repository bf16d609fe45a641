//! The object `instance_communication`, a table with one row.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "instance_communication",
    "SMS settings of the instance. The table has one row.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[]);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/instance/communication")];

pub const COLUMNS: &[Column] = &[
    OBJECT_TYPE,
    Column::json("blocked_country_codes", "Countries to which no SMS is sent, an array of ISO 3166-1 alpha-2 codes"),
];
