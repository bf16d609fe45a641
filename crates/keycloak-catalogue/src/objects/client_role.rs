//! Roles of clients.

use super::{CLIENT_UUID, VIEW_CLIENTS, role, with_key};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "client_role",
    "Roles of clients. The roles of each client are read by a request of their own.",
    &COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_CLIENTS);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::unpaged_list("/admin/realms/{realm}/clients/{client_uuid}/roles?briefRepresentation=false")
        .for_each_parent("client_uuid", "client")];

const COLUMNS: [Column; role::COLUMNS.len() + 1] = with_key(CLIENT_UUID, &role::COLUMNS);
