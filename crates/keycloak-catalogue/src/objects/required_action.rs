//! Required actions that the realm offers.

use super::VIEW_REALM;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "required_action",
    "Actions that users can be required to take, such as `VERIFY_EMAIL`. Those that a user must take are in \
     `user_required_action`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[&["alias"]])
.with_needed_permission(VIEW_REALM);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::unpaged_list("/admin/realms/{realm}/authentication/required-actions")];

const COLUMNS: &[Column] = &[
    Column::text("alias", "Name of the action, unique in the realm"),
    Column::text("name", "Name that the admin console shows"),
    Column::text("provider_id", "Implementation of the action").from_attribute(&["providerId"]),
    Column::bool("enabled", "Whether the action is available"),
    Column::bool("default_action", "Whether new users must take the action").from_attribute(&["defaultAction"]),
    Column::integer("priority", "Number by which the actions are ordered"),
    Column::map("config", "Settings of the action"),
];
