//! Accounts of users at SAML identity providers: rows embedded in users.

use super::{OBJECT_TYPE, shared, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "user_saml_accounts",
    "Accounts of users at the identity providers of SAML connections. Each row is an element of a user's \
     `saml_accounts`.",
    COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] =
    &[users::one(&["saml_accounts"]), users::list(&["saml_accounts"]).with_filters(users::BY_USER)];

pub const COLUMNS: &[Column] = &[
    Column::key("user_id", "Id of the user who has the account (`users.id`)"),
    Column::text("id", "Id of the SAML account"),
    OBJECT_TYPE,
    Column::text("provider", "Identity provider, such as `saml_okta`"),
    Column::bool("active", "Whether the account is active"),
    Column::text("email_address", "E-mail address of the account"),
    Column::text("first_name", "First name in the account; may be NULL"),
    Column::text("last_name", "Last name in the account; may be NULL"),
    Column::text("provider_user_id", "Id of the user at the identity provider; may be NULL"),
    Column::time("last_authenticated_at", "When the user last authenticated with the account; may be NULL"),
    Column::map("public_metadata", "Metadata of the account that the frontend can read"),
    Column::nested("verification", shared::VERIFICATION, "Verification of the account; NULL if there is none"),
    Column::nested("saml_connection", SAML_CONNECTION, "SAML connection of the account; may be NULL"),
];

const SAML_CONNECTION: &[Column] = &[
    Column::text("id", "Id of the SAML connection (`saml_connections.id`)"),
    Column::text("name", "Name of the connection"),
    Column::text(
        "domain",
        "E-mail domain whose users sign in with the connection; deprecated by Clerk in favour of `domains`",
    ),
    Column::json("domains", "E-mail domains whose users sign in with the connection, an array of strings"),
    Column::bool("active", "Whether the connection is active"),
    Column::text("provider", "Identity provider of the connection, such as `saml_okta`"),
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
    Column::time("created_at", "When the connection was created"),
    Column::time("updated_at", "When the connection was last updated"),
];
