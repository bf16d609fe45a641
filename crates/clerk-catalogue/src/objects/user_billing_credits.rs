//! Billing credit balances of users.

use super::{OBJECT_TYPE, shared, with_first};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "user_billing_credits",
    "Billing credits of users. Each row is the credit balance of one user, which Clerk can apply to later charges. \
     Clerk returns the balance of one user at a time.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[]);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::single_object("/users/{user_id}/billing/credits").for_each_parent("user_id", "users")];

pub const COLUMNS: &[Column] =
    &with_first::<{ OWN.len() + 1 }>(Column::key("user_id", "Id of the user (`users.id`)"), OWN);

/// Columns from Clerk's response, which are the same for users and organizations.
pub const OWN: &[Column] = &[
    OBJECT_TYPE,
    Column::nested("balance", shared::MONEY, "Current credit balance; NULL if there has never been any credit"),
];
