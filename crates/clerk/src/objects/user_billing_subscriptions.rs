//! The subscription of each user.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;
use fdw_engine::column::Source::Nested;

use super::{OBJECT_TYPE, parts, with_first};

pub const OBJECT: Object =
    Object::new("user_billing_subscriptions", "The subscription of each user who has one.", COLUMNS, ACCESS)
        .also(&["users/billing/subscription"]);

const ACCESS: &[Access] = &[Access::get("/users/{}/billing/subscription", "user_id").of_each("users")];

pub const COLUMNS: &[Column] = &with_first::<{ OWN.len() + 1 }>(Column::key("user_id", "The user who subscribes"), OWN);

/// What Clerk sends, of users and of organizations.
pub const OWN: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("instance_id", "The instance"),
    Column::text("status", "The status"),
    Column::text("payer_id", "Who pays"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
    Column::time("active_at", "When it became active"),
    Column::time("past_due_at", "Since when a payment is due"),
    Column::json("subscription_items", "The plans subscribed to"),
    Column::nested("next_payment", &Nested(NEXT_PAYMENT), "The next payment").unlisted(),
    Column::bool("eligible_for_free_trial", "Whether a free trial may be had"),
];

const NEXT_PAYMENT: &[Column] = &[
    Column::time("date", "When it is due"),
    Column::nested("amount", &Nested(parts::MONEY), "The amount"),
    Column::json("per_unit_totals", "Totals of what is billed by the unit"),
    Column::nested("totals", &Nested(parts::TOTALS), "Sums"),
];
