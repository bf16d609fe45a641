//! Machine-to-machine (M2M) tokens, without their values. Clerk lists the tokens of one machine at a time.

use super::{MAX_TOKENS, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "m2m_tokens",
    "Machine-to-machine (M2M) tokens in the opaque format, including revoked and expired ones but without the token \
     values. Clerk lists them for one machine at a time. It does not store tokens in JWT format.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[&["token"]])
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::paged_list("/m2m_tokens?subject={subject}&revoked=true&expired=true", MAX_TOKENS)
        .with_list_at(&["m2m_tokens"])
        .for_each_parent("subject", "machines")];

const WRITES: Writes = Writes::with_row_id("id").with_updates(&[REVOKE.on_bool("revoked", true)]).with_delete(REVOKE);

const REVOKE: WriteRequest = WriteRequest::post("/m2m_tokens/{id}/revoke")
    .with_parameters(&[&[Parameter::of("revocation_reason").nullable()]])
    .idempotent()
    .with_note("The revoked token remains a row.");

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the token"),
    OBJECT_TYPE,
    Column::text("subject", "Id of the machine that the token belongs to (`machines.id`)"),
    Column::any("claims", "Custom claims of the token, any JSON value; NULL if it has none"),
    Column::json("scopes", "Ids of the machines that the token gives access to (`machines.id`), an array of strings"),
    Column::bool("revoked", "Whether the token has been revoked"),
    Column::text("revocation_reason", "Why the token was revoked; NULL if it was not or no reason was given"),
    Column::bool("expired", "Whether the token has expired"),
    Column::time("expiration", "When the token expires; NULL if it never does"),
    Column::time("last_used_at", "When the token was last used; NULL if never"),
    Column::time("created_at", "When the token was created"),
    Column::time("updated_at", "When the token was last updated"),
];
