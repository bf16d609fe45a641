//! Users (RFC 7643, sections 4.1 and 4.3).

use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Element, Lookup, Source};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::{AttributePath, Object};

use super::shared::{CREATED, ENTERPRISE, FILTER, LAST_MODIFIED, LOCATION, ONE_FILTER, RESOURCE_TYPE, VERSION};
use crate::MAX_PAGE;

/// Users of a provider that implements RFC 7644.
pub const RFC7644: Object = Object::new(
    "users",
    "Users.",
    COLUMNS,
    &[
        AccessPath::single_object("/Users/{id}"),
        AccessPath::paged_list("/Users", MAX_PAGE).with_filters(FILTERS).with_excludable(EXCLUDABLE),
    ],
)
.extended_as("User");

/// Users of a provider that finds users by their names alone.
pub const BASIC: Object = RFC7644.with_access_paths(&[
    AccessPath::single_object("/Users/{id}"),
    AccessPath::paged_list("/Users", MAX_PAGE).with_filters(&[BY_NAME]).with_excludable(EXCLUDABLE),
]);

/// Users of an organization of Contentful.
pub const CONTENTFUL: Object = RFC7644.with_access_paths(&[
    AccessPath::single_object("/Users/{id}"),
    AccessPath::paged_list("/Users", MAX_PAGE).with_filters(&[
        BY_NAME,
        // At Contentful, both are the address of the account.
        Filter::term("email", &ONE_FILTER, "userName eq ").inexact(),
    ]),
]);

const BY_NAME: Filter = Filter::term("user_name", &ONE_FILTER, "userName eq ").inexact();

/// Access path to the rows embedded in one user, in the array at `parts`. The query must contain the user's id.
pub const fn one(parts: AttributePath) -> AccessPath {
    AccessPath::single_object("/Users/{user_id}").embedded_in(parts)
}

/// Access path to the embedded rows of all users, in each user's array at `parts`.
pub const fn list(parts: AttributePath) -> AccessPath {
    AccessPath::paged_list("/Users", MAX_PAGE).embedded_in(parts).with_excludable(EXCLUDABLE)
}

/// Filter by the ids of users.
pub const BY_USER: Filter = Filter::compared("user_id", &FILTER, "id");

/// Attributes that may be large. Extensions are not among them, because the attribute `schemas` would then not name them.
const EXCLUDABLE: &[&str] =
    &["emails", "phoneNumbers", "ims", "photos", "addresses", "groups", "entitlements", "roles", "x509Certificates"];

/// Attributes of extensions are not filtered: a widely used server (SCIMMY 1.3) finds no users by them.
const FILTERS: &[Filter] = &[
    Filter::compared("id", &FILTER, "id"),
    Filter::compared("external_id", &FILTER, "externalId"),
    Filter::compared("user_name", &FILTER, "userName"),
    Filter::compared("email", &FILTER, "emails.value"),
    Filter::compared("first_name", &FILTER, "name.givenName"),
    Filter::compared("last_name", &FILTER, "name.familyName"),
    Filter::compared("name_formatted", &FILTER, "name.formatted"),
    Filter::compared("display_name", &FILTER, "displayName"),
    Filter::compared("nick_name", &FILTER, "nickName"),
    Filter::compared("title", &FILTER, "title"),
    Filter::compared("user_type", &FILTER, "userType"),
    Filter::compared("preferred_language", &FILTER, "preferredLanguage"),
    Filter::compared("locale", &FILTER, "locale"),
    Filter::compared("timezone", &FILTER, "timezone"),
    Filter::compared_bool("active", &FILTER, "active"),
    Filter::compared_time("created", &FILTER, "meta.created"),
    Filter::compared_time("last_modified", &FILTER, "meta.lastModified"),
];

/// The value of the primary e-mail address, or else of the first one.
static EMAIL: Lookup = Lookup { array: &["emails"], element: Element::Marked("primary"), attribute: &["value"] };

