//! Sessions of users.

use super::{VIEW_CLIENTS, VIEW_USERS};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "user_session",
    "Active sessions of users. Without a condition on `user_id`, they are read from each client that has sessions, and a \
     session at several clients is one row.",
    &COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_CLIENTS);

/// The list of a client has no order, so it is read as a whole.
const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::unpaged_list("/admin/realms/{realm}/users/{user_id}/sessions").with_needed_permission(VIEW_USERS),
    AccessPath::unpaged_list("/admin/realms/{realm}/clients/{client_uuid}/user-sessions?max=-1")
        .for_each_value_of("client_uuid", "client_session_count", "client_uuid")
        .skipping_parents_without("active")
        .with_shared_rows(),
];

/// The columns of all kinds of sessions, without the client.
pub const COLUMNS: [Column; 9] = [
    Column::text("id", "Id of the session"),
    Column::text("user_id", "Id of the user (`user.id`)").from_attribute(&["userId"]),
    Column::text("username", "Username of the user"),
    Column::text("ip_address", "IP address from which the session was started").from_attribute(&["ipAddress"]),
    Column::time("start", "When the session was started"),
    Column::time("last_access", "When the session was last used").from_attribute(&["lastAccess"]),
    Column::bool("remember_me", "Whether the user asked to be remembered").from_attribute(&["rememberMe"]),
    Column::map("clients", "Clients of the session: names (`client.client_id`) by id (`client.id`)"),
    Column::bool("transient_user", "Whether the user exists for the session only").from_attribute(&["transientUser"]),
];
