//! What each user has left to pay with.

use super::{OBJECT_TYPE, parts, with_first};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("user_billing_credits", "What each user has left to pay with.", COLUMNS, ACCESS).identified_by(&[]);

const ACCESS: &[Access] = &[Access::single("/users/{user_id}/billing/credits").for_each("user_id", "users")];

pub const COLUMNS: &[Column] = &with_first::<{ OWN.len() + 1 }>(Column::key("user_id", "Whose it is"), OWN);

/// What Clerk sends, of users and of organizations.
pub const OWN: &[Column] = &[OBJECT_TYPE, Column::nested("balance", parts::MONEY, "What is left")];
