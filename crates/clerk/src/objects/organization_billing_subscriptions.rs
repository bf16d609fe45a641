//! The subscription of each organization.

use super::{user_billing_subscriptions, with_first};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "organization_billing_subscriptions",
    "The subscription of each organization that has one.",
    COLUMNS,
    ACCESS,
)
.aliases(&["organizations/billing/subscription"]);

const ACCESS: &[Access] = &[Access::single("/organizations/{organization_id}/billing/subscription")
    .for_each("organization_id", "organizations")];

const COLUMNS: &[Column] = &with_first::<{ user_billing_subscriptions::OWN.len() + 1 }>(
    Column::key("organization_id", "The organization that subscribes"),
    user_billing_subscriptions::OWN,
);
