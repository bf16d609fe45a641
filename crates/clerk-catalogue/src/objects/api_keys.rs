//! The object `api_keys`: API keys of users, organizations and machines. Clerk lists them for one subject at a time.

use super::{MAX_TOKENS, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{LostSecret, Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "api_keys",
    "API keys of users, organizations and machines, including revoked and expired ones but without their secrets. \
     Clerk lists them for one owner at a time, so a query needs a condition on `id` or `subject`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[&["secret"]])
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/api_keys/{id}"),
    AccessPath::paged_list("/api_keys?subject={subject}&include_invalid=true", MAX_TOKENS),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/api_keys")
            .with_parameters(&[
                &[
                    Parameter::of("name").required(),
                    Parameter::of("subject").required(),
                    Parameter::of("type"),
                    Parameter::of("created_by").nullable(),
                ],
                SHARED,
            ])
            .losing(&SECRET)
            .with_note("Clerk's endpoint `GET /api_keys/{apiKeyID}/secret` returns the secret of the new API key."),
    )
    .with_updates(&[
        WriteRequest::patch("/api_keys/{id}").with_parameters(&[&[Parameter::of("subject")], SHARED]).on_parameters(),
        WriteRequest::post("/api_keys/{id}/revoke")
            .with_parameters(&[&[Parameter::of("revocation_reason").nullable()]])
            .idempotent()
            .on_bool("revoked", true),
    ])
    .with_delete(WriteRequest::delete("/api_keys/{id}"));

const SECRET: LostSecret = LostSecret {
    name: "the secret",
    attribute: "secret",
    advice: "create the API key by a request to Clerk's API",
    may_be_lost_with_attrs_alone: false,
};

const SHARED: &[Parameter] = &[
    Parameter::of("description").nullable(),
    Parameter::of("claims").nullable(),
    Parameter::of("scopes"),
    Parameter::of("seconds_until_expiration").nullable(),
];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the API key"),
    OBJECT_TYPE,
    Column::text("type", "Type of the API key, such as `api_key`"),
    Column::text(
        "subject",
        "Id of the owner of the API key, such as a user (`users.id`), organization (`organizations.id`) or machine \
         (`machines.id`)",
    ),
    Column::text("name", "Name of the API key"),
    Column::text("description", "Description of the API key; NULL if it has none"),
    Column::any("claims", "Custom claims of the API key, any JSON value; NULL if it has none"),
    Column::json("scopes", "Scopes granted to the API key, an array of strings"),
    Column::bool("revoked", "Whether the API key has been revoked"),
    Column::text("revocation_reason", "Why the API key was revoked; NULL if it was not or no reason was given"),
    Column::bool("expired", "Whether the API key has expired"),
    Column::time("expiration", "When the API key expires; NULL if it never does"),
    Column::text("created_by", "Id of the user who created the API key (`users.id`); NULL if unknown"),
    Column::time("last_used_at", "When the API key was last used; NULL if never"),
    Column::time("created_at", "When the API key was created"),
    Column::time("updated_at", "When the API key was last updated"),
    // Columns that can only be written.
    Column::number("seconds_until_expiration", "Number of seconds until the API key expires; reads as `expiration`")
        .write_only(),
];
