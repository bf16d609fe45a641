//! Devices that users trust. Clerk lists the active ones, for one user at a time, without pages.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "trusted_devices",
    "Devices that users trust: the active ones, which are all that Clerk lists.",
    COLUMNS,
    ACCESS,
);

const ACCESS: &[Access] = &[Access::unpaged("/users/{user_id}/trusted_devices").for_each("user_id", "users")];

pub const COLUMNS: &[Column] = &[
    Column::key("user_id", "Whose it is"),
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("platform", "ios or android"),
    Column::text("app_identifier", "The app on the device"),
    Column::text("name", "The name"),
    Column::text("algorithm", "The algorithm of the device's key"),
    Column::text("status", "active or revoked"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
    Column::time("last_used_at", "When it was used last"),
    Column::time("revoked_at", "When it was revoked"),
];
