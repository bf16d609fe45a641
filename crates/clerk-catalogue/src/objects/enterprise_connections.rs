//! The object `enterprise_connections`: connections to identity providers of enterprises.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "enterprise_connections",
    "Connections through which users sign in at the identity provider of their enterprise, by SAML, OpenID \
     Connect or EASIE.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/enterprise_connections/{id}"),
    AccessPath::paged_list("/enterprise_connections", MAX_PAGE)
        .with_filters(&[Filter::equals("organization_id", "organization_id"), Filter::boolean("active", "active")]),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/enterprise_connections")
            .with_parameters(&[
                &[
                    Parameter::of("name").required(),
                    Parameter::of("provider").required(),
                    Parameter::of("domains").required(),
                    Parameter::of("custom_attributes"),
                ],
                SHARED,
                SAML,
                OIDC,
            ])
            .with_note("A SAML connection can be active only if the metadata of its identity provider is set."),
    )
    .with_updates(&[WriteRequest::patch("/enterprise_connections/{id}")
        .with_parameters(&[UPDATE, SHARED, SAML, OIDC])
        .with_note(
            "The activation of a connection can delete verified organization domains that have one of its domains. An \
             empty array of `domains` changes nothing, and a connection cannot be separated from its organization. \
             Clerk does not document whether the objects of the protocol keep the attributes that an UPDATE does not \
             set, so set all of them.",
        )
        .on_parameters()])
    .with_delete(
        WriteRequest::delete("/enterprise_connections/{id}").with_note("Its users can no longer sign in through it."),
    );

const SHARED: &[Parameter] = &[
    Parameter::of("active").nullable(),
    Parameter::of("organization_id").nullable(),
    Parameter::of("allow_organization_account_linking").nullable(),
];

const UPDATE: &[Parameter] = &[
    Parameter::of("name").nullable(),
    Parameter::of("domains").nullable(),
    Parameter::of("sync_user_attributes").nullable(),
    Parameter::of("disable_additional_identifications").nullable(),
    Parameter::of("custom_attributes").nullable(),
    Parameter::of("saml_connection_name").named("name").within("saml").nullable(),
];

/// In requests, `saml_connection` has the name `saml`.
const SAML: &[Parameter] = &[
    Parameter::of("saml_connection_idp_entity_id").named("idp_entity_id").within("saml").nullable(),
    Parameter::of("saml_connection_idp_sso_url").named("idp_sso_url").within("saml").nullable(),
    Parameter::of("saml_connection_idp_certificate").named("idp_certificate").within("saml").nullable(),
    Parameter::of("saml_connection_idp_metadata_url").named("idp_metadata_url").within("saml").nullable(),
    Parameter::of("saml_connection_idp_metadata").named("idp_metadata").within("saml").nullable(),
    Parameter::of("saml_connection_attribute_mapping").named("attribute_mapping").within("saml").nullable(),
    Parameter::of("saml_connection_allow_subdomains").named("allow_subdomains").within("saml").nullable(),
    Parameter::of("saml_connection_allow_idp_initiated").named("allow_idp_initiated").within("saml").nullable(),
    Parameter::of("saml_connection_force_authn").named("force_authn").within("saml").nullable(),
    Parameter::of("saml_connection_login_hint").named("login_hint").within("saml").nullable(),
];

