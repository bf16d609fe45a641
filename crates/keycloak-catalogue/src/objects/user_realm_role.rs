//! Realm roles that are assigned to users directly.

use super::{PAGE, VIEW_REALM_AND_USERS, VIEW_USERS};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Source};

pub const OBJECT: Object = Object::new(
    "user_realm_role",
    "Realm roles that are assigned to users directly, not by a group or a composite role. Each row is one role of one \
     user.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_REALM_AND_USERS);

/// Without a user, the users of each role are read, because a realm has fewer roles than users.
const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::unpaged_list("/admin/realms/{realm}/users/{user_id}/role-mappings/realm")
        .with_needed_permission(VIEW_USERS),
    AccessPath::paged_list("/admin/realms/{realm}/roles/{role_name}/users?briefRepresentation=true", PAGE)
        .for_each_value_of("role_name", "role", "name"),
];

const COLUMNS: &[Column] = &[
    Column::text("user_id", "Id of the user (`user.id`)").from_source(Source::KeyOr(&["id"])),
    Column::text("role_name", "Name of the role (`role.name`)").from_source(Source::KeyOr(&["name"])),
];
