//! Billing credits of organizations.

use super::{user_billing_credits, with_first};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "organization_billing_credits",
    "Billing credits of organizations. Each row is the credit balance of one organization, which Clerk can apply to \
     later charges. Clerk returns the balance of one organization at a time.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[]);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/organizations/{organization_id}/billing/credits")
    .for_each_parent("organization_id", "organizations")];

const COLUMNS: &[Column] = &with_first::<{ user_billing_credits::OWN.len() + 1 }>(
    Column::key("organization_id", "Id of the organization (`organizations.id`)"),
    user_billing_credits::OWN,
);
