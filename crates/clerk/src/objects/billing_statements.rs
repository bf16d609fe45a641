//! Statements: what was to be paid in a period.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;
use fdw_engine::column::Source::{At, Nested};

use super::{MAX_PAGE, OBJECT_TYPE, parts};

pub const OBJECT: Object = Object::new(
    "billing_statements",
    "Statements: what a user or an organization was to pay in a period.",
    COLUMNS,
    ACCESS,
)
.also(&["billing/statements", "billing/statement"]);

const ACCESS: &[Access] = &[
    Access::get("/billing/statements/{}", "id"),
    Access::get("/billing/statements/{}", "statement_id"),
    Access::list("/billing/statements?paginated=true", MAX_PAGE),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    Column::text("statement_id", "Its id, by the name that Wrappers has for it").from(&At("id")).unlisted(),
    OBJECT_TYPE,
    Column::text("instance_id", "The instance"),
    Column::time("timestamp", "When it was made"),
    Column::nested("payer", &Nested(parts::PAYER), "Who pays").unlisted(),
    Column::text("status", "open or closed"),
    Column::nested("totals", &Nested(TOTALS), "Sums"),
    Column::json("groups", "Payments, by day"),
    Column::text("user_id", "The user who pays").from(&At("payer.user_id")),
    Column::text("organization_id", "The organization that pays").from(&At("payer.organization_id")),
];

const TOTALS: &[Column] = &[
    Column::nested("grand_total", &Nested(parts::MONEY), "What is to pay in all"),
    Column::nested("subtotal", &Nested(parts::MONEY), "The sum before tax"),
    Column::nested("base_fee", &Nested(parts::MONEY), "The base fee"),
    Column::nested("tax_total", &Nested(parts::MONEY), "The tax"),
];
