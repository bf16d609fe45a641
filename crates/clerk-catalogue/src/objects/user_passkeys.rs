//! Passkeys of users: rows embedded in users.

use super::{OBJECT_TYPE, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "user_passkeys",
    "Passkeys of users. Each row is an element of a user's `passkeys`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] =
    &[users::one(&["passkeys"]), users::list(&["passkeys"]).with_filters(users::BY_USER)];

const WRITES: Writes = Writes::with_row_id("row_id").with_delete(
    WriteRequest::delete("/users/{user_id}/passkeys/{id}").with_note("Clerk tells the user of the deletion by e-mail."),
);

pub const COLUMNS: &[Column] = &[
    users::ROW_ID,
    Column::key("user_id", "Id of the user who has the passkey (`users.id`)"),
    Column::text("id", "Id of the passkey"),
    OBJECT_TYPE,
    Column::text("name", "Name of the passkey"),
    Column::time("last_used_at", "When the passkey was last used"),
    Column::nested("verification", VERIFICATION, "Verification of the passkey; NULL if there is none"),
];

const VERIFICATION: &[Column] = &[
    OBJECT_TYPE,
    Column::text("status", "Status of the verification: `verified`"),
    Column::text("strategy", "Method of the verification: `passkey`"),
    Column::text("nonce", "Nonce of the verification's challenge; may be NULL"),
    Column::text("message", "Message that the passkey signs as proof; may be NULL"),
    Column::integer("attempts", "Number of verification attempts so far; may be NULL"),
    Column::time("expire_at", "When the verification expires; may be NULL"),
    Column::text(
        "verified_at_client",
        "Id of the client on which the verification was completed (`clients.id`); may be NULL",
    ),
];
