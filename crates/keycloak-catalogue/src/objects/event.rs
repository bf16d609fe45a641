//! Events of users: sign-ins, sign-outs and others, and failed attempts.

use super::{EVENTS_CONFIG, PAGE, VIEW_EVENTS};
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::{Object, Recording};

pub const OBJECT: Object = Object::new(
    "event",
    "Events of users, such as sign-ins and failed attempts. Keycloak records them only if the realm saves user events, and \
     returns an empty list otherwise.",
    COLUMNS,
    ACCESS_PATHS,
)
.recorded_if(Recording {
    endpoint: EVENTS_CONFIG,
    attribute: &["eventsEnabled"],
    advice: "switch on \"Save events\" for user events in the settings of the realm",
})
.with_needed_permission(VIEW_EVENTS);

/// Oldest first, so that new events are added at the end.
const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list("/admin/realms/{realm}/events?direction=asc", PAGE)
    .with_filters(&[
        Filter::equals("type", "type").with_only_values(TYPES),
        Filter::equals("client_id", "client"),
        Filter::equals("user_id", "user"),
        Filter::equals("ip_address", "ipAddress"),
        Filter::after("time", "dateFrom"),
        Filter::before("time", "dateTo"),
    ])];

/// Types that all versions have. Keycloak answers a type that it does not know with the status 500, so others stay local.
const TYPES: &[&str] = &[
    "LOGIN",
    "LOGIN_ERROR",
    "LOGOUT",
    "LOGOUT_ERROR",
    "REGISTER",
    "REGISTER_ERROR",
    "CODE_TO_TOKEN",
    "CODE_TO_TOKEN_ERROR",
    "CLIENT_LOGIN",
    "CLIENT_LOGIN_ERROR",
    "REFRESH_TOKEN",
    "REFRESH_TOKEN_ERROR",
    "UPDATE_PROFILE",
    "UPDATE_PROFILE_ERROR",
    "UPDATE_EMAIL",
    "UPDATE_EMAIL_ERROR",
    "VERIFY_EMAIL",
    "VERIFY_EMAIL_ERROR",
    "RESET_PASSWORD",
    "RESET_PASSWORD_ERROR",
    "SEND_RESET_PASSWORD",
    "SEND_RESET_PASSWORD_ERROR",
    "IMPERSONATE",
    "IMPERSONATE_ERROR",
    "UPDATE_PASSWORD",
    "UPDATE_PASSWORD_ERROR",
    "UPDATE_TOTP",
    "UPDATE_TOTP_ERROR",
    "REMOVE_TOTP",
    "REMOVE_TOTP_ERROR",
    "GRANT_CONSENT",
    "GRANT_CONSENT_ERROR",
    "UPDATE_CONSENT",
    "UPDATE_CONSENT_ERROR",
    "REVOKE_GRANT",
    "REVOKE_GRANT_ERROR",
    "REMOVE_FEDERATED_IDENTITY",
    "REMOVE_FEDERATED_IDENTITY_ERROR",
    "FEDERATED_IDENTITY_LINK",
    "FEDERATED_IDENTITY_LINK_ERROR",
    "IDENTITY_PROVIDER_LOGIN",
    "IDENTITY_PROVIDER_LOGIN_ERROR",
    "IDENTITY_PROVIDER_FIRST_LOGIN",
    "IDENTITY_PROVIDER_FIRST_LOGIN_ERROR",
    "IDENTITY_PROVIDER_POST_LOGIN",
    "IDENTITY_PROVIDER_POST_LOGIN_ERROR",
    "SEND_VERIFY_EMAIL",
    "SEND_VERIFY_EMAIL_ERROR",
    "CUSTOM_REQUIRED_ACTION",
    "CUSTOM_REQUIRED_ACTION_ERROR",
    "EXECUTE_ACTIONS",
    "EXECUTE_ACTIONS_ERROR",
    "EXECUTE_ACTION_TOKEN",
    "EXECUTE_ACTION_TOKEN_ERROR",
    "TOKEN_EXCHANGE",
    "TOKEN_EXCHANGE_ERROR",
    "USER_INFO_REQUEST",
    "USER_INFO_REQUEST_ERROR",
    "INTROSPECT_TOKEN",
    "INTROSPECT_TOKEN_ERROR",
    "PERMISSION_TOKEN",
    "PERMISSION_TOKEN_ERROR",
    "DELETE_ACCOUNT",
    "DELETE_ACCOUNT_ERROR",
    "RESTART_AUTHENTICATION",
    "RESTART_AUTHENTICATION_ERROR",
];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the event; made of time, type, user, session and client on servers before 26.2")
        .from_source(Source::OrJoined(&["time", "type", "user_id", "session_id", "client_id"])),
    Column::time("time", "When the event occurred"),
    Column::text("type", "Type of the event, such as `LOGIN` or `LOGIN_ERROR`"),
    Column::text("realm_id", "Id of the realm").from_attribute(&["realmId"]),
    Column::text("client_id", "Id of the client as it identifies itself (`client.client_id`); NULL if there is none")
        .from_attribute(&["clientId"]),
    Column::text("user_id", "Id of the user (`user.id`); NULL if there is none").from_attribute(&["userId"]),
    Column::text("session_id", "Id of the session; NULL if there is none").from_attribute(&["sessionId"]),
    Column::text("ip_address", "IP address that the request came from").from_attribute(&["ipAddress"]),
    Column::text("error", "Code of the error; NULL if the event is no error"),
    Column::map("details", "Further details of the event"),
];
