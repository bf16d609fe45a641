//! Consents of users to clients.

use super::VIEW_USERS;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "user_consent",
    "Consents of users to clients, and clients with offline access. Without a condition on `user_id`, each user is read by a \
     request of its own.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_row_key(&["user_id", "client_id"])
.with_needed_permission(VIEW_USERS);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::unpaged_list("/admin/realms/{realm}/users/{user_id}/consents").for_each_parent("user_id", "user")];

const COLUMNS: &[Column] = &[
    Column::key("user_id", "Id of the user (`user.id`)"),
    Column::text("client_id", "Id with which the client identifies itself (`client.client_id`)")
        .from_attribute(&["clientId"]),
    Column::json("granted_client_scopes", "Names of the client scopes that the user consents to, an array")
        .from_attribute(&["grantedClientScopes"]),
    Column::json("additional_grants", "What else the client may do, such as offline access, an array of objects")
        .from_attribute(&["additionalGrants"]),
    Column::time("created_date", "When the user first consented; NULL if the user has not")
        .from_attribute(&["createdDate"]),
    Column::time("last_updated_date", "When the consent last changed; NULL if there is none")
        .from_attribute(&["lastUpdatedDate"]),
];
