//! The instance's settings of organizations: one row.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "instance_organization_settings",
    "The instance's settings of organizations: one row.",
    COLUMNS,
    ACCESS,
)
.identified_by(&[]);

const ACCESS: &[Access] = &[Access::single("/instance/organization_settings")];

pub const COLUMNS: &[Column] = &[
    OBJECT_TYPE,
    Column::bool("enabled", "Whether it is enabled"),
    Column::integer("max_allowed_memberships", "Members that an organization may have; 0 for any number"),
    Column::integer("max_allowed_roles", "Roles that there may be"),
    Column::integer("max_role_sets_allowed", "Role sets that there may be"),
    Column::integer("max_allowed_domains", "Domains that an organization may have"),
    Column::integer("max_allowed_permissions", "Without effect"),
    Column::text("creator_role", "The role of who creates an organization"),
    Column::bool("admin_delete_enabled", "Whether its admins may delete it"),
    Column::bool("domains_enabled", "Whether organizations may have domains"),
    Column::bool("slug_disabled", "Whether organizations have no slugs"),
    Column::json("domains_enrollment_modes", "How users may join by a domain"),
    Column::text("domains_default_role", "The role of who joins by a verified domain"),
    Column::text("initial_role_set_key", "The role set of new organizations"),
];
