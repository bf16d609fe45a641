//! Plans that users or organizations can subscribe to.

use super::{MAX_PAGE, OBJECT_TYPE, parts};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object =
    Object::new("billing_plans", "Plans that users or organizations can subscribe to.", COLUMNS, ACCESS)
        .aliases(&["billing/plans"]);

const ACCESS: &[Access] = &[Access::list("/billing/plans?paginated=true", MAX_PAGE).filtered(&[Filter::equals(
    "for_payer_type",
    "payer_type",
)
.one_of(&["user", "org"])
.inexact()])];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::nested("fee", parts::MONEY, "The fee for a month"),
    Column::nested("annual_monthly_fee", parts::MONEY, "The fee for a month, billed by the year"),
    Column::nested("annual_fee", parts::MONEY, "The fee for a year"),
    Column::text("description", "What it is for"),
    Column::text("product_id", "The product"),
    Column::bool("is_default", "Whether it is the default"),
    Column::bool("is_recurring", "Whether it is billed again and again"),
    Column::bool("publicly_visible", "Whether it is on offer"),
    Column::bool("has_base_fee", "Whether there is a base fee"),
    Column::text("for_payer_type", "Who can buy it: user or org"),
    Column::text("slug", "The name in urls"),
    Column::text("avatar_url", "A picture"),
    Column::json("features", "The features that come with it"),
    Column::bool("free_trial_enabled", "Whether there is a free trial"),
    Column::integer("free_trial_days", "Days of the free trial"),
    Column::json("unit_prices", "What is billed by the unit"),
];
