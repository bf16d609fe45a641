//! Role sets: collections of roles.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "role_sets",
    "Role sets. Each row is a set of roles that the members of an organization can have if the organization uses it.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/role_sets/{id}"),
    AccessPath::single_object("/role_sets/{key}"),
    AccessPath::paged_list("/role_sets", MAX_PAGE)
        .with_orders(&[Order::by("created_at")])
        .with_filters(&[Filter::contains("name", "query")]),
];

/// Roles are added before the attributes are set, so that one of them can become the default role in the same UPDATE.
const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(WriteRequest::post("/role_sets").with_parameters(&[&[
        Parameter::of("name").required(),
        Parameter::of("key"),
        Parameter::of("description").nullable(),
        Parameter::of("role_keys").named("roles").required(),
        Parameter::of("default_role_key").required(),
        Parameter::of("creator_role_key").required(),
        Parameter::of("type"),
    ]]))
    .with_updates(&[
        WriteRequest::post("/role_sets/{id}/roles")
            .with_parameters(&[&[Parameter::of("add_role_keys").named("role_keys").required()]])
            .on_parameters(),
        WriteRequest::patch("/role_sets/{id}")
            .with_parameters(&[&[
                Parameter::of("name").nullable(),
                Parameter::of("key").nullable(),
                Parameter::of("description").nullable(),
                Parameter::of("type").nullable(),
                Parameter::of("default_role_key").nullable(),
                Parameter::of("creator_role_key").nullable(),
            ]])
            .with_note(
                "`type` can only be set to `initial`. The role set that was the initial one until then becomes a \
                 `custom` one.",
            )
            .on_parameters(),
        WriteRequest::post("/role_sets/{id}/roles/replace")
            .with_parameters(&[&[
                Parameter::of("remove_role_key").named("role_key").required(),
                Parameter::of("replacement_role_key").named("to_role_key").required(),
            ]])
            .with_note("The members who had the removed role get the other one.")
            .on_parameters(),
        WriteRequest::post("/role_sets/{id}/replace")
            .with_parameters(&[&[
                Parameter::of("replacement_role_set_key").named("dest_role_set_key").required(),
                Parameter::of("role_reassignments").named("reassignment_mappings"),
            ]])
            .with_note("Clerk moves the organizations to the other role set and deletes this one.")
            .on_parameters(),
    ]);

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the role set"),
    OBJECT_TYPE,
    Column::text("name", "Name of the role set"),
    Column::text("key", "Key that identifies the role set in code, such as `role_set:default`; unique in the instance"),
    Column::text("description", "Description of the role set; NULL if it has none"),
    Column::json("roles", "Roles in the role set, an array of objects with the attributes of `default_role`"),
    Column::nested("default_role", ROLE_SET_ITEM, "Role that new members of an organization get; may be NULL"),
    Column::nested("creator_role", ROLE_SET_ITEM, "Role that the creator of an organization gets; may be NULL"),
    Column::text("type", "Type of the role set: `initial` (new organizations get it) or `custom`"),
    Column::nested(
        "role_set_migration",
        ROLE_SET_MIGRATION,
        "Migration to another role set; NULL unless one is enqueued or in progress",
    )
    .not_imported(),
    Column::time("created_at", "When the role set was created"),
    Column::time("updated_at", "When the role set was last updated"),
    // Columns that can only be written.
    Column::json(
        "role_keys",
        "Keys of the roles in a new role set (`organization_roles.key`), an array of 1 to 10 strings (INSERT only)",
    )
    .write_only(),
    Column::json("add_role_keys", "Keys of roles that the role set gets, an array of 1 to 10 strings (UPDATE only)")
        .write_only(),
    Column::text("remove_role_key", "Key of a role that `replacement_role_key` replaces (UPDATE only)").write_only(),
    Column::text("replacement_role_key", "Key of the role that replaces `remove_role_key` (UPDATE only)").write_only(),
    Column::text(
        "replacement_role_set_key",
        "Key of the role set that replaces this one (`role_sets.key`), which Clerk then deletes (UPDATE only)",
    )
    .write_only(),
    Column::json(
        "role_reassignments",
        "Keys of roles and of the roles that replace them in the other role set, an object (UPDATE only)",
    )
    .write_only(),
];

const ROLE_SET_ITEM: &[Column] = &[
    OBJECT_TYPE,
    Column::text("id", "Id of the role (`organization_roles.id`)"),
    Column::text("name", "Name of the role"),
    Column::text("key", "Key of the role (`organization_roles.key`)"),
    Column::text("description", "Description of the role; NULL if it has none"),
    Column::integer("members_count", "Number of members who have the role through the role set; may be NULL"),
    Column::bool("has_members", "Whether any member has the role through the role set; may be NULL"),
    Column::time("created_at", "When the role was created"),
    Column::time("updated_at", "When the role was last updated"),
];

const ROLE_SET_MIGRATION: &[Column] = &[
    OBJECT_TYPE,
    Column::text("id", "Id of the migration"),
    Column::text(
        "organization_id",
        "Id of the only organization whose members are migrated (`organizations.id`); NULL if there is no such limit",
    ),
    Column::text("instance_id", "Id of the instance (`instance.id`)"),
    Column::text("source_role_set_id", "Id of the role set that members leave (`role_sets.id`)"),
    Column::text("dest_role_set_id", "Id of the role set that members move to (`role_sets.id`); may be NULL"),
    Column::text("trigger_type", "Cause of the migration, such as `role_set_deletion` or `role_removal`"),
    Column::text("status", "Status of the migration, such as `enqueued`, `in_progress` or `completed`"),
    Column::integer("migrated_members", "Number of members migrated so far"),
    Column::map("mappings", "Map from the key of each old role to the key of the new role; may be NULL"),
    Column::time("started_at", "When the migration started; NULL if it did not"),
    Column::time("completed_at", "When the migration was completed; NULL if it was not"),
    Column::time("created_at", "When the migration was created"),
    Column::time("updated_at", "When the migration was last updated"),
];
