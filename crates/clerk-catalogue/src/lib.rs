//! The catalogue of Clerk's Backend API: constant declarations of its objects with their access paths ([`objects`]) and
//! of how requests are authorised ([`auth`]). They follow version [`API_VERSION`] of Clerk's OpenAPI document.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod auth;
pub mod objects;
pub mod options;

use fdw_engine::catalogue::Catalogue;
use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::pagination::{LastPage, OrderFormat, PageFormat};
use fdw_engine::catalogue::retry::RetryPolicy;

/// Version of the API, which every request names in the header `clerk-api-version`.
pub const API_VERSION: &str = "2026-05-12";

/// The catalogue of Clerk's Backend API.
pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Clerk",
    fdw_name: "ClerkFdw",
    base_url: &auth::API_URL,
    endpoint_options: &[],
    write_switches: &[options::BILLING_WRITES, options::INSTANCE_WRITES],
    auth: auth::AUTH,
    headers: &[
        ("accept", "application/json"),
        ("clerk-api-version", API_VERSION),
        ("user-agent", concat!("clerk_fdw/", env!("CARGO_PKG_VERSION"))),
    ],
    pages: PageFormat {
        limit: "limit",
        position: "offset",
        first_position: 0,
        last_page: LastPage::Short,
        list: &["data"],
        omits_empty_list: false,
        total: Some(&["total_count"]),
        order: OrderFormat::Signed("order_by"),
    },
    errors: ErrorFormat {
        messages: &["/errors/0/long_message", "/errors/0/message"],
        codes: &["/errors/0/code"],
        trace: Some("/clerk_trace_id"),
        unknown_id: UnknownId::Codes(&["resource_not_found"]),
        hints: &[
            (401, "check the secret key that the option api_key or api_key_id supplies"),
            (404, "check the option api_url, and whether your Clerk plan includes this feature"),
        ],
    },
    retry: RetryPolicy::STANDARD,
    objects: objects::ALL,
};

/// Endpoints with the method GET that no object reads, each with the reason: sentences whose subject is the endpoint.
pub const NO_TABLES: &[(&str, &str)] = &[
    ("/public/interstitial", "Returns a web page rather than data."),
    ("/users/{user_id}/oauth_access_tokens/{provider}", "Returns access tokens, which are secrets."),
    ("/machines/{machine_id}/secret_key", "Returns a secret key."),
    ("/api_keys/{apiKeyID}/secret", "Returns the secret of an API key."),
    (
        "/templates/{template_type}/{slug}",
        "Returns one row of `templates` for two key values. The list of templates is short enough to be read instead.",
    ),
    (
        "/organizations/{organization_id}/invitations",
        "Returns rows of `organization_invitations`, but omits the invitations that result from a domain of the \
         organization.",
    ),
    (
        "/organizations/{organization_id}/invitations/pending",
        "Returns pending invitations only, and omits those that result from a domain. Deprecated by Clerk.",
    ),
    (
        "/organizations/{organization_id}/invitations/{invitation_id}",
        "Returns one row of `organization_invitations` for two key values.",
    ),
    (
        "/organizations/{organization_id}/domains",
        "Returns rows of `organization_domains`, whose own endpoint can filter by `organization_id`.",
    ),
];
