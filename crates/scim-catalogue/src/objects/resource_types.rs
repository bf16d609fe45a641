//! Types of resources (RFC 7643, section 6).

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

use super::shared::LOCATION;

/// Types of resources of a provider that implements RFC 7644. Parameters for pages and filters are not allowed.
pub const RFC7644: Object = Object::new(
    "resource_types",
    "Types of resources, such as users and groups.",
    &[
        Column::text("id", "Id of the type"),
        Column::text("name", "Name of the type, such as `User`"),
        Column::text("description", "What the resources are"),
        Column::text("endpoint", "Endpoint of the resources below the base URL"),
        Column::text("schema", "Name of the schema of the resources"),
        Column::json("schema_extensions", "Extensions of that schema, and whether the resources must have them")
            .from_attribute(&["schemaExtensions"]),
        LOCATION,
    ],
    &[AccessPath::unpaged_list("/ResourceTypes")],
)
.with_primary_key(&[&["name"]]);
