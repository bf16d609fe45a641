//! The catalogue of Clerk's Backend API: constant declarations of its objects with their access paths and writes
//! ([`objects`]) and of how requests are authorised ([`auth`]). They follow version [`API_VERSION`] of Clerk's OpenAPI
//! document. [`NO_TABLES`] and [`NOT_WRITTEN`] are its endpoints that no object uses.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod auth;
mod coverage;
pub mod objects;
pub mod options;

pub use coverage::{NO_TABLES, NOT_WRITTEN};

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
    profile: None,
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
        counted_page: 1,
        exclude: None,
        capabilities: None,
    },
    extensions: None,
    errors: ErrorFormat {
        messages: &["/errors/0/long_message", "/errors/0/message"],
        codes: &["/errors/0/code"],
        trace: Some("/clerk_trace_id"),
        unknown_id: UnknownId::Codes(&["resource_not_found"]),
        unsupported: &[],
        hints_by_code: &[],
        hints: &[
            (401, "check the secret key that the option api_key or api_key_id supplies"),
            (404, "check the option api_url, and whether your Clerk plan includes this feature"),
        ],
    },
    retry: RetryPolicy::STANDARD,
    objects: objects::ALL,
};
