//! The object `billing_plans`: plans that users or organizations can subscribe to.

use super::{MAX_PAGE, OBJECT_TYPE, shared};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "billing_plans",
    "Billing plans, free and paid, that users or organizations can subscribe to.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_aliases(&["billing/plans"]);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list("/billing/plans?paginated=true", MAX_PAGE)
    .with_filters(&[Filter::equals("for_payer_type", "payer_type").with_only_values(&["user", "org"]).inexact()])];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the plan"),
    OBJECT_TYPE,
    Column::text("name", "Name of the plan"),
    Column::nested("fee", shared::MONEY, "Monthly fee; may be NULL"),
    Column::nested("annual_monthly_fee", shared::MONEY, "Fee per month if billed annually; may be NULL"),
    Column::nested("annual_fee", shared::MONEY, "Fee per year if billed annually; may be NULL"),
    Column::text("description", "Description of the plan; NULL if it has none"),
    Column::text("product_id", "Id of the product that the plan belongs to; deprecated by Clerk"),
    Column::bool("is_default", "Whether the plan is the default plan"),
    Column::bool("is_recurring", "Whether the plan is billed repeatedly"),
    Column::bool("publicly_visible", "Whether the plan is visible to the public"),
    Column::bool("has_base_fee", "Whether the plan has a base fee"),
    Column::text("for_payer_type", "Type of payer that the plan is for: `user` or `org` (organization)"),
    Column::text("slug", "Slug of the plan, its name in URLs"),
    Column::text("avatar_url", "URL of the plan's image; NULL if it has none"),
    Column::json(
        "features",
        "Features of the plan, an array of objects with `id`, `name`, `description`, `slug` and `avatar_url`",
    ),
    Column::bool("free_trial_enabled", "Whether the plan offers a free trial"),
    Column::integer("free_trial_days", "Length of the free trial in days; may be NULL"),
    Column::json(
        "unit_prices",
        "Prices per unit (such as seats), an array of objects with `name`, `block_size` and `tiers`",
    ),
];
