//! The options of a server.

use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};

/// The name of Contentful's profile.
pub const CONTENTFUL: &str = "contentful";

/// The name of the profile of providers that filter by names alone.
pub const BASIC: &str = "basic";

/// The name of the profile of providers that implement RFC 7644.
pub const RFC7644: &str = "rfc7644";

/// A constant bearer token.
pub const AUTH: Auth = Auth::BearerSecret(SecretOption { value: &BEARER_TOKEN, vault_id: &BEARER_TOKEN_ID });

/// The option for the base URL.
pub static BASE_URL: OptionSpec = OptionSpec {
    name: "base_url",
    kind: OptionKind::UrlOrId { id: &ORG_ID, prefix: "https://api.contentful.com/scim/v2/organizations/" },
    scope: Scope::Server,
    meaning: "URL below which the provider has `/Users` and `/Groups`, such as `https://example.com/scim/v2`. Set either \
              this option or `org_id`",
};

/// The option for the id of an organization of Contentful.
pub static ORG_ID: OptionSpec = OptionSpec {
    name: "org_id",
    kind: OptionKind::Id,
    scope: Scope::Server,
    meaning: "id of an organization of Contentful, which determines the URL",
};

/// The option that selects the catalogue.
pub static PROFILE: OptionSpec = OptionSpec {
    name: "profile",
    kind: OptionKind::OneOf(&[BASIC, CONTENTFUL, RFC7644]),
    scope: Scope::Server,
    meaning: "what the provider supports of SCIM: `contentful` (the default with `org_id`), `rfc7644` (the default with \
              `base_url`) or `basic`, if it does not filter as RFC 7644 says (see [Profiles](scim/options.md#profiles))",
};

static BEARER_TOKEN: OptionSpec = OptionSpec {
    name: "bearer_token",
    kind: OptionKind::Secret,
    scope: Scope::Server,
    meaning: "the token in plain text, which every role can read in `pg_foreign_server`; for tests only. Set either this \
              option or `bearer_token_id`",
};

static BEARER_TOKEN_ID: OptionSpec = OptionSpec {
    name: "bearer_token_id",
    kind: OptionKind::VaultId,
    scope: Scope::Server,
    meaning: "id of the Vault secret that holds the token",
};
