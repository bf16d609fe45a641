//! Trusted devices of users. For each user, Clerk returns all active ones in one response.

use super::{OBJECT_TYPE, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "trusted_devices",
    "Active trusted devices that users have enrolled. Clerk returns them for one user at a time, and never the \
     revoked ones.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::unpaged_list("/users/{user_id}/trusted_devices").for_each_parent("user_id", "users")];

const WRITES: Writes = Writes::with_row_id("row_id").with_delete(
    WriteRequest::delete("/users/{user_id}/trusted_devices/{id}").with_note("The deletion revokes the device."),
);

pub const COLUMNS: &[Column] = &[
    users::ROW_ID,
    Column::key("user_id", "Id of the user who enrolled the device (`users.id`)"),
    Column::text("id", "Id of the trusted device"),
    OBJECT_TYPE,
    Column::text("platform", "Operating system of the device: `ios` or `android`"),
    Column::text("app_identifier", "Identifier of the app that enrolled the device"),
    Column::text("name", "Name of the device; NULL if it has none"),
    Column::text("algorithm", "Signature algorithm of the device's key: `ES256`"),
    Column::text("status", "Status of the device: `active` or `revoked`; Clerk lists only active devices"),
    Column::time("created_at", "When the trusted device was created"),
    Column::time("updated_at", "When the trusted device was last updated"),
    Column::time("last_used_at", "When the device was last used; NULL if never"),
    Column::time("revoked_at", "When the device was revoked; NULL if it was not"),
];
