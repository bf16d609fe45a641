//! Prices of plans.

use super::{MAX_PAGE, OBJECT_TYPE, parts};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new("billing_prices", "Prices of plans.", COLUMNS, ACCESS);

const ACCESS: &[Access] =
    &[Access::list("/billing/prices?paginated=true", MAX_PAGE).filtered(&[Filter::equals("plan_id", "plan_id")])];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("plan_id", "The plan"),
    Column::text("instance_id", "The instance"),
    Column::text("currency", "The currency's code"),
    Column::text("currency_symbol", "The currency's sign"),
    Column::integer("amount", "Cents"),
    Column::integer("annual_monthly_amount", "Cents for a month, billed by the year"),
    Column::nested("fee", parts::MONEY, "The fee for a month"),
    Column::nested("annual_monthly_fee", parts::MONEY, "The fee for a month, billed by the year"),
    Column::text("description", "What it is for"),
    Column::bool("is_default", "Whether it is the default"),
    Column::time("created_at", "When it was created"),
    Column::text("supported_billing_periods", "How it can be billed: month, annual or both"),
];
