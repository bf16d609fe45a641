//! Organizations.

use super::{PAGE, VIEW_ORGANIZATIONS};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "organization",
    "Organizations of the realm, on servers from 26 on where they are enabled.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_ORGANIZATIONS);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/admin/realms/{realm}/organizations/{id}"),
    AccessPath::paged_list("/admin/realms/{realm}/organizations?briefRepresentation=false", PAGE)
        .with_count_endpoint("/admin/realms/{realm}/organizations/count", &[]),
    // The parameter also finds organizations by their domains.
    AccessPath::paged_list("/admin/realms/{realm}/organizations?briefRepresentation=false&exact=true", PAGE)
        .only_with_filter()
        .with_filters(&[Filter::equals("name", "search").with_phrases().inexact()]),
];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the organization"),
    Column::text("name", "Name of the organization, unique in the realm"),
    Column::text("alias", "Short name of the organization, unique in the realm"),
    Column::bool("enabled", "Whether the organization is enabled"),
    Column::text("description", "Description of the organization; NULL if not set"),
    Column::text("redirect_url", "URL to which users return after sign-up; NULL if not set")
        .from_attribute(&["redirectUrl"]),
    Column::json("domains", "Domains of the organization, an array of objects with `name` and `verified`"),
    Column::map("attributes", "Attributes of the organization, each with an array of values"),
];
