//! The object `jwks`: the instance's JSON Web Key Set (RFC 7517). Private and symmetric key material is left out.

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
pub const OBJECT: Object = Object::new(
    "jwks",
    "JSON Web Key Set of the instance: the public keys that verify its tokens. Private key material is left out.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[&["kid"]])
.with_secrets(&[&["d"], &["p"], &["q"], &["dp"], &["dq"], &["qi"], &["k"]]);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::unpaged_list("/jwks").with_list_at(&["keys"])];

pub const COLUMNS: &[Column] = &[
    Column::text("kid", "Id of the key"),
    Column::text("alg", "Algorithm that the key is for, such as `RS256`"),
    Column::text("use", "Intended use of the key, such as `sig` for signatures"),
    Column::text("kty", "Key type: `RSA`, `EC`, `OKP` (Ed25519) or `oct` (symmetric)"),
    Column::text("crv", "Elliptic curve of an `EC` or `OKP` key, such as `P-256` or `Ed25519`; NULL for other keys"),
    Column::text("x", "X coordinate of an `EC` key, or public key of an `OKP` key, in base64url; NULL for other keys"),
    Column::json("x5c", "X.509 certificate chain of the key, an array of base64 strings").not_imported(),
    Column::text("x5t", "SHA-1 thumbprint of the key's X.509 certificate, in base64url").not_imported(),
    Column::text("x5t#S256", "SHA-256 thumbprint of the key's X.509 certificate, in base64url").not_imported(),
    Column::text("x5u", "URL of the key's X.509 certificate chain").not_imported(),
    Column::text("y", "Y coordinate of an `EC` key, in base64url; NULL for other keys"),
    Column::text("n", "Modulus of an `RSA` key, in base64url; NULL for other keys"),
    Column::text("e", "Exponent of an `RSA` key, in base64url; NULL for other keys"),
];
