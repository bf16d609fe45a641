//! Authentication flows at the top level.

use super::VIEW_REALM;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "authentication_flow",
    "Authentication flows at the top level. Their steps are in `authentication_execution`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_REALM);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::unpaged_list("/admin/realms/{realm}/authentication/flows")];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the flow"),
    Column::text("alias", "Name of the flow, unique in the realm"),
    Column::text("description", "Description of the flow"),
    Column::text("provider_id", "Type of the flow, such as `basic-flow`").from_attribute(&["providerId"]),
    Column::bool("top_level", "Whether the flow is at the top level").from_attribute(&["topLevel"]),
    Column::bool("built_in", "Whether Keycloak created the flow").from_attribute(&["builtIn"]),
    Column::json("authentication_executions", "Steps of the flow, an array of objects")
        .from_attribute(&["authenticationExecutions"]),
];
