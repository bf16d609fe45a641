//! Actions that users must take at their next sign-in.

use super::{PAGE, VIEW_USERS, user};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, EmbeddedShape};
use fdw_engine::catalogue::column::{Column, Source};

pub const OBJECT: Object = Object::new(
    "user_required_action",
    "Actions that users must take at their next sign-in. Each row is one action of one user.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_row_key(&["user_id", "required_action"])
.with_needed_permission(VIEW_USERS);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/admin/realms/{realm}/users/{user_id}")
        .embedded_as(&["requiredActions"], EmbeddedShape::Values),
    AccessPath::paged_list(user::LIST, PAGE).embedded_as(&["requiredActions"], EmbeddedShape::Values),
];

const COLUMNS: &[Column] = &[
    Column::key("user_id", "Id of the user (`user.id`)"),
    Column::text("required_action", "Name of the action, such as `VERIFY_EMAIL` or `UPDATE_PASSWORD`")
        .from_source(Source::Row),
];
