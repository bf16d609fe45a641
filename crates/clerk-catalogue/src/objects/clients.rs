//! The object `clients`: browsers and devices with their sessions. Clerk has deprecated the list endpoint.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "clients",
    "Clients: the browsers and devices that use the application, with their sessions. Clerk has deprecated the \
     endpoint that lists them and will remove it.",
    COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::single_object("/clients/{id}"), AccessPath::paged_list("/clients?paginated=true", MAX_PAGE)];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the client"),
    OBJECT_TYPE,
    Column::json("session_ids", "Ids of the client's sessions (`sessions.id`), an array of strings"),
    Column::json("sessions", "Sessions of the client, an array of objects like the rows of `sessions`"),
    Column::text("sign_in_id", "Id of the sign-in in progress; NULL if there is none"),
    Column::text("sign_up_id", "Id of the sign-up in progress (`sign_ups.id`); NULL if there is none"),
    Column::text(
        "last_active_session_id",
        "Id of the client's session that was last active (`sessions.id`); NULL if there is none",
    ),
    Column::text(
        "last_authentication_strategy",
        "Method of the last authentication on the client; NULL if there was none",
    ),
    Column::time("updated_at", "When the client was last updated"),
    Column::time("created_at", "When the client was created"),
];
