//! Clerk's Backend API as the engine reads it: what its endpoints and objects are ([`objects`], one file each) and how
//! requests are authorised ([`auth`]). It follows Clerk's OpenAPI text of version [`API_VERSION`].

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod auth;
pub mod objects;

use fdw_engine::catalogue::Catalogue;
use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::pagination::{LastPage, OrderFormat, PageFormat};
use fdw_engine::catalogue::retry::RetryPolicy;

/// The version of the API that every request asks for, as header `clerk-api-version`.
pub const API_VERSION: &str = "2026-05-12";

/// The catalogue of Clerk's Backend API.
pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Clerk",
    fdw_name: "ClerkFdw",
    base_url: &auth::API_URL,
    path_options: &[],
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
            (401, "check the key that api_key or api_key_id gives"),
            (404, "check api_url, and whether the plan has this feature"),
        ],
    },
    retry: RetryPolicy::STANDARD,
    objects: objects::ALL,
};

/// Endpoints that answer to GET and are no table, and why.
pub const NO_TABLES: &[(&str, &str)] = &[
    ("/public/interstitial", "is a page of markup, not data"),
    ("/users/{user_id}/oauth_access_tokens/{provider}", "gives access tokens, which are secrets"),
    ("/machines/{machine_id}/secret_key", "gives a secret"),
    ("/api_keys/{apiKeyID}/secret", "gives a secret"),
    ("/templates/{template_type}/{slug}", "gives one row of templates, by two keys; the list of them is short"),
    (
        "/organizations/{organization_id}/invitations",
        "gives the rows of organization_invitations, but for those that \
      a domain of the organization made",
    ),
    ("/organizations/{organization_id}/invitations/pending", "gives a part of the same, and is deprecated by Clerk"),
    ("/organizations/{organization_id}/invitations/{invitation_id}", "gives one row of the same, by two keys"),
    (
        "/organizations/{organization_id}/domains",
        "gives rows of organization_domains, which answers the condition on \
      organization_id itself",
    ),
];
