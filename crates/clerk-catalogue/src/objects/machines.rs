//! Machines: services that authenticate to each other.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "machines",
    "Machines. Each row is a backend service that authenticates to other services with machine-to-machine (M2M) \
     tokens.",
    COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/machines/{id}"),
    AccessPath::paged_list("/machines", MAX_PAGE)
        .with_orders(&[Order::by("created_at")])
        .with_filters(&[Filter::contains("name", "query")]),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the machine"),
    OBJECT_TYPE,
    Column::text("name", "Name of the machine"),
    Column::text("instance_id", "Id of the instance (`instance.id`)"),
    Column::time("created_at", "When the machine was created"),
    Column::time("updated_at", "When the machine was last updated"),
    Column::integer("default_token_ttl", "Default lifetime of the machine's tokens, in seconds"),
    Column::json(
        "scoped_machines",
        "Machines that this machine has access to, an array of objects with the other attributes of this table",
    ),
];
