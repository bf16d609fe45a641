//! The object `instance_organization_settings`, a table with one row.

use super::SINGLETON_TYPE;
use crate::options;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "instance_organization_settings",
    "Settings of the instance for organizations. The table has one row.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[])
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/instance/organization_settings")];

const WRITES: Writes =
    Writes::with_row_id("object").with_updates(&[WriteRequest::patch("/instance/organization_settings")
        .with_parameters(&[SETTINGS])
        .with_switch(&options::INSTANCE_WRITES)
        .on_parameters()]);

const SETTINGS: &[Parameter] = &[
    Parameter::of("enabled").nullable(),
    Parameter::of("max_allowed_memberships").nullable(),
    Parameter::of("admin_delete_enabled").nullable(),
    Parameter::of("domains_enabled").nullable(),
    Parameter::of("slug_disabled").nullable(),
    Parameter::of("domains_enrollment_modes"),
    Parameter::of("creator_role_id").nullable(),
    Parameter::of("domains_default_role_id").nullable(),
];

pub const COLUMNS: &[Column] = &[
    SINGLETON_TYPE,
    Column::bool("enabled", "Whether organizations are enabled"),
    Column::integer("max_allowed_memberships", "Maximum number of members of each organization; 0 means unlimited"),
    Column::integer("max_allowed_roles", "Maximum number of roles"),
    Column::integer("max_role_sets_allowed", "Maximum number of role sets"),
    Column::integer("max_allowed_domains", "Maximum number of domains of each organization"),
    Column::integer(
        "max_allowed_permissions",
        "Without effect, because permissions are unlimited; deprecated by Clerk",
    ),
    Column::text("creator_role", "Key of the role that the creator of an organization gets (`organization_roles.key`)"),
    Column::bool(
        "admin_delete_enabled",
        "Default for whether admins may delete their organization through Clerk's Frontend API",
    ),
    Column::bool("domains_enabled", "Whether organizations can have domains"),
    Column::bool("slug_disabled", "Whether organization slugs, which are names in URLs, are disabled"),
    Column::json(
        "domains_enrollment_modes",
        "Enrollment modes that organization domains can have, an array: `manual_invitation`, `automatic_invitation`, \
         `automatic_suggestion`",
    ),
    Column::text(
        "domains_default_role",
        "Key of the role of users who join by the domain of their e-mail address (`organization_roles.key`)",
    ),
    Column::text(
        "initial_role_set_key",
        "Key of the role set that new organizations get (`role_sets.key`); may be NULL",
    ),
    // Columns that can only be written.
    Column::text(
        "creator_role_id",
        "Id of the role that the creator of an organization gets (`organization_roles.id`); reads as `creator_role`",
    )
    .write_only(),
    Column::text(
        "domains_default_role_id",
        "Id of the role of users who join by their e-mail domain (`organization_roles.id`); reads as \
         `domains_default_role`",
    )
    .write_only(),
];
