//! Authorisation of requests with the secret key of a Clerk instance, and the options of a server.

use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};

/// The secret key is sent as a bearer token.
pub const AUTH: Auth = Auth::BearerSecret(SecretOption { value: &API_KEY, vault_id: &API_KEY_ID });

static API_KEY: OptionSpec = OptionSpec {
    name: "api_key",
    kind: OptionKind::Secret,
    scope: Scope::Server,
    meaning: "the Clerk secret key in plain text, which every role can read in `pg_foreign_server`; for tests only. \
              Set either this option or `api_key_id`",
};

static API_KEY_ID: OptionSpec = OptionSpec {
    name: "api_key_id",
    kind: OptionKind::VaultId,
    scope: Scope::Server,
    meaning: "id of the Vault secret that holds the Clerk secret key",
};

/// The option for the base URL of the API, which a test can point at a mock server.
pub static API_URL: OptionSpec = OptionSpec {
    name: "api_url",
    kind: OptionKind::Url { default: Some("https://api.clerk.com/v1") },
    scope: Scope::Server,
    meaning: "base URL of the API",
};
