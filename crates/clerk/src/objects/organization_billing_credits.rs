//! What each organization has left to pay with.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;

use super::{user_billing_credits, with_first};

pub const OBJECT: Object =
    Object::new("organization_billing_credits", "What each organization has left to pay with.", COLUMNS, ACCESS)
        .told_apart_by("");

const ACCESS: &[Access] =
    &[Access::get("/organizations/{}/billing/credits", "organization_id").of_each("organizations")];

const COLUMNS: &[Column] = &with_first::<{ user_billing_credits::OWN.len() + 1 }>(
    Column::key("organization_id", "Whose it is"),
    user_billing_credits::OWN,
);
