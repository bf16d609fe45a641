//! The object `billing_payment_attempts`: attempts to collect a payment. Clerk lists them for one statement at a time.

use super::{MAX_PAGE, OBJECT_TYPE, shared};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "billing_payment_attempts",
    "Attempts to collect the payments of billing statements. Clerk lists them for one statement at a time.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_aliases(&["billing/payment_attempts"]);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::paged_list("/billing/statements/{statement_id}/payment_attempts?paginated=true", MAX_PAGE)
        .for_each_parent("statement_id", "billing_statements")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the payment attempt"),
    OBJECT_TYPE,
    Column::text("payment_id", "Id of the payment that was attempted"),
    Column::text("instance_id", "Id of the instance (`instance.id`)"),
    Column::text("charge_type", "Type of the charge, such as `checkout` or `recurring`"),
    Column::text("payee_id", "Id of the payee, the party that is paid"),
    Column::map("payee", "Payee: the party that is paid").not_imported(),
    Column::text("payer_id", "Id of the payer, the billing record of the user or organization that pays"),
    Column::nested("payer", shared::PAYER, "Payer: the user or organization that pays").not_imported(),
    Column::text(
        "subscription_item_id",
        "Id of the subscription item that is paid for (`billing_subscription_items.id`)",
    ),
    Column::map("subscription_item", "Subscription item that is paid for").not_imported(),
    Column::nested("amount", shared::MONEY, "Amount of the payment attempt"),
    Column::nested(
        "totals",
        shared::TOTALS,
        "Breakdown of the amount into fees, tax, credits and discounts; may be NULL",
    )
    .not_imported(),
    Column::text("payment_method_id", "Id of the payment method that was used"),
    Column::nested("payment_method", shared::PAYMENT_METHOD, "Payment method that was used").not_imported(),
    Column::text("statement_id", "Id of the billing statement (`billing_statements.id`)"),
    Column::text("gateway_external_id", "Id of the payment attempt at the payment gateway; NULL if it has none"),
    Column::text("gateway_external_url", "URL of the payment attempt at the payment gateway; NULL if it has none"),
    Column::text("status", "Status of the payment attempt: `pending`, `paid` or `failed`"),
    Column::time("paid_at", "When the payment was completed; NULL if it was not"),
    Column::time("failed_at", "When the payment failed; NULL if it did not"),
    Column::time("created_at", "When the payment attempt was created"),
    Column::time("updated_at", "When the payment attempt was last updated"),
    Column::text("user_id", "Id of the user who pays (`users.id`); NULL if an organization pays")
        .from_attribute(&["payer", "user_id"]),
    Column::text("organization_id", "Id of the organization that pays (`organizations.id`); NULL if a user pays")
        .from_attribute(&["payer", "organization_id"]),
];
