//! The object `instance_oauth_application_settings`, a table with one row.

use super::SINGLETON_TYPE;
use crate::options;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "instance_oauth_application_settings",
    "Settings of the instance for OAuth applications. The table has one row.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_primary_key(&[])
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/instance/oauth_application_settings")];

const WRITES: Writes =
    Writes::with_row_id("object").with_updates(&[WriteRequest::patch("/instance/oauth_application_settings")
        .with_parameters(&[SETTINGS])
        .with_switch(&options::INSTANCE_WRITES)
        .on_parameters()]);

const SETTINGS: &[Parameter] = &[
    Parameter::of("dynamic_oauth_client_registration").nullable(),
    Parameter::of("default_scopes").nullable(),
    Parameter::of("oauth_jwt_access_tokens").nullable(),
    Parameter::of("client_id_metadata_documents_advertised").nullable(),
    Parameter::of("client_id_metadata_documents_only_allow_pre_registered_clients").nullable(),
    Parameter::of("client_id_metadata_documents_block_implicitly_allowed_clients").nullable(),
];

pub const COLUMNS: &[Column] = &[
    SINGLETON_TYPE,
    Column::bool("dynamic_oauth_client_registration", "Whether OAuth clients can register themselves (RFC 7591)"),
    Column::json("default_scopes", "Default OAuth scopes, an array of strings; NULL for Clerk's own defaults"),
    Column::bool("oauth_jwt_access_tokens", "Whether OAuth access tokens are JWTs; if not, they are opaque"),
    Column::bool(
        "client_id_metadata_documents_advertised",
        "Whether the OAuth server metadata says that Client ID Metadata Documents are supported",
    ),
    Column::bool(
        "client_id_metadata_documents_only_allow_pre_registered_clients",
        "Whether unknown clients with a Client ID Metadata Document are rejected; known ones are still accepted",
    ),
    Column::bool(
        "client_id_metadata_documents_block_implicitly_allowed_clients",
        "Whether clients with a Client ID Metadata Document are rejected unless they were explicitly allowed",
    ),
];
