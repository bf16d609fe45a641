//! The object `billing_statement`: one billing statement, as Supabase's Clerk wrapper reads it.

use super::{billing_statements, joined};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "billing_statement",
    "One billing statement, for which a query needs a condition on `statement_id`. Supabase's Clerk wrapper has this \
     table; the table `billing_statements` contains all statements.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_aliases(&["billing/statement"]);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/billing/statements/{statement_id}")];

const COLUMNS: &[Column] = &joined::<{ billing_statements::COLUMNS.len() + 1 }>(&[
    &[Column::key("statement_id", "Id of the billing statement, the same as `id`")],
    billing_statements::COLUMNS,
]);
