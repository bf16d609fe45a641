//! Roles that composite roles of clients contain.

use super::{CLIENT_UUID, VIEW_CLIENTS, role_composite, with_key};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "client_role_composite",
    "Roles that composite roles of clients directly contain. Each row is one role in one composite role.",
    &COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_CLIENTS);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::unpaged_list("/admin/realms/{realm}/clients/{client_uuid}/roles/{role_name}/composites")
        .for_each_pair_of(["client_uuid", "role_name"], "client_role", ["client_uuid", "name"])
        .skipping_parents_without("composite")];

const COLUMNS: [Column; role_composite::COLUMNS.len() + 1] = with_key(CLIENT_UUID, &role_composite::COLUMNS);
