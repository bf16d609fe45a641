//! What several objects have in common.

use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Expression;

/// The query parameter for filters (RFC 7644, section 3.4.2.2).
pub const FILTER: Expression =
    Expression { parameter: "filter", separator: Some(" and "), quotes: true, is_scim: true };

/// The query parameter for a filter with a single comparison.
pub const ONE_FILTER: Expression = Expression { separator: None, ..FILTER };

/// The name of the enterprise extension (RFC 7643, section 4.3), which is the key of its attributes in a user.
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// The column with the id of the user to whom a row belongs.
pub const USER_ID: Column = Column::key("user_id", "Id of the user (`users.id`)");

/// The column for whether a row is the primary one.
pub const IS_PRIMARY: Column =
    Column::bool("is_primary", "Whether this is the primary one").from_attribute(&["primary"]);

/// The column for the time at which the provider added the resource.
pub const CREATED: Column =
    Column::time("created", "Time at which the provider added the resource").from_attribute(&["meta", "created"]);

/// The column for the time of the last change.
pub const LAST_MODIFIED: Column = Column::time("last_modified", "Time at which the provider last changed the resource")
    .from_attribute(&["meta", "lastModified"]);

/// The column for the type of a resource.
pub const RESOURCE_TYPE: Column =
    Column::text("resource_type", "Type of the resource").from_attribute(&["meta", "resourceType"]).not_imported();

/// The column for the URL of a resource.
pub const LOCATION: Column = Column::text("location", "URL of the resource, as the provider writes it")
    .from_attribute(&["meta", "location"])
    .not_imported();

/// The column for the version of a resource.
pub const VERSION: Column =
    Column::text("version", "Version of the resource").from_attribute(&["meta", "version"]).not_imported();

/// The column for the URL of a resource to which a row refers.
pub const REF: Column =
    Column::text("ref", "URL of that resource, as the provider writes it").from_attribute(&["$ref"]);
