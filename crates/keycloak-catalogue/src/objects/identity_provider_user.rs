//! Users who are linked to an identity provider.

use super::{PAGE, VIEW_USERS};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "identity_provider_user",
    "Users who are linked to an identity provider. Each row is one user at one provider. Their ids there are in \
     `user_federated_identity`, which needs a request for each user.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_USERS);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list(
    "/admin/realms/{realm}/users?briefRepresentation=true&exact=true&idpAlias={identity_provider}",
    PAGE,
)
.for_each_value_of("identity_provider", "identity_provider", "alias")];

const COLUMNS: &[Column] = &[
    Column::key("identity_provider", "Alias of the identity provider (`identity_provider.alias`)"),
    Column::text("user_id", "Id of the user (`user.id`)").from_attribute(&["id"]),
    Column::text("username", "Username of the user in the realm"),
];
