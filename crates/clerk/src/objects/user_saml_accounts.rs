//! SAML accounts of users: parts of the users list.

use super::{OBJECT_TYPE, parts, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new("user_saml_accounts", "SAML accounts of users.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[users::one(&["saml_accounts"]), users::list(&["saml_accounts"]).filtered(users::BY_USER)];

pub const COLUMNS: &[Column] = &[
    Column::key("user_id", "Whose it is"),
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("provider", "The provider"),
    Column::bool("active", "Whether it is in use"),
    Column::text("email_address", "The e-mail address"),
    Column::text("first_name", "First name"),
    Column::text("last_name", "Last name"),
    Column::text("provider_user_id", "The user's id at the provider"),
    Column::time("last_authenticated_at", "When one signed in with it last"),
    Column::map("public_metadata", "Metadata that everybody sees"),
    Column::nested("verification", parts::VERIFICATION, "How it was verified"),
    Column::nested("saml_connection", SAML_CONNECTION, "The SAML side of it, where it is one"),
];

const SAML_CONNECTION: &[Column] = &[
    Column::text("id", "Its id"),
    Column::text("name", "The name"),
    Column::text("domain", "The domain"),
    Column::json("domains", "The domains"),
    Column::bool("active", "Whether it is in use"),
    Column::text("provider", "The provider"),
    Column::bool("sync_user_attributes", "Whether attributes are taken over at each sign-in"),
    Column::bool("allow_subdomains", "Whether addresses in subdomains may sign in"),
    Column::bool("allow_idp_initiated", "Whether sign-ins may begin at the identity provider"),
    Column::bool("disable_additional_identifications", "Whether users may have no other way to sign in"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
