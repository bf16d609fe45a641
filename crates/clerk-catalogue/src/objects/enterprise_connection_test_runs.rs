//! The object `enterprise_connection_test_runs`: test runs of enterprise connections, without the tokens they exchange.

use super::MAX_PAGE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "enterprise_connection_test_runs",
    "Test runs of enterprise connections, for debugging. The tokens that a run received are left out. Clerk lists the \
     runs for one connection at a time.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[&["oauth", "access_token"], &["oauth", "id_token"]]);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::paged_list("/enterprise_connections/{enterprise_connection_id}/test_runs", MAX_PAGE)
        .for_each_parent("enterprise_connection_id", "enterprise_connections")
        .with_filters(&[Filter::equals("status", "status")
            .with_only_values(&["pending", "success", "failed"])
            .with_max_values(3)])];

pub const COLUMNS: &[Column] = &[
    Column::key(
        "enterprise_connection_id",
        "Id of the enterprise connection that was tested (`enterprise_connections.id`)",
    ),
    Column::text("id", "Id of the test run"),
    Column::text("status", "Status of the test run: `pending`, `success` or `failed`"),
    Column::text("connection_type", "Type of the tested connection: `saml` or `oauth`"),
    Column::nested(
        "parsed_user_info",
        PARSED_USER_INFO,
        "User data read from the identity provider's response; may be NULL",
    ),
    Column::json(
        "logs",
        "Log entries of the test run, an array of objects with `level`, `code`, `short_message` and `message`",
    ),
    Column::nested("saml", SAML, "SAML messages of the test run; NULL unless the connection uses SAML"),
    Column::nested(
        "oauth",
        OAUTH,
        "OAuth data of the test run, without its tokens; NULL unless the connection uses OpenID Connect",
    ),
    Column::time("created_at", "When the test run was created"),
];

const PARSED_USER_INFO: &[Column] = &[
    Column::text("email_address", "E-mail address in the identity provider's response"),
    Column::text("first_name", "First name in the identity provider's response"),
    Column::text("last_name", "Last name in the identity provider's response"),
    Column::text("user_id", "Id of the user at the identity provider"),
];

const SAML: &[Column] = &[
    Column::text("saml_request", "SAML request that Clerk sent"),
    Column::text("saml_response", "SAML response that the identity provider returned"),
    Column::text("relay_state", "SAML relay state, which the identity provider returns unchanged"),
];

const OAUTH: &[Column] = &[Column::text("user_info", "User information that the provider returned, as text")];
