//! Roles of clients that are assigned to users directly.

use super::{CLIENT_UUID, PAGE, VIEW_CLIENTS_AND_USERS, VIEW_USERS};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Source};

pub const OBJECT: Object = Object::new(
    "user_client_role",
    "Roles of clients that are assigned to users directly, not by a group or a composite role. Each row is one role of one \
     user.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_CLIENTS_AND_USERS);

/// Without a user, the users of each role are read, because a realm has fewer roles than users.
const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::unpaged_list("/admin/realms/{realm}/users/{user_id}/role-mappings/clients/{client_uuid}")
        .for_each_parent("client_uuid", "client")
        .with_needed_permission(VIEW_USERS),
    AccessPath::paged_list(
        "/admin/realms/{realm}/clients/{client_uuid}/roles/{role_name}/users?briefRepresentation=true",
        PAGE,
    )
    .for_each_pair_of(["client_uuid", "role_name"], "client_role", ["client_uuid", "name"]),
];

const COLUMNS: &[Column] = &[
    CLIENT_UUID,
    Column::text("role_name", "Name of the role (`client_role.name`)").from_source(Source::KeyOr(&["name"])),
    Column::text("user_id", "Id of the user (`user.id`)").from_source(Source::KeyOr(&["id"])),
];
