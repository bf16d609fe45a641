//! What is subscribed to, by users and organizations, free plans among it.

use super::{MAX_PAGE, OBJECT_TYPE, billing_plans, parts};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "billing_subscription_items",
    "What users and organizations subscribe to, free plans among it.",
    COLUMNS,
    ACCESS,
)
.aliases(&["billing/subscription_items"]);

/// Clerk asks for free trials by a status of their own, so `active` may leave them out: such a condition stays here.
const ACCESS: &[Access] = &[Access::list("/billing/subscription_items?paginated=true&include_free=true", MAX_PAGE)
    .filtered(&[
        Filter::equals("status", "status").one_of(&["ended", "past_due"]).inexact(),
        Filter::equals("plan_id", "plan_id"),
    ])];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("instance_id", "The instance"),
    Column::text("status", "The status"),
    Column::nested("credit", CREDIT, "Credit for what was not used").not_imported(),
    Column::nested("credits", parts::CREDITS, "Credits applied").not_imported(),
    Column::text("plan_id", "The plan"),
    Column::text("price_id", "The price"),
    Column::nested("plan", billing_plans::COLUMNS, "The plan").not_imported(),
    Column::text("plan_period", "month or annual"),
    Column::nested("payment_method", parts::PAYMENT_METHOD, "How it is paid").not_imported(),
    Column::nested("lifetime_paid", parts::MONEY, "What was paid for it so far"),
    Column::nested("next_payment", NEXT_PAYMENT, "The next payment").not_imported(),
    Column::text("payer_id", "Who pays"),
    Column::nested("payer", parts::PAYER, "Who pays").not_imported(),
    Column::bool("is_free_trial", "Whether it is on a free trial"),
    Column::time("period_start", "When the period began"),
    Column::time("period_end", "When the period ends"),
    Column::text("proration_date", "The day to prorate by"),
    Column::time("canceled_at", "When it was cancelled"),
    Column::time("past_due_at", "Since when a payment is due"),
    Column::time("ended_at", "When it ended"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
    Column::nested("seats", SEATS, "Seats that are billed"),
    Column::nested("totals", parts::TOTALS, "Sums").not_imported(),
    Column::text("user_id", "The user who pays").at(&["payer", "user_id"]),
    Column::text("organization_id", "The organization that pays").at(&["payer", "organization_id"]),
];

const CREDIT: &[Column] = &[
    Column::nested("amount", parts::MONEY, "The amount"),
    Column::number("cycle_remaining_percent", "Part of the cycle that is left"),
];

const PRORATION: &[Column] = &[
    Column::nested("amount", parts::MONEY, "The amount"),
    Column::integer("cycle_days_passed", "Days of the cycle that have passed"),
    Column::integer("cycle_days_total", "Days of the cycle"),
    Column::number("cycle_passed_percent", "Part of the cycle that has passed"),
];

const DISCOUNTS: &[Column] = &[
    Column::nested("proration", PRORATION, "Credit for the rest of a period"),
    Column::nested("total", parts::MONEY, "The sum"),
];

const TOTALS: &[Column] = &[
    Column::nested("subtotal", parts::MONEY, "The sum before tax"),
    Column::nested("base_fee", parts::MONEY, "The base fee"),
    Column::nested("tax_total", parts::MONEY, "The tax"),
    Column::nested("grand_total", parts::MONEY, "What is to pay in all"),
    Column::json("per_unit_totals", "Totals of what is billed by the unit"),
    Column::nested("credits", parts::CREDITS, "Credits applied"),
    Column::nested("discounts", DISCOUNTS, "Discounts applied"),
];

const NEXT_PAYMENT: &[Column] = &[
    Column::nested("amount", parts::MONEY, "The amount"),
    Column::time("date", "When it is due"),
    Column::json("per_unit_totals", "Totals of what is billed by the unit"),
    Column::nested("totals", TOTALS, "Sums"),
];

const SEATS: &[Column] = &[
    Column::integer("quantity", "How many seats; null for any number"),
    Column::json("tiers", "Prices by number of seats"),
];
