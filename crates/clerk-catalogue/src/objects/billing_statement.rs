//! The object `billing_statement`: billing statements as Supabase's Clerk wrapper reads them, one at a time.

use super::{MAX_PAGE, billing_statements, joined};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "billing_statement",
    "Billing statements with the column `statement_id`, the table that Supabase's Clerk wrapper has for reading one of \
     them. Its rows are those of `billing_statements`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_aliases(&["billing/statement"]);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/billing/statements/{statement_id}"),
    AccessPath::paged_list("/billing/statements?paginated=true", MAX_PAGE),
];

const COLUMNS: &[Column] = &joined::<{ billing_statements::COLUMNS.len() + 1 }>(&[
    &[Column::text("statement_id", "Id of the billing statement, the same as `id`").from_attribute(&["id"])],
    billing_statements::COLUMNS,
]);
