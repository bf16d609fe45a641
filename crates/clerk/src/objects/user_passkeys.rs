//! Passkeys of users: parts of the users list.

use super::{OBJECT_TYPE, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new("user_passkeys", "Passkeys of users.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[users::one(&["passkeys"]), users::list(&["passkeys"]).filtered(users::BY_USER)];

pub const COLUMNS: &[Column] = &[
    Column::key("user_id", "Whose it is"),
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::time("last_used_at", "When it was used last"),
    Column::nested("verification", VERIFICATION, "How it was verified"),
];

const VERIFICATION: &[Column] = &[
    OBJECT_TYPE,
    Column::text("status", "The status"),
    Column::text("strategy", "How it is verified"),
    Column::text("nonce", "What was to be signed"),
    Column::text("message", "The text"),
    Column::integer("attempts", "Attempts so far"),
    Column::time("expire_at", "When it expires"),
    Column::text("verified_at_client", "The client on which it was verified"),
];
