//! SAML connections. Clerk has put enterprise connections in their place, and still serves them.

use super::{MAX_PAGE, MAX_VALUES, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "saml_connections",
    "SAML connections. Clerk has put enterprise connections in their place, and still serves them.",
    COLUMNS,
    ACCESS,
);

const ACCESS: &[Access] = &[
    Access::single("/saml_connections/{id}"),
    Access::list("/saml_connections", MAX_PAGE).ordered(&[Order::by("created_at")]).filtered(&[
        Filter::equals("organization_id", "organization_id").signed().max_values(MAX_VALUES),
        Filter::contains_any_case("name", "query"),
    ]),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::text("domain", "The domain"),
    Column::json("domains", "The domains"),
    Column::text("idp_entity_id", "The identity provider's entity id"),
    Column::text("idp_sso_url", "Where the identity provider takes sign-ins"),
    Column::text("idp_certificate", "The identity provider's certificate"),
    Column::time("idp_certificate_issued_at", "When the certificate was issued"),
    Column::time("idp_certificate_expires_at", "When the certificate expires"),
    Column::text("idp_metadata_url", "Where the identity provider's metadata are"),
    Column::text("idp_metadata", "The identity provider's metadata"),
    Column::text("acs_url", "Where the identity provider posts assertions"),
    Column::text("sp_entity_id", "Clerk's entity id"),
    Column::text("sp_metadata_url", "Where Clerk's metadata are"),
    Column::text("organization_id", "The organization"),
    Column::nested(
        "attribute_mapping",
        ATTRIBUTE_MAPPING,
        "Which attribute of the identity provider fills which of Clerk's",
    ),
    Column::bool("active", "Whether it is in use"),
    Column::text("provider", "The provider"),
    Column::integer("user_count", "How many users have signed in with it"),
    Column::bool("sync_user_attributes", "Whether attributes are taken over at each sign-in"),
    Column::bool("allow_subdomains", "Whether addresses in subdomains may sign in"),
    Column::bool("allow_idp_initiated", "Whether sign-ins may begin at the identity provider"),
    Column::bool("disable_additional_identifications", "Whether users may have no other way to sign in"),
    Column::bool("allow_organization_account_linking", "Whether members may link their accounts to it"),
    Column::bool("authenticatable", "Whether one can sign in with it"),
    Column::bool("disable_jit_provisioning", "Whether users are not made at their first sign-in"),
    Column::bool("force_authn", "Whether the identity provider must ask for credentials each time"),
    Column::nested("login_hint", LOGIN_HINT, "What is told to the identity provider of who signs in"),
    Column::text("enterprise_connection_id", "The enterprise connection"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];

const ATTRIBUTE_MAPPING: &[Column] = &[
    Column::text("user_id", "The user"),
    Column::text("email_address", "The e-mail address"),
    Column::text("first_name", "First name"),
    Column::text("last_name", "Last name"),
];

const LOGIN_HINT: &[Column] =
    &[Column::text("mode", "Which hint it is"), Column::text("source", "Where the hint comes from")];
