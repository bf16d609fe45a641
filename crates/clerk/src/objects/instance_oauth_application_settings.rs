//! The instance's settings of OAuth applications: one row.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "instance_oauth_application_settings",
    "The instance's settings of OAuth applications: one row.",
    COLUMNS,
    ACCESS,
)
.identified_by(&[]);

const ACCESS: &[Access] = &[Access::single("/instance/oauth_application_settings")];

pub const COLUMNS: &[Column] = &[
    OBJECT_TYPE,
    Column::bool("dynamic_oauth_client_registration", "Whether clients may register themselves"),
    Column::json("default_scopes", "Scopes of applications that ask for none"),
    Column::bool("oauth_jwt_access_tokens", "Whether access tokens are JWTs"),
    Column::bool("client_id_metadata_documents_advertised", "Whether client id metadata documents are advertised"),
    Column::bool(
        "client_id_metadata_documents_only_allow_pre_registered_clients",
        "Whether only clients registered before may use them",
    ),
    Column::bool(
        "client_id_metadata_documents_block_implicitly_allowed_clients",
        "Whether clients that nobody registered are blocked",
    ),
];
