//! Billing subscriptions of organizations.

use super::{joined, user_billing_subscriptions};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "organization_billing_subscriptions",
    "Billing subscriptions of organizations. Each row is the subscription of one organization that has one. Clerk \
     returns the subscription of one organization at a time.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_aliases(&["organizations/billing/subscription"]);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::single_object("/organizations/{organization_id}/billing/subscription")
        .for_each_parent("organization_id", "organizations")];

const COLUMNS: &[Column] = &joined::<{ user_billing_subscriptions::OWN.len() + 1 }>(&[
    &[Column::key("organization_id", "Id of the organization (`organizations.id`)")],
    user_billing_subscriptions::OWN,
]);
