//! The subscription of each organization.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;

use super::{user_billing_subscriptions, with_first};

pub const OBJECT: Object = Object::new(
    "organization_billing_subscriptions",
    "The subscription of each organization that has one.",
    COLUMNS,
    ACCESS,
)
.also(&["organizations/billing/subscription"]);

const ACCESS: &[Access] =
    &[Access::get("/organizations/{}/billing/subscription", "organization_id").of_each("organizations")];

const COLUMNS: &[Column] = &with_first::<{ user_billing_subscriptions::OWN.len() + 1 }>(
    Column::key("organization_id", "The organization that subscribes"),
    user_billing_subscriptions::OWN,
);