/// In requests, `oauth_config` has the name `oidc`.
const OIDC: &[Parameter] = &[
    Parameter::of("oauth_config_client_id").named("client_id").within("oidc").nullable(),
    Parameter::of("oauth_config_client_secret").named("client_secret").within("oidc").nullable(),
    Parameter::of("oauth_config_discovery_url").named("discovery_url").within("oidc").nullable(),
    Parameter::of("oauth_config_auth_url").named("auth_url").within("oidc").nullable(),
    Parameter::of("oauth_config_token_url").named("token_url").within("oidc").nullable(),
    Parameter::of("oauth_config_user_info_url").named("user_info_url").within("oidc").nullable(),
    Parameter::of("oauth_config_requires_pkce").named("requires_pkce").within("oidc").nullable(),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the enterprise connection"),
    OBJECT_TYPE,
    Column::text("name", "Name of the enterprise connection"),
    Column::text("provider", "Identity provider, such as `saml_okta` or `oidc_custom`"),
    Column::text("logo_public_url", "URL of the connection's logo; NULL if there is none"),
    Column::bool("active", "Whether the enterprise connection is active"),
    Column::json("domains", "E-mail domains whose users sign in with the connection, an array of strings"),
    Column::text(
        "organization_id",
        "Id of the organization that the connection is linked to (`organizations.id`); NULL if there is none",
    ),
    Column::bool(
        "sync_user_attributes",
        "Whether each sign-in updates the user's attributes from the identity provider",
    ),
    Column::bool(
        "disable_additional_identifications",
        "Whether users of the connection are prevented from adding other identifications, such as e-mail addresses",
    ),
    Column::bool(
        "allow_organization_account_linking",
        "Whether existing accounts can be linked to the connection through membership in the organization",
    ),
    Column::bool("authenticatable", "Whether users can sign in with the connection"),
    Column::bool(
        "disable_jit_provisioning",
        "Whether just-in-time provisioning, which creates users at their first sign-in, is disabled",
    ),
    Column::json(
        "custom_attributes",
        "Custom attributes to copy to users' metadata, an array of objects with `name`, `key` and source paths",
    ),
    Column::nested("saml_connection", SAML_CONNECTION, "SAML configuration; NULL unless the connection uses SAML"),
    Column::nested(
        "oauth_config",
        OAUTH_CONFIG,
        "OAuth configuration; NULL unless the connection uses OpenID Connect or EASIE",
    ),
    Column::time("created_at", "When the enterprise connection was created"),
    Column::time("updated_at", "When the enterprise connection was last updated"),
    // Columns that can only be written.
    Column::text("saml_connection_idp_certificate", "Certificate of the identity provider, in PEM format").write_only(),
    Column::text("saml_connection_idp_metadata", "Metadata of the identity provider, as XML").write_only(),
    Column::json(
        "saml_connection_attribute_mapping",
        "SAML attributes that supply the user's attributes, an object with `user_id`, `email_address`, `first_name` \
         and `last_name`",
    )
    .write_only(),
    Column::text("oauth_config_client_secret", "OAuth client secret at the provider").write_only(),
];

const LOGIN_HINT: &[Column] = &[
    Column::text("mode", "Content of the login hint: `email_address`, `custom_attribute`, or `off` if none is sent"),
    Column::text(
        "source",
        "Key in the user's public metadata whose value is the login hint if the mode is `custom_attribute`",
    ),
];

const SAML_CONNECTION: &[Column] = &[
    Column::text("id", "Id of the SAML connection (`saml_connections.id`)"),
    Column::text("name", "Name of the SAML connection"),
    Column::text("idp_entity_id", "Entity id of the identity provider; may be NULL"),
    Column::text("idp_sso_url", "Single sign-on URL of the identity provider; may be NULL"),
    Column::text("idp_metadata_url", "URL of the identity provider's metadata; may be NULL"),
    Column::text(
        "acs_url",
        "URL of Clerk's assertion consumer service (ACS), to which the identity provider sends SAML responses; may be \
         NULL",
    ),
    Column::text("sp_entity_id", "Entity id of Clerk as the service provider; may be NULL"),
    Column::text("sp_metadata_url", "URL of Clerk's metadata as the service provider; may be NULL"),
    Column::bool("active", "Whether the SAML connection is active"),
    Column::bool(
        "allow_idp_initiated",
        "Whether a sign-in can start at the identity provider instead of the application",
    ),
    Column::bool(
        "allow_subdomains",
        "Whether users with an e-mail address in a subdomain of the connection's domains can use it",
    ),
    Column::bool(
        "force_authn",
        "Whether the identity provider must authenticate the user again at each sign-in (`ForceAuthn`)",
    ),
    Column::nested("login_hint", LOGIN_HINT, "Login hint that Clerk sends to the identity provider at sign-in"),
];

const OAUTH_CONFIG: &[Column] = &[
    Column::text("id", "Id of the OAuth configuration"),
    Column::text("name", "Name of the custom OpenID Connect provider"),
    Column::text("provider_key", "Key of the OAuth provider, such as `oidc_custom`"),
    Column::text("client_id", "OAuth client id at the provider; may be NULL"),
    Column::text("discovery_url", "URL of the provider's OpenID Connect discovery document; may be NULL"),
    Column::text("auth_url", "URL of the provider's authorisation endpoint; NULL if neither configured nor discovered"),
    Column::text("token_url", "URL of the provider's token endpoint; NULL if neither configured nor discovered"),
    Column::text("user_info_url", "URL of the provider's UserInfo endpoint; NULL if neither configured nor discovered"),
    Column::bool("requires_pkce", "Whether Clerk must use Proof Key for Code Exchange (PKCE) with the provider"),
    Column::text("logo_public_url", "URL of the provider's logo; NULL if there is none"),
    Column::time("created_at", "When the OAuth configuration was created"),
    Column::time("updated_at", "When the OAuth configuration was last updated"),
];
