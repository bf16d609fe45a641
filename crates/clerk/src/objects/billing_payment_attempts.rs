//! Attempts to pay what a statement says. Clerk lists them for one statement at a time.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;
use fdw_engine::column::Source::{At, Nested};

use super::{MAX_PAGE, OBJECT_TYPE, parts};

pub const OBJECT: Object = Object::new(
    "billing_payment_attempts",
    "Attempts to pay what a statement says. Clerk lists them for one statement at a time.",
    COLUMNS,
    ACCESS,
)
.also(&["billing/payment_attempts"]);

const ACCESS: &[Access] = &[Access::list("/billing/statements/{}/payment_attempts?paginated=true", MAX_PAGE)
    .by("statement_id")
    .of_each("billing_statements")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("payment_id", "The payment"),
    Column::text("instance_id", "The instance"),
    Column::text("charge_type", "What kind of charge it is"),
    Column::text("payee_id", "Who is paid"),
    Column::map("payee", "Who is paid").unlisted(),
    Column::text("payer_id", "Who pays"),
    Column::nested("payer", &Nested(parts::PAYER), "Who pays").unlisted(),
    Column::text("subscription_item_id", "The subscription item"),
    Column::map("subscription_item", "The subscription item").unlisted(),
    Column::nested("amount", &Nested(parts::MONEY), "The amount"),
    Column::nested("totals", &Nested(parts::TOTALS), "Sums").unlisted(),
    Column::text("payment_method_id", "How it is paid"),
    Column::nested("payment_method", &Nested(parts::PAYMENT_METHOD), "How it is paid").unlisted(),
    Column::text("statement_id", "The statement"),
    Column::text("gateway_external_id", "Its id at the payment provider"),
    Column::text("gateway_external_url", "Its page at the payment provider"),
    Column::text("status", "pending, paid or failed"),
    Column::time("paid_at", "When it was paid"),
    Column::time("failed_at", "When it failed"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
    Column::text("user_id", "The user who pays").from(&At("payer.user_id")),
    Column::text("organization_id", "The organization that pays").from(&At("payer.organization_id")),
];
