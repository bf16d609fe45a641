//! Offline sessions at clients.

use super::{CLIENT_UUID, VIEW_CLIENTS, VIEW_USERS, user_session, with_key};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "client_offline_session",
    "Offline sessions at clients: those whose refresh token stays valid after the user has signed out. Each row is one \
     session at one client.",
    &COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_CLIENTS);

/// The list has no order, so it is read as a whole.
const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::unpaged_list("/admin/realms/{realm}/users/{user_id}/offline-sessions/{client_uuid}")
        .for_each_value_of("client_uuid", "client_session_count", "client_uuid")
        .skipping_parents_without("offline")
        .with_needed_permission(VIEW_USERS),
    AccessPath::unpaged_list("/admin/realms/{realm}/clients/{client_uuid}/offline-sessions?max=-1")
        .for_each_value_of("client_uuid", "client_session_count", "client_uuid")
        .skipping_parents_without("offline"),
];

const COLUMNS: [Column; user_session::COLUMNS.len() + 1] = with_key(CLIENT_UUID, &user_session::COLUMNS);
