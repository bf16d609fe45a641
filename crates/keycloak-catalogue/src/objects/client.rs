//! Clients: applications and services that use the realm.

use super::VIEW_CLIENTS;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "client",
    "Clients: applications and services that use the realm, without their secrets.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[
    &["secret"],
    &["registrationAccessToken"],
    &["attributes", "client.secret.rotated"],
    &["attributes", "saml.encryption.private.key"],
    &["attributes", "saml.signing.private.key"],
])
.never_empty()
.with_needed_permission(VIEW_CLIENTS);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/admin/realms/{realm}/clients/{id}"),
    AccessPath::unpaged_list("/admin/realms/{realm}/clients").with_filters(&[Filter::equals("client_id", "clientId")]),
];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the client in the Admin API"),
    Column::text("client_id", "Id with which the client identifies itself, unique in the realm")
        .from_attribute(&["clientId"]),
    Column::text("name", "Display name; NULL if not set"),
    Column::text("description", "Description of the client; NULL if not set"),
    Column::bool("enabled", "Whether the client can be used"),
    Column::bool("public_client", "Whether the client has no secret").from_attribute(&["publicClient"]),
    Column::text("protocol", "Protocol of the client: `openid-connect` or `saml`"),
    Column::text("base_url", "URL of the client's home page; NULL if not set").from_attribute(&["baseUrl"]),
    Column::text("root_url", "URL to which other URLs of the client are relative; NULL if not set")
        .from_attribute(&["rootUrl"]),
    Column::text("admin_url", "URL of the client's administration interface; NULL if not set")
        .from_attribute(&["adminUrl"]),
    Column::json("redirect_uris", "Patterns of URLs to which users may be redirected, an array")
        .from_attribute(&["redirectUris"]),
    Column::json("web_origins", "Origins that may call Keycloak from a browser, an array")
        .from_attribute(&["webOrigins"]),
    Column::bool("service_accounts_enabled", "Whether the client has a service account")
        .from_attribute(&["serviceAccountsEnabled"]),
    Column::bool("standard_flow_enabled", "Whether the authorization code flow is allowed")
        .from_attribute(&["standardFlowEnabled"]),
    Column::bool("implicit_flow_enabled", "Whether the implicit flow is allowed")
        .from_attribute(&["implicitFlowEnabled"]),
    Column::bool("direct_access_grants_enabled", "Whether users can sign in with a password through the client")
        .from_attribute(&["directAccessGrantsEnabled"]),
    Column::bool("bearer_only", "Whether the client only accepts tokens and never requests them")
        .from_attribute(&["bearerOnly"]),
    Column::bool("consent_required", "Whether users must consent to the client").from_attribute(&["consentRequired"]),
    Column::bool("full_scope_allowed", "Whether tokens contain all roles of a user")
        .from_attribute(&["fullScopeAllowed"]),
    Column::bool("frontchannel_logout", "Whether sign-out redirects the browser to the client")
        .from_attribute(&["frontchannelLogout"]),
    Column::bool("always_display_in_console", "Whether the account console always lists the client")
        .from_attribute(&["alwaysDisplayInConsole"]),
    Column::bool("surrogate_auth_required", "Whether the client requires surrogate authentication")
        .from_attribute(&["surrogateAuthRequired"]),
    Column::text("client_authenticator_type", "How the client authenticates, such as `client-secret`")
        .from_attribute(&["clientAuthenticatorType"]),
    Column::integer("not_before", "Seconds since the Unix epoch before which tokens are refused; 0 if never")
        .from_attribute(&["notBefore"]),
    Column::json("default_client_scopes", "Names of the scopes that every token has, an array")
        .from_attribute(&["defaultClientScopes"]),
    Column::json("optional_client_scopes", "Names of the scopes that a token has on request, an array")
        .from_attribute(&["optionalClientScopes"]),
    Column::json("protocol_mappers", "Protocol mappers of the client, an array of objects; NULL if there are none")
        .from_attribute(&["protocolMappers"]),
    Column::map("attributes", "Further settings of the client"),
];
