//! Permissions, which roles in organizations consist of.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "organization_permissions",
    "Permissions that roles in organizations can include.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/organization_permissions/{id}"),
    AccessPath::paged_list("/organization_permissions", MAX_PAGE)
        .with_orders(&[Order::by("created_at")])
        .with_filters(&[Filter::contains("name", "query"), Filter::contains("key", "query")]),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/organization_permissions")
            .with_parameters(&[&[Parameter::of("name").required(), Parameter::of("key").required()], SHARED]),
    )
    .with_updates(&[WriteRequest::patch("/organization_permissions/{id}")
        .with_parameters(&[&[Parameter::of("name"), Parameter::of("key")], SHARED])
        .with_note("Clerk's predefined permissions cannot be changed.")
        .on_parameters()])
    .with_delete(
        WriteRequest::delete("/organization_permissions/{id}")
            .with_note("Clerk's predefined permissions cannot be deleted."),
    );

const SHARED: &[Parameter] = &[Parameter::of("description")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the permission"),
    OBJECT_TYPE,
    Column::text("name", "Name of the permission"),
    Column::text(
        "key",
        "Key that identifies the permission in code, such as `org:reports:read`; keys of Clerk's predefined \
         permissions begin with `org:sys_`",
    ),
    Column::text("description", "Description of the permission"),
    Column::text("type", "Type of the permission, such as `system` for one predefined by Clerk"),
    Column::time("created_at", "When the permission was created"),
    Column::time("updated_at", "When the permission was last updated"),
];
