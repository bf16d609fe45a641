//! Billing subscriptions of users.

use super::{OBJECT_TYPE, joined, shared};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "user_billing_subscriptions",
    "Billing subscriptions of users. Each row is the subscription of one user who has one. Clerk returns the \
     subscription of one user at a time.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_aliases(&["users/billing/subscription"]);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::single_object("/users/{user_id}/billing/subscription").for_each_parent("user_id", "users")];

pub const COLUMNS: &[Column] =
    &joined::<{ OWN.len() + 1 }>(&[&[Column::key("user_id", "Id of the user (`users.id`)")], OWN]);

/// Columns from Clerk's response, which are the same for users and organizations.
pub const OWN: &[Column] = &[
    Column::text("id", "Id of the subscription"),
    OBJECT_TYPE,
    Column::text("instance_id", "Id of the instance (`instance.id`)"),
    Column::text(
        "status",
        "Status of the subscription: `active`, `past_due`, `canceled`, `ended`, `abandoned` or `incomplete`",
    ),
    Column::text("payer_id", "Id of the payer, the billing record of the user or organization that pays"),
    Column::time("created_at", "When the subscription was created"),
    Column::time("updated_at", "When the subscription was last updated"),
    Column::time("active_at", "When the subscription became active; NULL if it did not"),
    Column::time("past_due_at", "When the subscription became past due; NULL if it did not"),
    Column::json(
        "subscription_items",
        "Items of the subscription, one for each plan, an array of objects like the rows of \
         `billing_subscription_items`",
    ),
    Column::nested("next_payment", NEXT_PAYMENT, "Next payment for the subscription; NULL if there is none")
        .not_imported(),
    Column::bool("eligible_for_free_trial", "Whether the payer can still start a free trial"),
];

const NEXT_PAYMENT: &[Column] = &[
    Column::time("date", "When the next payment is due"),
    Column::nested(
        "amount",
        shared::MONEY,
        "Base fee of the plan in the next payment, without charges per unit; the full amount is the grand total in \
         `totals`",
    ),
    Column::json(
        "per_unit_totals",
        "Charges per unit (such as seats), an array of objects with `name`, `block_size` and `tiers`",
    ),
    Column::nested(
        "totals",
        shared::TOTALS,
        "Breakdown of the amount that is charged at each renewal, without tax and credits; may be NULL",
    ),
];
