//! The catalogue of Keycloak's Admin REST API: constant declarations of its objects with their access paths
//! ([`objects`]) and of how requests are authorised ([`auth`]). They describe Keycloak 26.4 to 26.7.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod auth;
mod coverage;
pub mod objects;

pub use coverage::NO_TABLES;

use fdw_engine::catalogue::Catalogue;
use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::pagination::{LastPage, OrderFormat, PageFormat};
use fdw_engine::catalogue::retry::RetryPolicy;

/// The catalogue of Keycloak's Admin REST API.
pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Keycloak",
    fdw_name: "KeycloakFdw",
    profile: None,
    base_url: &auth::BASE_URL,
    endpoint_options: &auth::REALMS,
    write_switches: &[],
    auth: auth::AUTH,
    // Without this header, Keycloak sends errors as HTML.
    headers: &[("accept", "application/json"), ("user-agent", concat!("keycloak_fdw/", env!("CARGO_PKG_VERSION")))],
    pages: PageFormat {
        limit: "max",
        position: "first",
        first_position: 0,
        // Rows that the client may not see, or that vanish, make a page shorter than requested.
        last_page: LastPage::Empty,
        list: &[],
        omits_empty_list: false,
        total: None,
        // No list has a query parameter for its order, except events, whose order is part of the endpoint.
        order: OrderFormat::Signed("order"),
        counted_page: 1,
        exclude: None,
        capabilities: None,
    },
    extensions: None,
    errors: ErrorFormat {
        messages: &["/error_description", "/errorMessage"],
        codes: &["/error"],
        trace: None,
        unknown_id: UnknownId::Texts(&[
            "User not found",
            "Could not find",
            "Flow not found",
            "Organization not found",
            // Of an identity provider.
            "HTTP 404 Not Found",
        ]),
        // Servers before 26.2 refuse times in milliseconds, and servers before 23 have no lists of children.
        unsupported: &[400, 405],
        hints_by_code: &[],
        hints: &[
            (
                401,
                "check the options base_url, client_id and client_secret, and whether the client has a service account",
            ),
            (403, "the service account of the client needs a role of the client realm-management"),
            (404, "check the options base_url, realm and auth_realm; on some servers, base_url ends in /auth"),
        ],
    },
    retry: RetryPolicy::STANDARD,
    objects: objects::ALL,
};
