//! Credentials of users.

use super::VIEW_USERS;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "user_credential",
    "Credentials of users, such as passwords and one-time password generators, without the secrets themselves. Without a \
     condition on `user_id`, each user is read by a request of its own.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[&["secretData"], &["value"], &["hashedSaltedValue"], &["salt"]])
.with_needed_permission(VIEW_USERS);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::unpaged_list("/admin/realms/{realm}/users/{user_id}/credentials").for_each_parent("user_id", "user")];

const COLUMNS: &[Column] = &[
    Column::key("user_id", "Id of the user (`user.id`)"),
    Column::text("id", "Id of the credential; NULL if it comes from user federation"),
    Column::text("type", "Type, such as `password`, `otp` or `webauthn`"),
    Column::text("user_label", "Name that the user has given it; NULL if none").from_attribute(&["userLabel"]),
    Column::time("created_date", "When it was created").from_attribute(&["createdDate"]),
    Column::text("credential_data", "Its settings, such as the hash algorithm, as JSON")
        .from_attribute(&["credentialData"]),
    Column::integer("priority", "Number by which the credentials of a user are ordered; NULL if not reported"),
    Column::text("federation_link", "Id of the user federation provider that it comes from; NULL if local")
        .from_attribute(&["federationLink"]),
];
