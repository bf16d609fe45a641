//! The object `domains`: the instance's primary domain and its satellite domains. The endpoint is not paginated.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "domains",
    "Domains of the instance: its primary domain and any satellite domains.",
    COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::unpaged_list("/domains")];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the domain"),
    OBJECT_TYPE,
    Column::text("name", "Domain name; in a development instance it can include a port"),
    Column::bool(
        "is_satellite",
        "Whether the domain is a satellite domain, which shares the sessions of the primary domain; false for the \
         primary domain",
    ),
    Column::text(
        "frontend_api_url",
        "URL of Clerk's Frontend API, which the application's frontend calls, for the domain",
    ),
    Column::text(
        "accounts_portal_url",
        "URL of the Account Portal, Clerk's hosted sign-in pages, for the domain; NULL for satellite domains",
    ),
    Column::text("proxy_url", "URL of the proxy that forwards requests to the Frontend API; NULL if there is none"),
    Column::text("development_origin", "Origin (scheme, host and port) of the application in development"),
    Column::json(
        "cname_targets",
        "DNS CNAME records for the domain, an array of objects with `host`, `value` and `required`; may be NULL",
    ),
];
