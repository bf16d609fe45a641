//! API keys of users, organizations and machines, without their secrets. Clerk lists them for one subject at a time.

use super::{MAX_TOKENS, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new("api_keys", "API keys of users, organizations and machines, revoked and expired ones among them, without their secrets. Clerk lists them for one subject at a time.", COLUMNS, ACCESS).secrets(&[&["secret"]]);

const ACCESS: &[Access] =
    &[Access::single("/api_keys/{id}"), Access::list("/api_keys?subject={subject}&include_invalid=true", MAX_TOKENS)];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("type", "What kind it is"),
    Column::text("subject", "Whose it is"),
    Column::text("name", "The name"),
    Column::text("description", "What it is for"),
    Column::any("claims", "Claims of the user's own"),
    Column::json("scopes", "What it may be used for"),
    Column::bool("revoked", "Whether it was revoked"),
    Column::text("revocation_reason", "Why it was revoked"),
    Column::bool("expired", "Whether it has expired"),
    Column::time("expiration", "When it expires"),
    Column::text("created_by", "The user who created it"),
    Column::time("last_used_at", "When it was used last"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
