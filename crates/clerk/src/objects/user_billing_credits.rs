//! What each user has left to pay with.

use fdw_engine::access::Access;
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;
use fdw_engine::column::Source::Nested;

use super::{OBJECT_TYPE, parts, with_first};

pub const OBJECT: Object =
    Object::new("user_billing_credits", "What each user has left to pay with.", COLUMNS, ACCESS).told_apart_by("");

const ACCESS: &[Access] = &[Access::get("/users/{}/billing/credits", "user_id").of_each("users")];

pub const COLUMNS: &[Column] = &with_first::<{ OWN.len() + 1 }>(Column::key("user_id", "Whose it is"), OWN);

/// What Clerk sends, of users and of organizations.
pub const OWN: &[Column] = &[OBJECT_TYPE, Column::nested("balance", &Nested(parts::MONEY), "What is left")];
