//! Sessions of users. Clerk lists them for one user or one client at a time.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "sessions",
    "Sessions of users; Clerk forgets old ones. It lists them for one user or one client at a time.",
    COLUMNS,
    ACCESS,
);

const ACCESS: &[Access] = &[
    Access::single("/sessions/{id}"),
    Access::list("/sessions?user_id={user_id}&paginated=true", MAX_PAGE).for_each("user_id", "users").filtered(FILTERS),
    Access::list("/sessions?client_id={client_id}&paginated=true", MAX_PAGE).filtered(FILTERS),
];

/// A session that is `pending` cannot be asked for by that.
const FILTERS: &[Filter] = &[Filter::equals("status", "status")
    .one_of(&["abandoned", "active", "ended", "expired", "removed", "replaced", "revoked"])
    .inexact()];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("user_id", "The user"),
    Column::text("client_id", "The client"),
    Column::map("actor", "Who acts in the user's place, where somebody does"),
    Column::text("status", "active, revoked, ended, expired, removed, abandoned, replaced or pending"),
    Column::text("last_active_organization_id", "The organization that was active last"),
    Column::time("last_active_at", "When it was active last"),
    Column::nested("latest_activity", ACTIVITY, "The device and place it was used from last"),
    Column::time("expire_at", "When it expires"),
    Column::time("abandon_at", "When it is given up"),
    Column::time("updated_at", "When it was changed last"),
    Column::time("created_at", "When it was created"),
    Column::json("tasks", "What the user has still to do"),
];

const ACTIVITY: &[Column] = &[
    OBJECT_TYPE,
    Column::text("id", "Its id"),
    Column::text("device_type", "The kind of device"),
    Column::bool("is_mobile", "Whether it is a mobile device"),
    Column::text("browser_name", "The browser"),
    Column::text("browser_version", "The browser's version"),
    Column::text("ip_address", "The address it was seen at last"),
    Column::text("city", "Where it was seen last"),
    Column::text("country", "Where it was seen last"),
];
