//! Columns of nested objects that several objects have.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::column::Column;

/// An amount of money.
pub const MONEY: &[Column] = &[
    Column::integer("amount", "Amount in cents"),
    Column::text("amount_formatted", "Amount as text for display, with the currency symbol"),
    Column::text("currency", "Currency code, such as `USD`"),
    Column::text("currency_symbol", "Currency symbol, such as `$`"),
];

/// The credits applied to a payment or subscription item.
pub const CREDITS: &[Column] = &[
    Column::nested("proration", PRORATED_CREDIT, "Credit for the remaining part of the billing cycle; may be NULL"),
    Column::nested("payer", PAYER_CREDIT, "Credit from the payer's balance; may be NULL"),
    Column::nested("total", MONEY, "Sum of the credits"),
];

/// A credit for the remaining part of a billing cycle.
pub const PRORATED_CREDIT: &[Column] = &[
    Column::nested("amount", MONEY, "Amount of the credit"),
    Column::integer("cycle_days_remaining", "Number of days that remain in the billing cycle"),
    Column::integer("cycle_days_total", "Length of the billing cycle in days"),
    Column::number("cycle_remaining_percent", "Part of the billing cycle that remains, as a percentage"),
];

/// A credit from the payer's balance.
pub const PAYER_CREDIT: &[Column] = &[
    Column::nested("remaining_balance", MONEY, "Credit that remains in the payer's balance"),
    Column::nested("applied_amount", MONEY, "Credit that was taken from the payer's balance"),
];

/// A payment method.
pub const PAYMENT_METHOD: &[Column] = &[
    OBJECT_TYPE,
    Column::text("id", "Id of the payment method"),
    Column::text("payer_id", "Id of the payer, the billing record of the user or organization that pays"),
    Column::text("payment_type", "Type of the payment method: `card`, `link` or `payer-credits`"),
    Column::bool("is_default", "Whether the payment method is the payer's default"),
    Column::text("gateway", "Name of the payment gateway"),
    Column::text("gateway_external_id", "Id of the payment method at the payment gateway"),
    Column::text("gateway_external_account_id", "Id of the account at the payment gateway; may be NULL"),
    Column::text("last4", "Last four digits of the card number; NULL if the payment method is not a card"),
    Column::text("status", "Status of the payment method: `active` or `disconnected`"),
    Column::text("wallet_type", "Type of the digital wallet; NULL if there is none"),
    Column::text("card_type", "Type of the card; NULL if the payment method is not a card"),
    Column::integer("expiry_year", "Year in which the card expires; NULL if the payment method is not a card"),
    Column::integer(
        "expiry_month",
        "Month in which the card expires, 1 to 12; NULL if the payment method is not a card",
    ),
    Column::time("created_at", "When the payment method was created"),
    Column::time("updated_at", "When the payment method was last updated"),
    Column::bool("is_removable", "Whether the payment method can be removed"),
];

/// The user or organization that pays.
pub const PAYER: &[Column] = &[
    OBJECT_TYPE,
    Column::text("id", "Id of the payer"),
    Column::text("instance_id", "Id of the instance (`instance.id`)"),
    Column::text("user_id", "Id of the user who pays (`users.id`); NULL if an organization pays"),
    Column::text("first_name", "First name of the payer; may be NULL"),
    Column::text("last_name", "Last name of the payer; may be NULL"),
    Column::text("email", "E-mail address of the payer; may be NULL"),
    Column::text("organization_id", "Id of the organization that pays (`organizations.id`); NULL if a user pays"),
    Column::text("organization_name", "Name of the organization that pays; NULL if a user pays"),
    Column::text("image_url", "URL of the payer's image"),
    Column::nested("credits_balance", MONEY, "Credit balance of the payer"),
    Column::time("created_at", "When the payer was created"),
    Column::time("updated_at", "When the payer was last updated"),
];

/// The breakdown of an amount into fees, tax, credits and discounts.
pub const TOTALS: &[Column] = &[
    Column::nested("subtotal", MONEY, "Sum of the base fee and the charges per unit, before tax"),
    Column::nested("base_fee", MONEY, "Base fee of the plan, without charges per unit"),
    Column::nested("tax_total", MONEY, "Total tax"),
    Column::nested("grand_total", MONEY, "Total amount to be paid"),
    Column::json(
        "per_unit_totals",
        "Charges per unit (such as seats), an array of objects with `name`, `block_size` and `tiers`",
    ),
    Column::nested("credits", CREDITS, "Credits applied to the amount; NULL if there are none"),
    Column::nested("discounts", DISCOUNTS, "Discounts applied to the amount; NULL if there are none"),
];

/// The discounts applied to a payment or subscription item.
pub const DISCOUNTS: &[Column] = &[
    Column::nested(
        "proration",
        PRORATED_DISCOUNT,
        "Discount for the part of the billing cycle that has passed; may be NULL",
    ),
    Column::nested("total", MONEY, "Sum of the discounts"),
];

/// A discount for the part of a billing cycle that has passed.
pub const PRORATED_DISCOUNT: &[Column] = &[
    Column::nested("amount", MONEY, "Amount of the discount"),
    Column::integer("cycle_days_passed", "Number of days of the billing cycle that have passed"),
    Column::integer("cycle_days_total", "Length of the billing cycle in days"),
    Column::number("cycle_passed_percent", "Part of the billing cycle that has passed, as a percentage"),
];

/// An error that Clerk reports.
pub const ERROR: &[Column] = &[
    Column::text("message", "Error message"),
    Column::text("long_message", "Error message in more detail"),
    Column::text("code", "Error code"),
    Column::map("meta", "Further information about the error"),
];

/// The verification of a user's account at an external provider.
pub const VERIFICATION: &[Column] = &[
    OBJECT_TYPE,
    Column::text(
        "status",
        "Status of the verification: `unverified`, `verified`, `failed`, `expired` or `transferable`",
    ),
    Column::text("strategy", "Method of the verification, such as `oauth_google`, `saml` or `google_one_tap`"),
    Column::text(
        "external_verification_redirect_url",
        "URL at which the user completes the verification at the provider; may be NULL",
    ),
    Column::nested("error", ERROR, "Error of the verification; NULL if there is none").not_imported(),
    Column::time("expire_at", "When the verification expires; may be NULL"),
    Column::integer("attempts", "Number of verification attempts so far; may be NULL"),
    Column::text(
        "verified_at_client",
        "Id of the client on which the verification was completed (`clients.id`); may be NULL",
    ),
];
