//! Authorisation by the client credentials grant, and the options of a server.

use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};

/// A client with a service account exchanges its id and secret for an access token.
pub const AUTH: Auth = Auth::ClientCredentials {
    token_endpoint: "/realms/{auth_realm}/protocol/openid-connect/token",
    client_id: SecretOption { value: &CLIENT_ID, vault_id: &CLIENT_ID_ID },
    client_secret: SecretOption { value: &CLIENT_SECRET, vault_id: &CLIENT_SECRET_ID },
};

/// The option for the base URL of the server.
pub static BASE_URL: OptionSpec = OptionSpec {
    name: "base_url",
    kind: OptionKind::Url { default: None },
    scope: Scope::Server,
    meaning: "base URL of the Keycloak server, such as `https://keycloak.example.com`; older servers need `/auth` at its \
              end",
};

const REALM: OptionSpec = OptionSpec {
    name: "realm",
    kind: OptionKind::Text { default: None },
    scope: Scope::Server,
    meaning: "realm whose rows the tables contain",
};

/// The options that are parts of endpoints.
pub static REALMS: [OptionSpec; 2] = [
    REALM,
    OptionSpec {
        name: "auth_realm",
        kind: OptionKind::SameAs(&REALM),
        scope: Scope::Server,
        meaning: "realm of the client, if it is another one, such as `master`",
    },
];

static CLIENT_ID: OptionSpec = OptionSpec {
    name: "client_id",
    kind: OptionKind::Text { default: None },
    scope: Scope::Server,
    meaning: "id of a client with a service account. Set either this option or `client_id_id`",
};

static CLIENT_ID_ID: OptionSpec = OptionSpec {
    name: "client_id_id",
    kind: OptionKind::VaultId,
    scope: Scope::Server,
    meaning: "id of the Vault secret that holds the client's id",
};

static CLIENT_SECRET: OptionSpec = OptionSpec {
    name: "client_secret",
    kind: OptionKind::Secret,
    scope: Scope::Server,
    meaning: "the client's secret in plain text, which every role can read in `pg_foreign_server`; for tests only. Set \
              either this option or `client_secret_id`",
};

static CLIENT_SECRET_ID: OptionSpec = OptionSpec {
    name: "client_secret_id",
    kind: OptionKind::VaultId,
    scope: Scope::Server,
    meaning: "id of the Vault secret that holds the client's secret",
};
