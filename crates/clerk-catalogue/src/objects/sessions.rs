//! Sessions of users, which Clerk lists for one user or one client at a time.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "sessions",
    "Sessions of users on their browsers and devices. Clerk lists them for one user or one client at a time; a query \
     without such a condition reads the sessions of each user. Clerk deletes old, inactive sessions from time to time.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/sessions/{id}"),
    AccessPath::paged_list("/sessions?user_id={user_id}&paginated=true", MAX_PAGE)
        .for_each_parent("user_id", "users")
        .with_filters(FILTERS),
    AccessPath::paged_list("/sessions?client_id={client_id}&paginated=true", MAX_PAGE).with_filters(FILTERS),
];

/// Clerk cannot filter by the status `pending`; a query for it reads whole lists, and Postgres checks the qual.
const FILTERS: &[Filter] = &[Filter::equals("status", "status")
    .with_only_values(&["abandoned", "active", "ended", "expired", "removed", "replaced", "revoked"])
    .inexact()];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/sessions")
            .with_parameters(&[&[
                Parameter::of("user_id").required(),
                Parameter::of("last_active_organization_id").named("active_organization_id"),
            ]])
            .with_note("Clerk creates sessions for tests only, so production instances refuse it."),
    )
    .with_updates(&[REVOKE.on_text("status", "revoked")])
    .with_delete(REVOKE);

const REVOKE: WriteRequest = WriteRequest::post("/sessions/{id}/revoke")
    .idempotent()
    .with_note("The user has to sign in again. The session remains a row.");

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the session"),
    OBJECT_TYPE,
    Column::text("user_id", "Id of the user (`users.id`)"),
    Column::text("client_id", "Id of the client, the user's browser or device (`clients.id`)"),
    Column::map(
        "actor",
        "Who impersonates the user: an object whose `sub` is the impersonator's id; NULL if nobody does",
    ),
    Column::text(
        "status",
        "Status of the session: `active`, `pending` (the user has `tasks` to complete), `ended` (the user signed out), \
         `removed` (signed out and removed from the client), `expired`, `abandoned`, `replaced` (by another session) \
         or `revoked` (by the application)",
    ),
    Column::text(
        "last_active_organization_id",
        "Id of the organization that was last active in the session (`organizations.id`); NULL if there is none",
    ),
    Column::time("last_active_at", "When the session was last active"),
    Column::nested("latest_activity", ACTIVITY, "Device and location of the session's latest activity; may be NULL"),
    Column::time("expire_at", "When the session expires"),
    Column::time("abandon_at", "When the session is considered abandoned"),
    Column::time("updated_at", "When the session was last updated"),
    Column::time("created_at", "When the session was created"),
    Column::json(
        "tasks",
        "Tasks that the user has to complete before the session becomes active, an array of objects with `key`; may be \
         NULL",
    ),
];

const ACTIVITY: &[Column] = &[
    OBJECT_TYPE,
    Column::text("id", "Id of the activity"),
    Column::text("device_type", "Type of the device; NULL if unknown"),
    Column::bool("is_mobile", "Whether the device is a mobile device"),
    Column::text("browser_name", "Name of the browser; NULL if unknown"),
    Column::text("browser_version", "Version of the browser; NULL if unknown"),
    Column::text("ip_address", "IP address of the device; NULL if unknown"),
    Column::text("city", "City in which the device was; NULL if unknown"),
    Column::text("country", "Country in which the device was; NULL if unknown"),
];
