//! Clients: browsers and devices with their sessions. Clerk has deprecated the list and still serves it.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "clients",
    "Browsers and devices, with their sessions. Deprecated by Clerk, and still served.",
    COLUMNS,
    ACCESS,
);

const ACCESS: &[Access] = &[Access::single("/clients/{id}"), Access::list("/clients?paginated=true", MAX_PAGE)];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::json("session_ids", "The sessions"),
    Column::json("sessions", "The sessions as objects"),
    Column::text("sign_in_id", "The sign-in under way"),
    Column::text("sign_up_id", "The sign-up under way"),
    Column::text("last_active_session_id", "The session that was active last"),
    Column::text("last_authentication_strategy", "How one signed in last"),
    Column::time("updated_at", "When it was changed last"),
    Column::time("created_at", "When it was created"),
];
