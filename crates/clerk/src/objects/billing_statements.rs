//! Statements: what was to be paid in a period.

use super::{MAX_PAGE, OBJECT_TYPE, parts};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "billing_statements",
    "Statements: what a user or an organization was to pay in a period.",
    COLUMNS,
    ACCESS,
)
.aliases(&["billing/statements", "billing/statement"]);

const ACCESS: &[Access] = &[
    Access::single("/billing/statements/{id}"),
    Access::single("/billing/statements/{statement_id}"),
    Access::list("/billing/statements?paginated=true", MAX_PAGE),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    Column::text("statement_id", "Its id, by the name that Wrappers has for it").at(&["id"]).not_imported(),
    OBJECT_TYPE,
    Column::text("instance_id", "The instance"),
    Column::time("timestamp", "When it was made"),
    Column::nested("payer", parts::PAYER, "Who pays").not_imported(),
    Column::text("status", "open or closed"),
    Column::nested("totals", TOTALS, "Sums"),
    Column::json("groups", "Payments, by day"),
    Column::text("user_id", "The user who pays").at(&["payer", "user_id"]),
    Column::text("organization_id", "The organization that pays").at(&["payer", "organization_id"]),
];

const TOTALS: &[Column] = &[
    Column::nested("grand_total", parts::MONEY, "What is to pay in all"),
    Column::nested("subtotal", parts::MONEY, "The sum before tax"),
    Column::nested("base_fee", parts::MONEY, "The base fee"),
    Column::nested("tax_total", parts::MONEY, "The tax"),
];
