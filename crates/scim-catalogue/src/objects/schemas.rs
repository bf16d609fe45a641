//! Schemas (RFC 7643, section 7).

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

use super::shared::LOCATION;

/// Schemas of a provider that implements RFC 7644. Parameters for pages and filters are not allowed.
pub const RFC7644: Object = Object::new(
    "schemas",
    "Schemas, each of which describes attributes.",
    &[
        Column::text("id", "Name of the schema, a URN"),
        Column::text("name", "Short name"),
        Column::text("description", "What the schema describes"),
        Column::json("attributes", "The attributes: their names, types and rules"),
        LOCATION,
    ],
    &[AccessPath::unpaged_list("/Schemas")],
);
