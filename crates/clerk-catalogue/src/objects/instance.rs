//! The object `instance`, a table with one row.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "instance",
    "The Clerk instance that the secret key belongs to. The table has one row.",
    COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/instance")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the instance"),
    OBJECT_TYPE,
    Column::text("environment_type", "Environment of the instance, such as `development` or `production`"),
    Column::json("allowed_origins", "Origins that may call Clerk's Frontend API, an array of strings; may be NULL"),
    Column::text(
        "workspace_id",
        "Id of the workspace in Clerk to which the application belongs, `org_…`; NULL if it belongs to none",
    ),
];
