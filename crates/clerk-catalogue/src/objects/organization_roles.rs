//! Roles of members in organizations.

use super::{MAX_PAGE, OBJECT_TYPE, joined};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "organization_roles",
    "Roles that members of organizations can have, each with its permissions.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/organization_roles/{id}"),
    AccessPath::paged_list("/organization_roles", MAX_PAGE)
        .with_orders(&[Order::by("created_at")])
        .with_filters(&[Filter::contains("name", "query"), Filter::contains("key", "query")]),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(WriteRequest::post("/organization_roles").with_parameters(&[
        &[
            Parameter::of("name").required(),
            Parameter::of("key").required(),
            Parameter::of("include_in_initial_role_set").nullable(),
        ],
        SHARED,
    ]))
    .with_updates(&[
        WriteRequest::patch("/organization_roles/{id}")
            .with_parameters(&[&[Parameter::of("name").nullable(), Parameter::of("key").nullable()], SHARED])
            .with_note(
                "`permission_ids` replaces the permissions of the role. A new key also changes the settings that name \
                 the role by its key.",
            )
            .on_parameters(),
        WriteRequest::post("/organization_roles/{id}/permissions/{add_permission_id}").idempotent().on_parameters(),
        WriteRequest::delete("/organization_roles/{id}/permissions/{remove_permission_id}").on_parameters(),
    ])
    .with_delete(
        WriteRequest::delete("/organization_roles/{id}")
            .with_note("Clerk refuses the deletion while members, invitations or settings use the role."),
    );

const SHARED: &[Parameter] =
    &[Parameter::of("description").nullable(), Parameter::of("permission_ids").named("permissions").nullable()];

/// The columns that can be read, also used where a role is a nested object.
pub const READABLE: &[Column] = &[
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

const COLUMNS: &[Column] = &joined::<{ READABLE.len() + 4 }>(&[
    READABLE,
    &[
        Column::json(
            "permission_ids",
            "Ids of all permissions of the role (`organization_permissions.id`), an array of strings",
        )
        .write_only(),
        Column::text("add_permission_id", "Id of a permission that the role gets (`organization_permissions.id`)")
            .write_only(),
        Column::text("remove_permission_id", "Id of a permission that the role loses (`organization_permissions.id`)")
            .write_only(),
        Column::bool("include_in_initial_role_set", "Whether the initial role set gets the new role").write_only(),
    ],
]);
