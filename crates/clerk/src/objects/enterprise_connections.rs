//! Connections to identity providers of enterprises.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "enterprise_connections",
    "Connections to the identity providers of enterprises, by SAML or OpenID Connect.",
    COLUMNS,
    ACCESS,
);

const ACCESS: &[Access] = &[
    Access::single("/enterprise_connections/{id}"),
    Access::list("/enterprise_connections", MAX_PAGE)
        .filtered(&[Filter::equals("organization_id", "organization_id"), Filter::boolean("active", "active")]),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::text("provider", "The provider"),
    Column::text("logo_public_url", "The logo"),
    Column::bool("active", "Whether it is in use"),
    Column::json("domains", "The domains"),
    Column::text("organization_id", "The organization"),
    Column::bool("sync_user_attributes", "Whether attributes are taken over at each sign-in"),
    Column::bool("disable_additional_identifications", "Whether users may have no other way to sign in"),
    Column::bool("allow_organization_account_linking", "Whether members may link their accounts to it"),
    Column::bool("authenticatable", "Whether one can sign in with it"),
    Column::bool("disable_jit_provisioning", "Whether users are not made at their first sign-in"),
    Column::json("custom_attributes", "Attributes of the user's own that are mapped"),
    Column::nested("saml_connection", SAML_CONNECTION, "The SAML side of it, where it is one"),
    Column::nested("oauth_config", OAUTH_CONFIG, "The OAuth provider, where it is one"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];

const LOGIN_HINT: &[Column] =
    &[Column::text("mode", "Which hint it is"), Column::text("source", "Where the hint comes from")];

const SAML_CONNECTION: &[Column] = &[
    Column::text("id", "Its id"),
    Column::text("name", "The name"),
    Column::text("idp_entity_id", "The identity provider's entity id"),
    Column::text("idp_sso_url", "Where the identity provider takes sign-ins"),
    Column::text("idp_metadata_url", "Where the identity provider's metadata are"),
    Column::text("acs_url", "Where the identity provider posts assertions"),
    Column::text("sp_entity_id", "Clerk's entity id"),
    Column::text("sp_metadata_url", "Where Clerk's metadata are"),
    Column::bool("active", "Whether it is in use"),
    Column::bool("allow_idp_initiated", "Whether sign-ins may begin at the identity provider"),
    Column::bool("allow_subdomains", "Whether addresses in subdomains may sign in"),
    Column::bool("force_authn", "Whether the identity provider must ask for credentials each time"),
    Column::nested("login_hint", LOGIN_HINT, "What is told to the identity provider of who signs in"),
];

const OAUTH_CONFIG: &[Column] = &[
    Column::text("id", "Its id"),
    Column::text("name", "The name"),
    Column::text("provider_key", "The provider's key"),
    Column::text("client_id", "The client"),
    Column::text("discovery_url", "The OpenID discovery document"),
    Column::text("auth_url", "Where the provider asks its users for consent"),
    Column::text("token_url", "Where the provider gives tokens"),
    Column::text("user_info_url", "Where the provider tells of its users"),
    Column::bool("requires_pkce", "Whether the provider asks for PKCE"),
    Column::text("logo_public_url", "The logo"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
