//! Accounts of users at OAuth providers: rows embedded in users.

use super::{OBJECT_TYPE, shared, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "user_external_accounts",
    "Accounts of users at OAuth providers such as Google. Each row is an element of a user's `external_accounts`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] =
    &[users::one(&["external_accounts"]), users::list(&["external_accounts"]).with_filters(users::BY_USER)];

const WRITES: Writes = Writes::with_row_id("row_id").with_delete(
    WriteRequest::delete("/users/{user_id}/external_accounts/{id}")
        .with_note("The user can no longer sign in with the account."),
);

pub const COLUMNS: &[Column] = &[
    users::ROW_ID,
    Column::key("user_id", "Id of the user who has the account (`users.id`)"),
    Column::text("id", "Id of the external account"),
    OBJECT_TYPE,
    Column::text("provider", "OAuth provider, such as `oauth_google`"),
    Column::text("identification_id", "Id of the identification that represents the account in Clerk"),
    Column::text("provider_user_id", "Id of the user at the OAuth provider"),
    Column::text("approved_scopes", "OAuth scopes that the user has granted, separated by spaces"),
    Column::text("email_address", "E-mail address of the account"),
    Column::bool(
        "email_address_verified",
        "Whether the OAuth provider had verified the e-mail address when the account was created; NULL if unknown",
    ),
    Column::text("first_name", "First name in the account"),
    Column::text("last_name", "Last name in the account"),
    Column::text("avatar_url", "URL of the account's picture; deprecated by Clerk in favour of `image_url`"),
    Column::text("image_url", "URL of the account's picture; NULL if there is none"),
    Column::text("username", "Username at the OAuth provider; NULL if there is none"),
    Column::text("phone_number", "Phone number of the account; NULL if there is none"),
    Column::map("public_metadata", "Metadata of the account that the frontend can read"),
    Column::text("label", "Label of the account; NULL if there is none"),
    Column::time("created_at", "When the external account was created"),
    Column::time("updated_at", "When the external account was last updated"),
    Column::nested("verification", shared::VERIFICATION, "Verification of the account; NULL if there is none"),
];
