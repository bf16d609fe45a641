//! Attempts to pay what a statement says. Clerk lists them for one statement at a time.

use super::{MAX_PAGE, OBJECT_TYPE, parts};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "billing_payment_attempts",
    "Attempts to pay what a statement says. Clerk lists them for one statement at a time.",
    COLUMNS,
    ACCESS,
)
.aliases(&["billing/payment_attempts"]);

const ACCESS: &[Access] =
    &[Access::list("/billing/statements/{statement_id}/payment_attempts?paginated=true", MAX_PAGE)
        .for_each("statement_id", "billing_statements")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("payment_id", "The payment"),
    Column::text("instance_id", "The instance"),
    Column::text("charge_type", "What kind of charge it is"),
    Column::text("payee_id", "Who is paid"),
    Column::map("payee", "Who is paid").not_imported(),
    Column::text("payer_id", "Who pays"),
    Column::nested("payer", parts::PAYER, "Who pays").not_imported(),
    Column::text("subscription_item_id", "The subscription item"),
    Column::map("subscription_item", "The subscription item").not_imported(),
    Column::nested("amount", parts::MONEY, "The amount"),
    Column::nested("totals", parts::TOTALS, "Sums").not_imported(),
    Column::text("payment_method_id", "How it is paid"),
    Column::nested("payment_method", parts::PAYMENT_METHOD, "How it is paid").not_imported(),
    Column::text("statement_id", "The statement"),
    Column::text("gateway_external_id", "Its id at the payment provider"),
    Column::text("gateway_external_url", "Its page at the payment provider"),
    Column::text("status", "pending, paid or failed"),
    Column::time("paid_at", "When it was paid"),
    Column::time("failed_at", "When it failed"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
    Column::text("user_id", "The user who pays").at(&["payer", "user_id"]),
    Column::text("organization_id", "The organization that pays").at(&["payer", "organization_id"]),
];
