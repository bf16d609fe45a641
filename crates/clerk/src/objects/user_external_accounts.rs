//! Accounts of users at OAuth providers: parts of the users list.

use super::{OBJECT_TYPE, parts, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("user_external_accounts", "Accounts of users at OAuth providers.", COLUMNS, ACCESS);

const ACCESS: &[Access] =
    &[users::one(&["external_accounts"]), users::list(&["external_accounts"]).filtered(users::BY_USER)];

pub const COLUMNS: &[Column] = &[
    Column::key("user_id", "Whose it is"),
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("provider", "The provider"),
    Column::text("identification_id", "The identification that it belongs to"),
    Column::text("provider_user_id", "The user's id at the provider"),
    Column::text("approved_scopes", "The OAuth scopes that were granted"),
    Column::text("email_address", "The e-mail address"),
    Column::bool("email_address_verified", "Whether the provider has verified the address"),
    Column::text("first_name", "First name"),
    Column::text("last_name", "Last name"),
    Column::text("avatar_url", "A picture"),
    Column::text("image_url", "The picture"),
    Column::text("username", "The user name"),
    Column::text("phone_number", "The phone number"),
    Column::map("public_metadata", "Metadata that everybody sees"),
    Column::text("label", "A label"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
    Column::nested("verification", parts::VERIFICATION, "How it was verified"),
];
