//! Client scopes.

use super::VIEW_CLIENTS;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("client_scope", "Client scopes: settings of tokens that several clients share.", COLUMNS, ACCESS_PATHS)
        .with_needed_permission(VIEW_CLIENTS);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/admin/realms/{realm}/client-scopes/{id}"),
    AccessPath::unpaged_list("/admin/realms/{realm}/client-scopes"),
];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the client scope"),
    Column::text("name", "Name of the client scope, unique in the realm"),
    Column::text("description", "Description of the client scope; NULL if not set"),
    Column::text("protocol", "Protocol: `openid-connect` or `saml`"),
    Column::map("attributes", "Further settings of the client scope"),
    Column::json("protocol_mappers", "Protocol mappers, an array of objects; NULL if there are none")
        .from_attribute(&["protocolMappers"]),
];
