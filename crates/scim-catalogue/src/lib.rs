//! The catalogues of SCIM 2.0 (RFC 7643 and RFC 7644): constant declarations of its objects with their access paths
//! ([`objects`]) and of the options of a server ([`options`]). There is a catalogue for each profile: what a provider
//! supports of the protocol.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod coverage;
pub mod objects;
pub mod options;

pub use coverage::{NO_COLUMNS, NO_TABLES};

use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::extensions::Extensions;
use fdw_engine::catalogue::pagination::{Capabilities, LastPage, OrderFormat, PageFormat};
use fdw_engine::catalogue::retry::RetryPolicy;
use fdw_engine::catalogue::{Catalogue, Object};
use fdw_engine::host::Host;
use fdw_engine::request::settings::{OptionError, OptionReader};

/// Maximum page size in rows. Providers return fewer rows if their own maximum is smaller.
pub const MAX_PAGE: u16 = 1000;

/// The profile of providers that implement RFC 7644.
pub static RFC7644: Catalogue = of_provider(objects::RFC7644);

/// The profile of providers that implement RFC 7644, but filter by names alone.
pub static BASIC: Catalogue = of_provider(objects::BASIC);

/// A catalogue of providers that implement RFC 7644, with these objects.
const fn of_provider(objects: &'static [Object]) -> Catalogue {
    Catalogue {
        provider: "the SCIM provider",
        fdw_name: "ScimFdw",
        profile: Some(&options::PROFILE),
        base_url: &options::BASE_URL,
        endpoint_options: &[],
        write_switches: &[],
        auth: options::AUTH,
        headers: &[ACCEPT, USER_AGENT],
        pages: PageFormat {
            exclude: Some("excludedAttributes"),
            capabilities: Some(&Capabilities {
                endpoint: "/ServiceProviderConfig",
                sorts: &["sort", "supported"],
                unique_key: "id",
                has_cursors: &["pagination", "cursor"],
                cursor: "cursor",
                next: &["nextCursor"],
            }),
            ..PAGES
        },
        extensions: Some(EXTENSIONS),
        errors: ErrorFormat {
            messages: &["/detail", "/message"],
            codes: &["/scimType"],
            trace: None,
            hints: &[
                (401, "check the options bearer_token and bearer_token_id"),
                (403, "the token may not read this; check what the provider permits its owner"),
                (404, "check the option base_url; it ends before /Users"),
                (415, "Contentful needs the option profile 'contentful'"),
            ],
            ..ERRORS
        },
        retry: RetryPolicy::STANDARD,
        objects,
    }
}

/// The profile of Contentful, which documents a part of the protocol. Its documentation promises neither sorting nor
/// excluded attributes, nor a description of what it supports, and filters on two attributes only.
pub static CONTENTFUL: Catalogue = Catalogue {
    provider: "Contentful",
    fdw_name: "ScimFdw",
    profile: Some(&options::PROFILE),
    base_url: &options::BASE_URL,
    endpoint_options: &[],
    write_switches: &[],
    auth: options::AUTH,
    // Contentful expects a content type on all requests.
    headers: &[ACCEPT, USER_AGENT, ("content-type", "application/scim+json")],
    pages: PAGES,
    extensions: Some(EXTENSIONS),
    errors: ErrorFormat {
        // SCIM's form, and that of Contentful's other APIs.
        messages: &["/detail", "/message"],
        codes: &["/scimType", "/sys/id"],
        trace: Some("/requestId"),
        hints: &[
            (401, "check the options bearer_token and bearer_token_id; the token is one of the Content Management API"),
            (403, "the token's owner must be an owner or admin of the organization, whose plan must include SCIM"),
            (404, "check the options org_id and base_url, and whether the organization's plan includes SCIM"),
        ],
        ..ERRORS
    },
    // Seven requests a second are allowed. The second header says when the second is over.
    retry: RetryPolicy { wait_headers: &["retry-after", "x-contentful-ratelimit-reset"], ..RetryPolicy::STANDARD },
    objects: objects::CONTENTFUL,
};

const ACCEPT: (&str, &str) = ("accept", "application/scim+json,application/json");

const USER_AGENT: (&str, &str) = ("user-agent", concat!("scim_fdw/", env!("CARGO_PKG_VERSION")));

/// How lists are paged (RFC 7644, section 3.4.2.4), without what is optional.
const PAGES: PageFormat = PageFormat {
    limit: "count",
    position: "startIndex",
    first_position: 1,
    // The page size is an upper bound.
    last_page: LastPage::Empty,
    list: &["Resources"],
    omits_empty_list: true,
    total: Some(&["totalResults"]),
    order: OrderFormat::Separate {
        key: "sortBy",
        direction: "sortOrder",
        ascending: "ascending",
        descending: "descending",
    },
    counted_page: 0,
    exclude: None,
    capabilities: None,
};

/// Errors (RFC 7644, section 3.12), without what differs between the profiles.
const ERRORS: ErrorFormat = ErrorFormat {
    messages: &[],
    codes: &[],
    trace: None,
    unknown_id: UnknownId::StatusIfListExists,
    // Filters and parameters that the provider does not support, and filters that are too long.
    unsupported: &[400, 414, 501],
    hints_by_code: &[
        (
            "tooMany",
            "add a condition that the provider can check, such as user_name = '…' or display_name = '…', because it does not \
             return longer lists",
        ),
        ("expiredCursor", "run the query again; it took longer than the provider keeps a cursor"),
    ],
    hints: &[],
};

const EXTENSIONS: Extensions = Extensions {
    schemas: "/Schemas",
    resource_types: "/ResourceTypes",
    prefix: "urn:",
    core: "urn:ietf:params:scim:schemas:core:",
};

/// The catalogue that the options of a server select: by `profile`, or else Contentful's if `org_id` is set.
///
/// # Errors
/// The profile is unknown.
pub fn choose(host: &dyn Host) -> Result<&'static Catalogue, OptionError> {
    let options = OptionReader { catalogue: &RFC7644, host };
    Ok(match options.choice(&options::PROFILE)? {
        Some(options::CONTENTFUL) => &CONTENTFUL,
        Some(options::BASIC) => &BASIC,
        None if options.value(&options::ORG_ID).is_some() => &CONTENTFUL,
        _ => &RFC7644,
    })
}
