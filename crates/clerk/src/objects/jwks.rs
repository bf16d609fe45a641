//! The keys that the instance's tokens are checked with. Parts of private keys are not shown.

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;
pub const OBJECT: Object =
    Object::new("jwks", "The public keys that the instance's tokens are checked with.", COLUMNS, ACCESS)
        .identified_by(&[&["kid"]])
        .secrets(&[&["d"], &["p"], &["q"], &["dp"], &["dq"], &["qi"], &["k"]]);

const ACCESS: &[Access] = &[Access::unpaged("/jwks").list_at(&["keys"])];

pub const COLUMNS: &[Column] = &[
    Column::text("kid", "The key's id"),
    Column::text("alg", "The algorithm the key is for"),
    Column::text("use", "What the key is for"),
    Column::text("kty", "The kind of key"),
    Column::text("crv", "The curve"),
    Column::text("x", "The point's first coordinate"),
    Column::json("x5c", "The certificates").not_imported(),
    Column::text("x5t", "The certificate's SHA-1").not_imported(),
    Column::text("x5t#S256", "The certificate's SHA-256").not_imported(),
    Column::text("x5u", "Where the certificates are").not_imported(),
    Column::text("y", "The point's second coordinate"),
    Column::text("n", "The modulus"),
    Column::text("e", "The exponent"),
];
