//! Test runs of enterprise connections. The tokens that they exchanged are not shown.

use super::MAX_PAGE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "enterprise_connection_test_runs",
    "Test runs of enterprise connections, without the tokens that they exchanged.",
    COLUMNS,
    ACCESS,
)
.secrets(&[&["oauth", "access_token"], &["oauth", "id_token"]]);

const ACCESS: &[Access] = &[Access::list("/enterprise_connections/{enterprise_connection_id}/test_runs", MAX_PAGE)
    .for_each("enterprise_connection_id", "enterprise_connections")
    .filtered(&[Filter::equals("status", "status").one_of(&["pending", "success", "failed"]).max_values(3)])];

pub const COLUMNS: &[Column] = &[
    Column::key("enterprise_connection_id", "The connection that was tested"),
    Column::text("id", "Its id"),
    Column::text("status", "The status"),
    Column::text("connection_type", "saml or oauth"),
    Column::nested("parsed_user_info", PARSED_USER_INFO, "What was read of the user"),
    Column::json("logs", "What happened"),
    Column::nested("saml", SAML, "What a SAML run exchanged"),
    Column::nested("oauth", OAUTH, "What an OAuth run exchanged, without its tokens"),
    Column::time("created_at", "When it was created"),
];

const PARSED_USER_INFO: &[Column] = &[
    Column::text("email_address", "The e-mail address"),
    Column::text("first_name", "First name"),
    Column::text("last_name", "Last name"),
    Column::text("user_id", "The user"),
];

const SAML: &[Column] = &[
    Column::text("saml_request", "The request"),
    Column::text("saml_response", "The answer"),
    Column::text("relay_state", "What the request passes through"),
];

const OAUTH: &[Column] = &[Column::text("user_info", "What the provider said of the user")];
