//! Roles of users (RFC 7643, section 4.1.2).

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

use super::shared::{FILTER, IS_PRIMARY, USER_ID};
use super::users;

/// Roles of users of a provider that implements RFC 7644.
pub const RFC7644: Object = Object::new(
    "user_roles",
    "Roles of users.",
    &[
        USER_ID,
        Column::text("value", "The role"),
        Column::text("display", "Name of the role"),
        Column::text("type", "Kind of role"),
        IS_PRIMARY,
    ],
    &[
        users::one(ROLES),
        users::list(ROLES).with_filters(&[users::BY_USER, Filter::compared("value", &FILTER, "roles.value")]),
    ],
)
.with_primary_key(&[]);

/// The same of a provider that does not find users by them.
pub const BASIC: Object = RFC7644.with_access_paths(&[users::one(ROLES), users::list(ROLES)]);

const ROLES: &[&str] = &["roles"];