const COLUMNS: &[Column] = &[
    Column::text("id", "Id that the provider has given the user"),
    Column::text("external_id", "Id that the client has given the user").from_attribute(&["externalId"]),
    Column::text("user_name", "Name with which the user signs in").from_attribute(&["userName"]),
    Column::text("email", "The primary e-mail address, or else the first one").from_source(Source::Lookup(&EMAIL)),
    Column::text("first_name", "Given name").from_attribute(&["name", "givenName"]),
    Column::text("last_name", "Family name").from_attribute(&["name", "familyName"]),
    Column::text("display_name", "Name to show").from_attribute(&["displayName"]),
    Column::bool("active", "Whether the user is active; NULL if the provider does not say"),
    CREATED,
    LAST_MODIFIED,
    Column::text("name_formatted", "Full name").from_attribute(&["name", "formatted"]),
    Column::text("name_middle_name", "Middle names").from_attribute(&["name", "middleName"]),
    Column::text("name_honorific_prefix", "Title before the name").from_attribute(&["name", "honorificPrefix"]),
    Column::text("name_honorific_suffix", "Title after the name").from_attribute(&["name", "honorificSuffix"]),
    Column::json("name", "All parts of the name").not_imported(),
    Column::text("nick_name", "Casual name").from_attribute(&["nickName"]),
    Column::text("profile_url", "URL of the user's profile").from_attribute(&["profileUrl"]),
    Column::text("title", "Position in the organization, such as `Vice President`"),
    Column::text("user_type", "Relation to the organization, such as `Employee`").from_attribute(&["userType"]),
    Column::text("preferred_language", "Preferred languages, as in the header Accept-Language")
        .from_attribute(&["preferredLanguage"]),
    Column::text("locale", "Language and region in which values are shown, such as `en-US`"),
    Column::text("timezone", "Time zone, such as `Europe/Paris`"),
    Column::json("emails", "All e-mail addresses"),
    Column::json("phone_numbers", "Phone numbers").from_attribute(&["phoneNumbers"]),
    Column::json("ims", "Addresses for instant messages"),
    Column::json("photos", "URLs of photos"),
    Column::json("addresses", "Postal addresses"),
    Column::json("groups", "Groups of the user. Some providers list them only in groups"),
    Column::json("entitlements", "What the user may do"),
    Column::json("roles", "Roles of the user"),
    Column::json("x509_certificates", "Certificates").from_attribute(&["x509Certificates"]),
    Column::text("employee_number", "Number of the employee (enterprise extension)")
        .from_attribute(&[ENTERPRISE, "employeeNumber"]),
    Column::text("cost_center", "Cost centre (enterprise extension)").from_attribute(&[ENTERPRISE, "costCenter"]),
    Column::text("organization", "Organization (enterprise extension)").from_attribute(&[ENTERPRISE, "organization"]),
    Column::text("division", "Division (enterprise extension)").from_attribute(&[ENTERPRISE, "division"]),
    Column::text("department", "Department (enterprise extension)").from_attribute(&[ENTERPRISE, "department"]),
    Column::text("manager_id", "Id of the user's manager (enterprise extension)")
        .from_attribute(&[ENTERPRISE, "manager", "value"]),
    Column::text("manager_display_name", "Name of the user's manager (enterprise extension)").from_attribute(&[
        ENTERPRISE,
        "manager",
        "displayName",
    ]),
    Column::text("manager_location", "URL of the user's manager (enterprise extension)")
        .from_attribute(&[ENTERPRISE, "manager", "$ref"])
        .not_imported(),
    // The same attributes with the short name of their extension, as those of other extensions have it.
    Column::nested_at("enterprise", &[ENTERPRISE], ENTERPRISE_COLUMNS, "All attributes of the enterprise extension")
        .not_imported(),
    Column::json("schemas", "Schemas whose attributes the user has").not_imported(),
    RESOURCE_TYPE,
    LOCATION,
    VERSION,
];

const ENTERPRISE_COLUMNS: &[Column] = &[
    Column::text("employee_number", "The same as `employee_number`").from_attribute(&["employeeNumber"]),
    Column::text("cost_center", "The same as `cost_center`").from_attribute(&["costCenter"]),
    Column::text("organization", "The same as `organization`"),
    Column::text("division", "The same as `division`"),
    Column::text("department", "The same as `department`"),
    Column::text("manager_value", "The same as `manager_id`").from_attribute(&["manager", "value"]),
    Column::text("manager_display_name", "The same as `manager_display_name`")
        .from_attribute(&["manager", "displayName"]),
    Column::text("manager_ref", "The same as `manager_location`").from_attribute(&["manager", "$ref"]),
];
