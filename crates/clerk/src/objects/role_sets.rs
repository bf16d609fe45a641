//! Role sets: the roles that an organization can give its members.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object =
    Object::new("role_sets", "Role sets: the roles that an organization can give its members.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[
    Access::single("/role_sets/{id}"),
    Access::single("/role_sets/{key}"),
    Access::list("/role_sets", MAX_PAGE)
        .ordered(&[Order::by("created_at")])
        .filtered(&[Filter::contains("name", "query")]),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("name", "The name"),
    Column::text("key", "The key by which code names it"),
    Column::text("description", "What it is for"),
    Column::json("roles", "The roles"),
    Column::nested("default_role", ROLE_SET_ITEM, "The role of new members"),
    Column::nested("creator_role", ROLE_SET_ITEM, "The role of who creates the organization"),
    Column::text("type", "What kind it is"),
    Column::nested("role_set_migration", ROLE_SET_MIGRATION, "The move to another role set that is under way")
        .not_imported(),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];

const ROLE_SET_ITEM: &[Column] = &[
    OBJECT_TYPE,
    Column::text("id", "Its id"),
    Column::text("name", "The name"),
    Column::text("key", "The key by which code names it"),
    Column::text("description", "What it is for"),
    Column::integer("members_count", "How many members there are"),
    Column::bool("has_members", "Whether any member has it"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];

const ROLE_SET_MIGRATION: &[Column] = &[
    OBJECT_TYPE,
    Column::text("id", "Its id"),
    Column::text("organization_id", "The organization"),
    Column::text("instance_id", "The instance"),
    Column::text("source_role_set_id", "The role set that members leave"),
    Column::text("dest_role_set_id", "The role set that members move to"),
    Column::text("trigger_type", "What started it"),
    Column::text("status", "The status"),
    Column::integer("migrated_members", "Members moved so far"),
    Column::map("mappings", "Which role becomes which"),
    Column::time("started_at", "When it started"),
    Column::time("completed_at", "When it was completed"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];
