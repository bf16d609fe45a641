//! SAML connections, which Clerk has deprecated in favour of enterprise connections.

use super::{MAX_PAGE, MAX_VALUES, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "saml_connections",
    "SAML connections, with which users sign in through an identity provider. Deprecated by Clerk in favour of \
     `enterprise_connections`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/saml_connections/{id}"),
    AccessPath::paged_list("/saml_connections", MAX_PAGE).with_orders(&[Order::by("created_at")]).with_filters(&[
        Filter::equals("organization_id", "organization_id").with_signed_values().with_max_values(MAX_VALUES),
        Filter::contains_any_case("name", "query"),
    ]),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/saml_connections")
            .with_parameters(&[
                &[
                    Parameter::of("name").required(),
                    Parameter::of("provider").required(),
                    Parameter::of("domain"),
                    Parameter::of("domains"),
                ],
                SHARED,
            ])
            .with_note("Either `domain` or `domains` is needed."),
    )
    .with_updates(&[WriteRequest::patch("/saml_connections/{id}")
        .with_parameters(&[UPDATE, SHARED])
        .with_note(
            "With `consent_verified_domains_deletion`, the activation of a connection deletes verified organization \
             domains that have the same name. Without it, such domains prevent the activation. Clerk does not \
             document whether an object such as `attribute_mapping` keeps the attributes that an UPDATE does not set, \
             so set all of them.",
        )
        .on_parameters()])
    .with_delete(
        WriteRequest::delete("/saml_connections/{id}").with_note("Its users can no longer sign in through it."),
    );

const SHARED: &[Parameter] = &[
    Parameter::of("idp_entity_id").nullable(),
    Parameter::of("idp_sso_url").nullable(),
    Parameter::of("idp_certificate").nullable(),
    Parameter::of("idp_metadata_url").nullable(),
    Parameter::of("idp_metadata").nullable(),
    Parameter::of("organization_id").nullable(),
    Parameter::of("attribute_mapping_user_id").named("user_id").within("attribute_mapping"),
    Parameter::of("attribute_mapping_email_address").named("email_address").within("attribute_mapping"),
    Parameter::of("attribute_mapping_first_name").named("first_name").within("attribute_mapping"),
    Parameter::of("attribute_mapping_last_name").named("last_name").within("attribute_mapping"),
    Parameter::of("force_authn"),
    Parameter::of("login_hint_mode").named("mode").within("login_hint"),
    Parameter::of("login_hint_source").named("source").within("login_hint"),
];

const UPDATE: &[Parameter] = &[
    Parameter::of("name").nullable(),
    Parameter::of("domain").nullable(),
    Parameter::of("domains").nullable(),
    Parameter::of("active").nullable(),
    Parameter::of("sync_user_attributes").nullable(),
    Parameter::of("allow_subdomains").nullable(),
    Parameter::of("allow_idp_initiated").nullable(),
    Parameter::of("disable_additional_identifications").nullable(),
    Parameter::of("allow_organization_account_linking").nullable(),
    Parameter::of("consent_verified_domains_deletion").nullable(),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the SAML connection"),
    OBJECT_TYPE,
    Column::text("name", "Name of the SAML connection"),
    Column::text(
        "domain",
        "E-mail domain whose users sign in with the connection; deprecated by Clerk in favour of `domains`",
    ),
    Column::json("domains", "E-mail domains whose users sign in with the connection, an array of strings"),
    Column::text("idp_entity_id", "Entity id of the identity provider; NULL if not set"),
    Column::text("idp_sso_url", "Single sign-on URL of the identity provider; NULL if not set"),
    Column::text("idp_certificate", "X.509 certificate of the identity provider; NULL if not set"),
    Column::time("idp_certificate_issued_at", "Start of the certificate's validity; NULL if there is no certificate"),
    Column::time("idp_certificate_expires_at", "End of the certificate's validity; NULL if there is no certificate"),
    Column::text("idp_metadata_url", "URL of the identity provider's metadata; NULL if not set"),
    Column::text("idp_metadata", "Metadata of the identity provider, as XML; NULL if not set"),
    Column::text(
        "acs_url",
        "URL of Clerk's assertion consumer service (ACS), to which the identity provider sends SAML responses",
    ),
    Column::text("sp_entity_id", "Entity id of Clerk as the service provider"),
    Column::text("sp_metadata_url", "URL of Clerk's metadata as the service provider"),
    Column::text(
        "organization_id",
        "Id of the organization that users of the connection are added to (`organizations.id`); NULL if there is none",
    ),
    Column::nested(
        "attribute_mapping",
        ATTRIBUTE_MAPPING,
        "Attributes of the identity provider that supply the user's attributes in Clerk",
    ),
    Column::bool("active", "Whether the connection is active"),
    Column::text(
        "provider",
        "Identity provider, such as `saml_okta`, `saml_google`, `saml_microsoft` or `saml_custom`",
    ),
    Column::integer("user_count", "Number of users of the connection"),
    Column::bool(
        "sync_user_attributes",
        "Whether each sign-in updates the user's attributes from the identity provider",
    ),
    Column::bool(
        "allow_subdomains",
        "Whether users with an e-mail address in a subdomain of the connection's domains can use it",
    ),
    Column::bool(
        "allow_idp_initiated",
        "Whether a sign-in can start at the identity provider instead of the application",
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
    Column::bool(
        "force_authn",
        "Whether the identity provider must authenticate the user again at each sign-in (`ForceAuthn`)",
    ),
    Column::nested("login_hint", LOGIN_HINT, "Login hint that Clerk sends to the identity provider at sign-in"),
    Column::text(
        "enterprise_connection_id",
        "Id of the associated enterprise connection (`enterprise_connections.id`); may be NULL",
    ),
    Column::time("created_at", "When the connection was created"),
    Column::time("updated_at", "When the connection was last updated"),
    // Columns that can only be written.
    Column::bool(
        "consent_verified_domains_deletion",
        "Whether the activation of the connection deletes verified organization domains of the same name (UPDATE only)",
    )
    .write_only(),
];

const ATTRIBUTE_MAPPING: &[Column] = &[
    Column::text("user_id", "Attribute of the identity provider that supplies the user's id"),
    Column::text("email_address", "Attribute of the identity provider that supplies the e-mail address"),
    Column::text("first_name", "Attribute of the identity provider that supplies the first name"),
    Column::text("last_name", "Attribute of the identity provider that supplies the last name"),
];

const LOGIN_HINT: &[Column] = &[
    Column::text("mode", "Content of the login hint: `email_address`, `custom_attribute`, or `off` if none is sent"),
    Column::text(
        "source",
        "Key in the user's public metadata whose value is the login hint if the mode is `custom_attribute`",
    ),
];
