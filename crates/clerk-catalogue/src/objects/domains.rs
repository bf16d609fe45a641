//! The object `domains`: the instance's primary domain and its satellite domains. The endpoint is not paginated.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "domains",
    "Domains of the instance: its primary domain and any satellite domains.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::unpaged_list("/domains")];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/domains")
            .with_parameters(&[&[
                Parameter::of("name").required(),
                Parameter::of("is_satellite").required(),
                Parameter::of("proxy_url").nullable(),
            ]])
            .with_note("The new domain must be a satellite domain: `is_satellite` must be true."),
    )
    .with_updates(&[WriteRequest::patch("/domains/{id}")
        .with_parameters(&[&[
            Parameter::of("name").nullable(),
            Parameter::of("proxy_url").nullable(),
            Parameter::of("is_secondary").nullable(),
        ]])
        .with_note(
            "A new name of the primary domain causes downtime if its DNS records and e-mail settings are not ready, \
             and changes the application's default paths. With `proxy_url = null`, Clerk uses DNS again.",
        )
        .on_parameters()])
    .with_delete(WriteRequest::delete("/domains/{id}").with_note("Only satellite domains can be deleted."));

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
    // Columns that can only be written.
    Column::bool(
        "is_secondary",
        "Whether the domain belongs to a secondary application, so that its subdomain is significant (UPDATE only)",
    )
    .write_only(),
];
