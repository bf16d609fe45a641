//! Numbers of sessions of clients.

use super::VIEW_REALM;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "client_session_count",
    "Numbers of sessions of clients. Clients without sessions have no row.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_REALM);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::unpaged_list("/admin/realms/{realm}/client-session-stats")];

const COLUMNS: &[Column] = &[
    Column::text("client_uuid", "Id of the client in the Admin API (`client.id`)").from_attribute(&["id"]),
    Column::text("client_id", "Id with which the client identifies itself (`client.client_id`)")
        .from_attribute(&["clientId"]),
    Column::integer("active", "Number of active sessions"),
    Column::integer("offline", "Number of offline sessions"),
];
