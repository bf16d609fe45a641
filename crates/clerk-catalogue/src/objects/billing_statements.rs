//! The object `billing_statements`: the payments of a user or an organization in a billing period.

use super::{MAX_PAGE, OBJECT_TYPE, shared};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "billing_statements",
    "Billing statements: the payments of a user or an organization in a billing period, with their totals.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_aliases(&["billing/statements"]);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/billing/statements/{id}"),
    AccessPath::paged_list("/billing/statements?paginated=true", MAX_PAGE),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the billing statement"),
    OBJECT_TYPE,
    Column::text("instance_id", "Id of the instance (`instance.id`)"),
    Column::time("timestamp", "When the statement was created"),
    Column::nested("payer", shared::PAYER, "Payer: the user or organization that pays").not_imported(),
    Column::text("status", "Status of the statement: `open` or `closed`"),
    Column::nested("totals", TOTALS, "Totals of the statement"),
    Column::json("groups", "Payment attempts grouped by date, an array of objects with `timestamp` and `items`"),
    Column::text("user_id", "Id of the user who pays (`users.id`); NULL if an organization pays")
        .from_attribute(&["payer", "user_id"]),
    Column::text("organization_id", "Id of the organization that pays (`organizations.id`); NULL if a user pays")
        .from_attribute(&["payer", "organization_id"]),
];

const TOTALS: &[Column] = &[
    Column::nested("grand_total", shared::MONEY, "Total amount to be paid"),
    Column::nested("subtotal", shared::MONEY, "Sum of the base fee and the charges per unit, before tax"),
    Column::nested("base_fee", shared::MONEY, "Base fee of the plan, without charges per unit"),
    Column::nested("tax_total", shared::MONEY, "Total tax"),
];
