//! The object `api_keys`: API keys of users, organizations and machines. Clerk lists them for one subject at a time.

use super::{MAX_TOKENS, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "api_keys",
    "API keys of users, organizations and machines, including revoked and expired ones but without their secrets. \
     Clerk lists them for one owner at a time, so a query needs a condition on `id` or `subject`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[&["secret"]]);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/api_keys/{id}"),
    AccessPath::paged_list("/api_keys?subject={subject}&include_invalid=true", MAX_TOKENS),
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
];
