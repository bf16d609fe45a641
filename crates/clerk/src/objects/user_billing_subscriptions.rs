//! The subscription of each user.

use super::{OBJECT_TYPE, parts, with_first};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("user_billing_subscriptions", "The subscription of each user who has one.", COLUMNS, ACCESS)
        .aliases(&["users/billing/subscription"]);

const ACCESS: &[Access] = &[Access::single("/users/{user_id}/billing/subscription").for_each("user_id", "users")];

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
    Column::nested("next_payment", NEXT_PAYMENT, "The next payment").not_imported(),
    Column::bool("eligible_for_free_trial", "Whether a free trial may be had"),
];

const NEXT_PAYMENT: &[Column] = &[
    Column::time("date", "When it is due"),
    Column::nested("amount", parts::MONEY, "The amount"),
    Column::json("per_unit_totals", "Totals of what is billed by the unit"),
    Column::nested("totals", parts::TOTALS, "Sums"),
];
