//! Roles of members in organizations.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "organization_roles",
    "Roles that members of organizations can have, each with its permissions.",
    COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/organization_roles/{id}"),
    AccessPath::paged_list("/organization_roles", MAX_PAGE)
        .with_orders(&[Order::by("created_at")])
        .with_filters(&[Filter::contains("name", "query"), Filter::contains("key", "query")]),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the role"),
    OBJECT_TYPE,
    Column::text("name", "Name of the role"),
    Column::text("key", "Key that identifies the role in code, such as `org:admin`; unique in the instance"),
    Column::text("description", "Description of the role; NULL if it has none"),
    Column::bool("is_creator_eligible", "Whether the role can be given to the creators of organizations"),
    Column::json(
        "permissions",
        "Permissions of the role, an array of objects like the rows of `organization_permissions`",
    ),
    Column::time("created_at", "When the role was created"),
    Column::time("updated_at", "When the role was last updated"),
];
