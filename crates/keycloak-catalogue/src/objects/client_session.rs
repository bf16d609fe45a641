//! Active sessions at clients.

use super::{CLIENT_UUID, VIEW_CLIENTS, user_session, with_key};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "client_session",
    "Active sessions at clients. Each row is one session at one client.",
    &COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_CLIENTS);

/// The list has no order, so it is read as a whole.
const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::unpaged_list("/admin/realms/{realm}/clients/{client_uuid}/user-sessions?max=-1")
        .for_each_value_of("client_uuid", "client_session_count", "client_uuid")
        .skipping_parents_without("active")];

const COLUMNS: [Column; user_session::COLUMNS.len() + 1] = with_key(CLIENT_UUID, &user_session::COLUMNS);
