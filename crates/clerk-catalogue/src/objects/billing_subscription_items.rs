//! The object `billing_subscription_items`: plans that users and organizations subscribe to.

use super::{MAX_PAGE, OBJECT_TYPE, billing_plans, shared};
use crate::options;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "billing_subscription_items",
    "Subscription items: each row is one plan, free or paid, in the subscription of a user or an organization.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_aliases(&["billing/subscription_items"])
.with_writes(&WRITES);

/// The query parameter `status` has a separate value for items on a free trial, which are `active` in the rows. Because
/// `status=active` may leave them out, the filter does not include `active`: Postgres checks such a qual locally.
const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::paged_list("/billing/subscription_items?paginated=true&include_free=true", MAX_PAGE).with_filters(
        &[
            Filter::equals("status", "status").with_only_values(&["ended", "past_due"]).inexact(),
            Filter::equals("plan_id", "plan_id"),
        ],
    )];

const WRITES: Writes = Writes::with_row_id("id")
    .with_updates(&[
        WriteRequest::post("/billing/subscription_items/{id}/extend_free_trial")
            .with_parameters(&[&[Parameter::of("extend_trial_to").named("extend_to").required()]])
            .with_switch(&options::BILLING_WRITES)
            .idempotent()
            .with_note("The subscription item must be on a free trial, which can become at most 365 days longer.")
            .on_parameters(),
        WriteRequest::post("/billing/subscription_items/{id}/price_transition")
            .with_parameters(&[&[
                Parameter::of("price_transition_from_id").named("from_price_id").required(),
                Parameter::of("price_transition_to_id").named("to_price_id").required(),
            ]])
            .with_switch(&options::BILLING_WRITES)
            .with_note("The new price applies at once or in an upcoming subscription item, as Clerk decides.")
            .on_parameters(),
        WriteRequest::delete("/billing/subscription_items/{id}/discounts/{remove_discount_id}")
            .with_switch(&options::BILLING_WRITES)
            .on_parameters(),
        WriteRequest::post("/billing/subscription_items/{id}/discounts")
            .with_parameters(&[&[Parameter::of("add_discount_id").named("discount_id").required()]])
            .with_switch(&options::BILLING_WRITES)
            .with_note("The discount takes the place of another one that the subscription item has.")
            .on_parameters(),
        CANCEL.on_text("status", "canceled"),
        WriteRequest::delete("/billing/subscription_items/{id}?end_now=true")
            .with_switch(&options::BILLING_WRITES)
            .with_note("The subscription item ends at once.")
            .on_text("status", "ended"),
    ])
    .with_delete(CANCEL);

