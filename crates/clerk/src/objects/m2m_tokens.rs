//! Tokens of machines, without their values. Clerk keeps opaque ones alone, and lists them for one machine at a time.

use super::{MAX_TOKENS, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new("m2m_tokens", "Tokens of machines, revoked and expired ones among them, without their values. Clerk keeps opaque ones alone; a token in JWT format is nowhere listed.", COLUMNS, ACCESS).secrets(&[&["token"]]);

const ACCESS: &[Access] = &[Access::list("/m2m_tokens?subject={subject}&revoked=true&expired=true", MAX_TOKENS)
    .list_at(&["m2m_tokens"])
    .for_each("subject", "machines")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("subject", "Whose it is"),
    Column::any("claims", "Claims of the user's own"),
    Column::json("scopes", "What it may be used for"),
    Column::bool("revoked", "Whether it was revoked"),
    Column::text("revocation_reason", "Why it was revoked"),
    Column::bool("expired", "Whether it has expired"),
    Column::time("expiration", "When it expires"),
    Column::time("last_used_at", "When it was used last"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
