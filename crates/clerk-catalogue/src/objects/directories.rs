//! The object `directories`: directories that provision users.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{LostSecret, Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "directories",
    "Directories through which identity providers provision users: they create and update the users in Clerk.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[&["api_key"]])
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::single_object("/directories/{id}"), AccessPath::paged_list("/directories", MAX_PAGE)];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(WriteRequest::post("/directories").with_parameters(&[INSERT]).losing(&API_KEY))
    .with_updates(&[
        WriteRequest::patch("/directories/{id}").with_parameters(&[UPDATE]).on_parameters(),
        WriteRequest::patch("/directories/{id}").with_parameters(&[ATTRIBUTE_MAPPING]).on_map_keys(),
    ])
    .with_delete(
        WriteRequest::delete("/directories/{id}").with_note("The identity provider can no longer provision users."),
    );

/// The key with which the identity provider sends its changes.
pub const API_KEY: LostSecret = LostSecret {
    name: "the API key",
    attribute: "api_key",
    advice: "create the directory by a request to Clerk's API",
    may_be_lost_with_attrs_alone: false,
};

pub const INSERT: &[Parameter] = &[
    Parameter::of("enterprise_connection_id").required(),
    Parameter::of("name"),
    Parameter::of("provider").required(),
    Parameter::of("group_role_mappings"),
];

pub const UPDATE: &[Parameter] = &[
    Parameter::of("name"),
    Parameter::of("provider"),
    Parameter::of("enabled"),
    Parameter::of("group_role_mapping_enabled"),
];

/// Clerk merges the entries of a request into the mapping, so it cannot be replaced as a whole.
pub const ATTRIBUTE_MAPPING: &[Parameter] = &[Parameter::of("attribute_mapping")];

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
    // Columns that can only be written.
    Column::json(
        "group_role_mappings",
        "Mappings from groups to roles, an array of objects with `role_id` and the id of a group (INSERT only)",
    )
    .write_only(),
];
