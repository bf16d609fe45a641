//! Identity providers.

use super::VIEW_IDENTITY_PROVIDERS;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "identity_provider",
    "Identity providers: other servers with which users can sign in, without their secrets.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[&["alias"]])
.with_secrets(&[&["config", "clientSecret"], &["config", "privateKey"], &["config", "secret"]])
.with_needed_permission(VIEW_IDENTITY_PROVIDERS);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/admin/realms/{realm}/identity-provider/instances/{alias}"),
    AccessPath::unpaged_list("/admin/realms/{realm}/identity-provider/instances?max=-1"),
];

const COLUMNS: &[Column] = &[
    Column::text("alias", "Name of the identity provider, unique in the realm"),
    Column::text("internal_id", "Id of the identity provider").from_attribute(&["internalId"]),
    Column::text("display_name", "Name that the sign-in page shows; NULL if not set").from_attribute(&["displayName"]),
    Column::text("provider_id", "Type, such as `oidc`, `saml` or `google`").from_attribute(&["providerId"]),
    Column::bool("enabled", "Whether users can sign in with it"),
    Column::bool("trust_email", "Whether e-mail addresses from it count as verified; NULL if not reported")
        .from_attribute(&["trustEmail"]),
    Column::bool("store_token", "Whether tokens from it are kept; NULL if not reported")
        .from_attribute(&["storeToken"]),
    Column::bool("add_read_token_role_on_create", "Whether new users may read their token; NULL if not reported")
        .from_attribute(&["addReadTokenRoleOnCreate"]),
    Column::bool("link_only", "Whether it can only be linked to existing users; NULL if not reported")
        .from_attribute(&["linkOnly"]),
    Column::bool("hide_on_login", "Whether the sign-in page hides it; NULL if not reported")
        .from_attribute(&["hideOnLogin"]),
    Column::bool("authenticate_by_default", "Whether users are sent to it at once; NULL if not reported")
        .from_attribute(&["authenticateByDefault"]),
    Column::text("first_broker_login_flow_alias", "Flow of the first sign-in with it; NULL if it is the realm's")
        .from_attribute(&["firstBrokerLoginFlowAlias"]),
    Column::text("post_broker_login_flow_alias", "Flow after each sign-in with it; NULL if there is none")
        .from_attribute(&["postBrokerLoginFlowAlias"]),
    Column::text("organization_id", "Organization that it belongs to (`organization.id`); NULL if none")
        .from_attribute(&["organizationId"]),
    Column::json("types", "What it can be used for, an array; NULL if not reported"),
    Column::map("config", "Further settings"),
];