const CANCEL: WriteRequest = WriteRequest::delete("/billing/subscription_items/{id}")
    .with_switch(&options::BILLING_WRITES)
    .with_note("The subscription item ends at the end of its billing period, and remains a row.");

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the subscription item"),
    OBJECT_TYPE,
    Column::text("instance_id", "Id of the instance (`instance.id`)"),
    Column::text(
        "status",
        "Status of the subscription item: `active`, `canceled`, `expired`, `ended`, `past_due`, `upcoming`, \
         `incomplete` or `abandoned`",
    ),
    Column::nested(
        "credit",
        CREDIT,
        "Credit for the remaining part of the billing cycle; NULL, because Clerk sends it in webhook events only",
    )
    .not_imported(),
    Column::nested("credits", shared::CREDITS, "Credits applied to the subscription item; NULL if there are none")
        .not_imported(),
    Column::text("plan_id", "Id of the plan (`billing_plans.id`); may be NULL"),
    Column::text("price_id", "Id of the price (`billing_prices.id`)"),
    Column::nested("plan", billing_plans::COLUMNS, "Plan that is subscribed to; may be NULL").not_imported(),
    Column::text("plan_period", "Billing period: `month` or `annual`"),
    Column::nested("payment_method", shared::PAYMENT_METHOD, "Payment method that is used").not_imported(),
    Column::nested("lifetime_paid", shared::MONEY, "Amount paid for the subscription item so far"),
    Column::nested("next_payment", NEXT_PAYMENT, "Next payment for the subscription item; NULL if there is none")
        .not_imported(),
    Column::text("payer_id", "Id of the payer, the billing record of the user or organization that pays"),
    Column::nested("payer", shared::PAYER, "Payer: the user or organization that pays").not_imported(),
    Column::bool("is_free_trial", "Whether the subscription item includes a free trial"),
    Column::time("period_start", "When the current billing period started"),
    Column::time("period_end", "When the current billing period ends; NULL if it has no end"),
    Column::text("proration_date", "Date from which the subscription item is prorated, as text; may be NULL"),
    Column::time("canceled_at", "When the subscription item was cancelled; NULL if it was not"),
    Column::time("past_due_at", "When the subscription item became past due; NULL if it did not"),
    Column::time("ended_at", "When the subscription item ended; NULL if it did not"),
    Column::time("created_at", "When the subscription item was created"),
    Column::time("updated_at", "When the subscription item was last updated"),
    Column::nested("seats", SEATS, "Seats that are billed; NULL if the plan is not billed by seat"),
    Column::nested(
        "totals",
        shared::TOTALS,
        "Breakdown of the amount into fees, tax, credits and discounts; may be NULL",
    )
    .not_imported(),
    Column::text("user_id", "Id of the user who pays (`users.id`); NULL if an organization pays")
        .from_attribute(&["payer", "user_id"]),
    Column::text("organization_id", "Id of the organization that pays (`organizations.id`); NULL if a user pays")
        .from_attribute(&["payer", "organization_id"]),
    // Columns that can only be written.
    Column::time("extend_trial_to", "New end of the free trial, in the future").write_only(),
    Column::text(
        "price_transition_from_id",
        "Id of the present price, which a transition replaces (`billing_prices.id`)",
    )
    .write_only(),
    Column::text("price_transition_to_id", "Id of the price after a transition (`billing_prices.id`)").write_only(),
    Column::text("add_discount_id", "Id of a discount that the subscription item gets").write_only(),
    Column::text("remove_discount_id", "Id of the discount that the subscription item loses").write_only(),
];

const CREDIT: &[Column] = &[
    Column::nested("amount", shared::MONEY, "Amount of the credit; may be NULL"),
    Column::number("cycle_remaining_percent", "Part of the billing cycle that remains, as a percentage"),
];

const PRORATION: &[Column] = &[
    Column::nested("amount", shared::MONEY, "Amount of the discount"),
    Column::integer("cycle_days_passed", "Number of days of the billing cycle that have passed"),
    Column::integer("cycle_days_total", "Length of the billing cycle in days"),
    Column::number("cycle_passed_percent", "Part of the billing cycle that has passed, as a percentage"),
];

const DISCOUNTS: &[Column] = &[
    Column::nested("proration", PRORATION, "Discount for the part of the billing cycle that has passed; may be NULL"),
    Column::nested("total", shared::MONEY, "Sum of the discounts"),
];

const TOTALS: &[Column] = &[
    Column::nested("subtotal", shared::MONEY, "Sum of the base fee and the charges per unit, before tax"),
    Column::nested("base_fee", shared::MONEY, "Base fee of the plan, without charges per unit"),
    Column::nested("tax_total", shared::MONEY, "Total tax"),
    Column::nested("grand_total", shared::MONEY, "Total amount to be paid"),
    Column::json(
        "per_unit_totals",
        "Charges per unit (such as seats), an array of objects with `name`, `block_size` and `tiers`",
    ),
    Column::nested("credits", shared::CREDITS, "Credits applied to the amount; NULL if there are none"),
    Column::nested("discounts", DISCOUNTS, "Discounts applied to the amount; NULL if there are none"),
];

const NEXT_PAYMENT: &[Column] = &[
    Column::nested(
        "amount",
        shared::MONEY,
        "Base fee of the plan in the next payment, without charges per unit; the full amount is the grand total in \
         `totals`",
    ),
    Column::time("date", "When the next payment is due; may be NULL"),
    Column::json(
        "per_unit_totals",
        "Charges per unit (such as seats), an array of objects with `name`, `block_size` and `tiers`",
    ),
    Column::nested(
        "totals",
        TOTALS,
        "Breakdown of the amount that is charged at each renewal, without tax and credits; may be NULL",
    ),
];

const SEATS: &[Column] = &[
    Column::integer("quantity", "Number of seats that are billed; NULL if unlimited"),
    Column::json(
        "tiers",
        "Billed seats by pricing tier, an array of objects with `quantity`, `fee_per_block` and `total`",
    ),
];
