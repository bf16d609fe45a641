//! The object `instance_organization_settings`, a table with one row.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "instance_organization_settings",
    "Settings of the instance for organizations. The table has one row.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[]);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/instance/organization_settings")];

pub const COLUMNS: &[Column] = &[
    OBJECT_TYPE,
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
];
