//! The objects of SCIM 2.0, one in each file, in alphabetical order. A file has the declarations for all profiles.

mod group_members;
mod groups;
mod resource_types;
mod schemas;
mod service_provider_config;
mod shared;
mod user_addresses;
mod user_emails;
mod user_groups;
mod user_phone_numbers;
mod user_roles;
mod users;

use fdw_engine::catalogue::Object;

/// The objects of providers that implement RFC 7644.
pub const RFC7644: &[Object] = &[
    group_members::RFC7644,
    groups::RFC7644,
    resource_types::RFC7644,
    schemas::RFC7644,
    service_provider_config::RFC7644,
    user_addresses::RFC7644,
    user_emails::RFC7644,
    user_groups::RFC7644,
    user_phone_numbers::RFC7644,
    user_roles::RFC7644,
    users::RFC7644,
];

/// The objects of providers that implement RFC 7644, but filter by names alone.
pub const BASIC: &[Object] = &[
    group_members::BASIC,
    groups::BASIC,
    resource_types::RFC7644,
    schemas::RFC7644,
    service_provider_config::RFC7644,
    user_addresses::BASIC,
    user_emails::BASIC,
    user_groups::BASIC,
    user_phone_numbers::BASIC,
    user_roles::BASIC,
    users::BASIC,
];

/// The objects that Contentful documents.
pub const CONTENTFUL: &[Object] = &[
    group_members::CONTENTFUL,
    groups::CONTENTFUL,
    user_emails::CONTENTFUL,
    user_groups::CONTENTFUL,
    users::CONTENTFUL,
];
