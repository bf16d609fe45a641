//! What each organization has left to pay with.

use super::{user_billing_credits, with_first};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("organization_billing_credits", "What each organization has left to pay with.", COLUMNS, ACCESS)
        .identified_by(&[]);

const ACCESS: &[Access] =
    &[Access::single("/organizations/{organization_id}/billing/credits").for_each("organization_id", "organizations")];

const COLUMNS: &[Column] = &with_first::<{ user_billing_credits::OWN.len() + 1 }>(
    Column::key("organization_id", "Whose it is"),
    user_billing_credits::OWN,
);
