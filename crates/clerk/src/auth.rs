//! Clerk authorises whoever sends the instance's secret key.

use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};

/// The secret key, as a bearer token.
pub const AUTH: Auth = Auth::BearerSecret(SecretOption { value: &API_KEY, vault_id: &API_KEY_ID });

static API_KEY: OptionSpec = OptionSpec {
    name: "api_key",
    kind: OptionKind::Secret,
    scope: Scope::Server,
    meaning: "the Clerk secret key itself, visible to everybody who may read `pg_foreign_server`. Set either this or \
              `api_key_id`",
};

static API_KEY_ID: OptionSpec = OptionSpec {
    name: "api_key_id",
    kind: OptionKind::VaultId,
    scope: Scope::Server,
    meaning: "id of the Vault secret that holds the Clerk secret key",
};

/// The base url.
pub static API_URL: OptionSpec = OptionSpec {
    name: "api_url",
    kind: OptionKind::Url { default: Some("https://api.clerk.com/v1") },
    scope: Scope::Server,
    meaning: "base url of the API",
};
