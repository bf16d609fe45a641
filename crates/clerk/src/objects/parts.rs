//! Parts that several objects have.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::column::Column;

pub const MONEY: &[Column] = &[
    Column::integer("amount", "Cents"),
    Column::text("amount_formatted", "The amount as text, without the currency's sign"),
    Column::text("currency", "The currency's code"),
    Column::text("currency_symbol", "The currency's sign"),
];

pub const CREDITS: &[Column] = &[
    Column::nested("proration", PRORATED_CREDIT, "Credit for the rest of a period"),
    Column::nested("payer", PAYER_CREDIT, "Who pays"),
    Column::nested("total", MONEY, "The sum"),
];

pub const PRORATED_CREDIT: &[Column] = &[
    Column::nested("amount", MONEY, "The amount"),
    Column::integer("cycle_days_remaining", "Days of the cycle that are left"),
    Column::integer("cycle_days_total", "Days of the cycle"),
    Column::number("cycle_remaining_percent", "Part of the cycle that is left"),
];

pub const PAYER_CREDIT: &[Column] = &[
    Column::nested("remaining_balance", MONEY, "What is left of it"),
    Column::nested("applied_amount", MONEY, "What of it was applied"),
];

pub const PAYMENT_METHOD: &[Column] = &[
    OBJECT_TYPE,
    Column::text("id", "Its id"),
    Column::text("payer_id", "Who pays"),
    Column::text("payment_type", "What kind of payment method it is"),
    Column::bool("is_default", "Whether it is the default"),
    Column::text("gateway", "The payment provider"),
    Column::text("gateway_external_id", "Its id at the payment provider"),
    Column::text("gateway_external_account_id", "The account at the payment provider"),
    Column::text("last4", "The last four digits"),
    Column::text("status", "The status"),
    Column::text("wallet_type", "The kind of wallet"),
    Column::text("card_type", "The card's brand"),
    Column::integer("expiry_year", "The year in which the card expires"),
    Column::integer("expiry_month", "The month in which the card expires"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
    Column::bool("is_removable", "Whether it can be removed"),
];

pub const PAYER: &[Column] = &[
    OBJECT_TYPE,
    Column::text("id", "Its id"),
    Column::text("instance_id", "The instance"),
    Column::text("user_id", "The user"),
    Column::text("first_name", "First name"),
    Column::text("last_name", "Last name"),
    Column::text("email", "The e-mail address"),
    Column::text("organization_id", "The organization"),
    Column::text("organization_name", "The organization's name"),
    Column::text("image_url", "The picture"),
    Column::nested("credits_balance", MONEY, "Credits that are left"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];

pub const TOTALS: &[Column] = &[
    Column::nested("subtotal", MONEY, "The sum before tax"),
    Column::nested("base_fee", MONEY, "The base fee"),
    Column::nested("tax_total", MONEY, "The tax"),
    Column::nested("grand_total", MONEY, "What is to pay in all"),
    Column::json("per_unit_totals", "Totals of what is billed by the unit"),
    Column::nested("credits", CREDITS, "Credits applied"),
    Column::nested("discounts", DISCOUNTS, "Discounts applied"),
];

pub const DISCOUNTS: &[Column] = &[
    Column::nested("proration", PRORATED_DISCOUNT, "Credit for the rest of a period"),
    Column::nested("total", MONEY, "The sum"),
];

pub const PRORATED_DISCOUNT: &[Column] = &[
    Column::nested("amount", MONEY, "The amount"),
    Column::integer("cycle_days_passed", "Days of the cycle that have passed"),
    Column::integer("cycle_days_total", "Days of the cycle"),
    Column::number("cycle_passed_percent", "Part of the cycle that has passed"),
];

pub const ERROR: &[Column] = &[
    Column::text("message", "The text"),
    Column::text("long_message", "The error in a sentence"),
    Column::text("code", "The error's code"),
    Column::map("meta", "More on the error"),
];

pub const VERIFICATION: &[Column] = &[
    OBJECT_TYPE,
    Column::text("status", "The status"),
    Column::text("strategy", "How it is verified"),
    Column::text("external_verification_redirect_url", "Where the provider verifies it"),
    Column::nested("error", ERROR, "What went wrong").not_imported(),
    Column::time("expire_at", "When it expires"),
    Column::integer("attempts", "Attempts so far"),
    Column::text("verified_at_client", "The client on which it was verified"),
];
