//! Identities of users at identity providers.

use super::VIEW_USERS;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "user_federated_identity",
    "Identities of users at identity providers. Without a condition on `user_id`, each user who is linked to a provider is \
     read by a request of its own.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[&["identityProvider"]])
.with_needed_permission(VIEW_USERS);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::unpaged_list(
    "/admin/realms/{realm}/users/{user_id}/federated-identity",
)
.for_each_value_of("user_id", "identity_provider_user", "user_id")];

const COLUMNS: &[Column] = &[
    Column::key("user_id", "Id of the user (`user.id`)"),
    Column::text("identity_provider", "Alias of the identity provider (`identity_provider.alias`)")
        .from_attribute(&["identityProvider"]),
    Column::text("federated_user_id", "Id of the user at the provider").from_attribute(&["userId"]),
    Column::text("federated_username", "Username of the user at the provider").from_attribute(&["userName"]),
];
