//! Clerk's Backend API as the engine reads it: what its endpoints and objects are ([`objects`], one file each) and how
//! a request is let in ([`auth`]). It follows Clerk's OpenAPI text of version [`API_VERSION`].

#![no_std]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

extern crate alloc;

pub mod auth;
pub mod objects;

use fdw_engine::catalogue::{Catalogue, ErrorShape, Words};
use fdw_engine::setting::Provider;

/// The version of the API that every request asks for, as header `clerk-api-version`.
pub const API_VERSION: &str = "2026-05-12";

/// Clerk's Backend API.
pub static CLERK: Provider = Provider { catalogue: &CATALOGUE, auth: &auth::ApiKey };

/// What Clerk's Backend API has.
pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Clerk",
    fdw_name: "ClerkFdw",
    api_url: "https://api.clerk.com/v1",
    headers: &[
        ("accept", "application/json"),
        ("clerk-api-version", API_VERSION),
        ("user-agent", concat!("clerk_fdw/", env!("CARGO_PKG_VERSION"))),
    ],
    words: Words {
        limit: "limit",
        offset: "offset",
        cursor: "starting_after",
        order: "order_by",
        total: "total_count",
    },
    errors: ErrorShape {
        list: "errors",
        messages: &["long_message", "message"],
        code: "code",
        trace: "clerk_trace_id",
        unknown_id: "resource_not_found",
        hints: &[
            (401, "check the key that api_key or api_key_id gives"),
            (404, "check api_url, and whether the plan has this feature"),
        ],
    },
    objects: objects::ALL,
};

/// Endpoints that answer to GET and are no table, and why.
#[cfg(feature = "docs")]
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
