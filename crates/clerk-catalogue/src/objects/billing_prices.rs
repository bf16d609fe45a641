//! The object `billing_prices`: prices of plans.

use super::{MAX_PAGE, OBJECT_TYPE, shared};
use crate::options;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object =
    Object::new("billing_prices", "Prices of billing plans, both default and custom prices.", COLUMNS, ACCESS_PATHS)
        .with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list("/billing/prices?paginated=true", MAX_PAGE)
    .with_filters(&[Filter::equals("plan_id", "plan_id")])];

const WRITES: Writes = Writes::with_row_id("id").with_insert(
    WriteRequest::post("/billing/prices")
        .with_parameters(&[&[
            Parameter::of("plan_id").required(),
            Parameter::of("amount").required().nullable(),
            Parameter::of("annual_monthly_amount").nullable(),
            Parameter::of("currency"),
            Parameter::of("description"),
            Parameter::of("supported_billing_periods"),
        ]])
        .with_switch(&options::BILLING_WRITES)
        .with_note(
            "The new price is a custom price, which Clerk's API cannot change or delete. An amount of 0 costs nothing.",
        ),
);

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the price"),
    OBJECT_TYPE,
    Column::text("plan_id", "Id of the plan that has the price (`billing_plans.id`)"),
    Column::text("instance_id", "Id of the instance (`instance.id`)"),
    Column::text("currency", "Currency code, such as `USD`"),
    Column::text("currency_symbol", "Currency symbol, such as `$`"),
    Column::integer("amount", "Amount of the price in cents"),
    Column::integer("annual_monthly_amount", "Amount of the price per month in cents if billed annually"),
    Column::nested("fee", shared::MONEY, "Monthly fee; may be NULL"),
    Column::nested("annual_monthly_fee", shared::MONEY, "Fee per month if billed annually; may be NULL"),
    Column::text("description", "Description of the price; NULL if it has none"),
    Column::bool("is_default", "Whether the price is the default price of its plan"),
    Column::time("created_at", "When the price was created"),
    Column::text("supported_billing_periods", "Billing periods that the price supports: `month`, `annual` or `both`"),
];
