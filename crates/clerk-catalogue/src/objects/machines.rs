//! Machines: services that authenticate to each other.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{LostSecret, Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "machines",
    "Machines. Each row is a backend service that authenticates to other services with machine-to-machine (M2M) \
     tokens.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/machines/{id}"),
    AccessPath::paged_list("/machines", MAX_PAGE)
        .with_orders(&[Order::by("created_at")])
        .with_filters(&[Filter::contains("name", "query")]),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/machines")
            .with_parameters(&[&[
                Parameter::of("name").required(),
                Parameter::of("scoped_machine_ids").named("scoped_machines"),
                Parameter::of("default_token_ttl"),
            ]])
            .losing(&SECRET_KEY)
            .with_note(
                "Clerk's endpoint `GET /machines/{machine_id}/secret_key` returns the secret key of the new machine.",
            ),
    )
    .with_updates(&[
        WriteRequest::patch("/machines/{id}")
            .with_parameters(&[&[Parameter::of("name"), Parameter::of("default_token_ttl")]])
            .on_parameters(),
        WriteRequest::post("/machines/{id}/scopes")
            .with_parameters(&[&[Parameter::of("add_machine_id").named("to_machine_id").required()]])
            .on_parameters(),
        WriteRequest::delete("/machines/{id}/scopes/{remove_machine_id}").on_parameters(),
    ])
    .with_delete(WriteRequest::delete("/machines/{id}"));

const SECRET_KEY: LostSecret = LostSecret {
    name: "the secret key",
    attribute: "secret_key",
    advice: "create the machine in the Clerk Dashboard",
    may_be_lost_with_attrs_alone: false,
};

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
    // Columns that can only be written.
    Column::json(
        "scoped_machine_ids",
        "Ids of the machines that the new machine has access to (`machines.id`), an array of up to 150 strings (INSERT \
         only)",
    )
    .write_only(),
    Column::text("add_machine_id", "Id of a machine that this machine gets access to (`machines.id`; UPDATE only)")
        .write_only(),
    Column::text("remove_machine_id", "Id of a machine that this machine loses access to (`machines.id`; UPDATE only)")
        .write_only(),
];
