//! Groups of the realm, at every level.

use super::{PAGE, VIEW_USERS};
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::{AttributePath, Object};

pub const OBJECT: Object = Object::new(
    "group",
    "Groups of the realm, at every level. The children of each group are read by a request of their own.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_needed_permission(VIEW_USERS);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/admin/realms/{realm}/groups/{id}"),
    AccessPath::paged_list("/admin/realms/{realm}/groups/{parent_id}/children?briefRepresentation=false", PAGE),
    AccessPath::paged_list("/admin/realms/{realm}/groups?briefRepresentation=false", PAGE)
        .with_children("/admin/realms/{realm}/groups/{id}/children?briefRepresentation=false", &["subGroupCount"])
        .with_nested_rows(NESTED)
        .with_count_endpoint("/admin/realms/{realm}/groups/count", &["count"]),
    AccessPath::unpaged_list(EXACT).only_with_filter().with_nested_rows(NESTED).with_filters(&[Filter::equals(
        "name", "search",
    )
    .with_phrases()
    .inexact()]),
    AccessPath::unpaged_list(SEARCH).only_with_filter().with_nested_rows(NESTED).with_filters(&[
        Filter::contains_any_case("name", "search"),
        // A name can contain slashes, so the group at a path is not the only one with this path.
        Filter::last_name_contains("path", "search"),
    ]),
];

/// Groups at every level whose name contains a text, each as an element of the list, without the groups above it. They are
/// read as a whole, because servers before 22 divide the matches into pages, but return the groups above them.
const SEARCH: &str = "/admin/realms/{realm}/groups?briefRepresentation=false&max=-1&populateHierarchy=false";

/// Groups at every level that have a name.
const EXACT: &str = "/admin/realms/{realm}/groups?briefRepresentation=false&exact=true&max=-1&populateHierarchy=false";

/// Servers before 23 return children inside their parent. They do not report the number of children, and have no lists of
/// them.
const NESTED: AttributePath = &["subGroups"];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the group"),
    Column::text("name", "Name of the group, unique among the children of its parent"),
    Column::text("path", "Path of the group: the names of its parents and its own, each after a slash"),
    Column::text("parent_id", "Id of the parent group (`group.id`); NULL at the top level")
        .from_source(Source::KeyOr(&["parentId"])),
    Column::text("description", "Description of the group; NULL if not set"),
    Column::integer("sub_group_count", "Number of children of the group").from_attribute(&["subGroupCount"]),
    Column::map("attributes", "Attributes of the group, each with an array of values"),
    Column::json("realm_roles", "Names of the realm roles that members get, an array").from_attribute(&["realmRoles"]),
    Column::map("client_roles", "Names of the client roles that members get, an array for each client")
        .from_attribute(&["clientRoles"]),
];
