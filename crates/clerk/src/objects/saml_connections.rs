//! SAML connections. Clerk has put enterprise connections in their place, and still serves them.

use fdw_engine::catalogue::{Column, Object};

use super::{OBJECT_TYPE, OLDEST_FIRST, object};

pub const OBJECT: Object =
    Object { params: &[OLDEST_FIRST], ..object("saml_connections", "/saml_connections", COLUMNS) };

const COLUMNS: &[Column] = &[
    Column::text("id"),
    OBJECT_TYPE,
    Column::text("name"),
    Column::text("domain"),
    Column::json("domains"),
    Column::text("idp_entity_id"),
    Column::text("idp_sso_url"),
    Column::text("idp_certificate"),
    Column::time("idp_certificate_issued_at"),
    Column::time("idp_certificate_expires_at"),
    Column::text("idp_metadata_url"),
    Column::text("idp_metadata"),
    Column::text("acs_url"),
    Column::text("sp_entity_id"),
    Column::text("sp_metadata_url"),
    Column::text("organization_id"),
    Column::nested("attribute_mapping", ATTRIBUTE_MAPPING),
    Column::bool("active"),
    Column::text("provider"),
    Column::integer("user_count"),
    Column::bool("sync_user_attributes"),
    Column::bool("allow_subdomains"),
    Column::bool("allow_idp_initiated"),
    Column::bool("disable_additional_identifications"),
    Column::bool("allow_organization_account_linking"),
    Column::bool("authenticatable"),
    Column::bool("disable_jit_provisioning"),
    Column::bool("force_authn"),
    Column::nested("login_hint", LOGIN_HINT),
    Column::text("enterprise_connection_id"),
    Column::time("created_at"),
    Column::time("updated_at"),
];

const ATTRIBUTE_MAPPING: &[Column] =
    &[Column::text("user_id"), Column::text("email_address"), Column::text("first_name"), Column::text("last_name")];

const LOGIN_HINT: &[Column] = &[Column::text("mode"), Column::text("source")];
