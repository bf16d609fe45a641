//! Executions: the steps of authentication flows.

use super::VIEW_REALM;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "authentication_execution",
    "Executions: the steps of authentication flows, with those of nested flows. Each row is one execution of one flow at the \
     top level.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_REALM);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::unpaged_list("/admin/realms/{realm}/authentication/flows/{flow_alias}/executions")
        .for_each_value_of("flow_alias", "authentication_flow", "alias")
        // The endpoint finds nested flows, too.
        .looking_up_keys()];

const COLUMNS: &[Column] = &[
    Column::key("flow_alias", "Alias of the flow (`authentication_flow.alias`)"),
    Column::text("id", "Id of the execution"),
    Column::text("provider_id", "Authenticator that the execution runs; NULL for a nested flow without one")
        .from_attribute(&["providerId"]),
    Column::text("display_name", "Name that the admin console shows").from_attribute(&["displayName"]),
    Column::text("alias", "Alias of the execution's configuration; NULL if there is none"),
    Column::text("description", "Description; NULL if there is none"),
    Column::text("requirement", "`REQUIRED`, `ALTERNATIVE`, `CONDITIONAL` or `DISABLED`"),
    Column::json("requirement_choices", "Values that `requirement` can have, an array")
        .from_attribute(&["requirementChoices"]),
    Column::bool("configurable", "Whether the execution has settings"),
    Column::bool("authentication_flow", "Whether the execution is a nested flow; NULL if not")
        .from_attribute(&["authenticationFlow"]),
    Column::text("authentication_config", "Id of the execution's configuration; NULL if there is none")
        .from_attribute(&["authenticationConfig"]),
    Column::text("flow_id", "Id of the nested flow; NULL if the execution is not a flow").from_attribute(&["flowId"]),
    Column::integer("level", "Depth of nesting, from 0"),
    Column::integer("index", "Position among the executions of the same flow, from 0"),
    Column::integer("priority", "Number by which the executions of a flow are ordered"),
];
