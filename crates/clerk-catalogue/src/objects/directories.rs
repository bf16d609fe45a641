//! The object `directories`: directories that provision users.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "directories",
    "Directories through which identity providers provision users: they create and update the users in Clerk.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[&["api_key"]]);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::single_object("/directories/{id}"), AccessPath::paged_list("/directories", MAX_PAGE)];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the directory"),
    OBJECT_TYPE,
    Column::text("name", "Name of the directory"),
    Column::text(
        "enterprise_connection_id",
        "Id of the enterprise connection (`enterprise_connections.id`); NULL if there is none",
    ),
    Column::text("endpoint_url", "URL to which the identity provider sends its changes"),
    Column::text("provider", "Identity provider of the directory"),
    Column::bool("enabled", "Whether the directory is enabled"),
    Column::bool("group_role_mapping_enabled", "Whether groups of the directory are mapped to roles in organizations"),
    Column::map(
        "attribute_mapping",
        "Map from each user attribute to the path of the directory attribute that supplies it",
    ),
    Column::json(
        "custom_attributes",
        "Custom attributes to copy to users' metadata, an array of objects with `name`, `key` and source paths",
    ),
    Column::time("created_at", "When the directory was created"),
    Column::time("updated_at", "When the directory was last updated"),
];
