//! Groups (RFC 7643, section 4.2).

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::filter::Filter;

use super::shared::{CREATED, FILTER, LAST_MODIFIED, LOCATION, ONE_FILTER, RESOURCE_TYPE, VERSION};
use crate::MAX_PAGE;

/// Groups of a provider that implements RFC 7644.
pub const RFC7644: Object = Object::new(
    "groups",
    "Groups. At Contentful, they are teams.",
    COLUMNS,
    &[
        AccessPath::single_object("/Groups/{id}").with_excludable(EXCLUDABLE),
        AccessPath::paged_list("/Groups", MAX_PAGE).with_filters(FILTERS).with_excludable(EXCLUDABLE),
    ],
)
.extended_as("Group");

/// Groups of a provider that finds groups by their names alone.
pub const BASIC: Object = RFC7644.with_access_paths(&[
    AccessPath::single_object("/Groups/{id}").with_excludable(EXCLUDABLE),
    AccessPath::paged_list("/Groups", MAX_PAGE).with_filters(&[BY_NAME]).with_excludable(EXCLUDABLE),
]);

/// Groups of an organization of Contentful, which are its teams.
pub const CONTENTFUL: Object = RFC7644.with_access_paths(&[
    AccessPath::single_object("/Groups/{id}"),
    AccessPath::paged_list("/Groups", MAX_PAGE).with_filters(&[BY_NAME]),
]);

const BY_NAME: Filter = Filter::term("display_name", &ONE_FILTER, "displayName eq ").inexact();

/// Members make a group large.
const EXCLUDABLE: &[&str] = &["members"];

const FILTERS: &[Filter] = &[
    Filter::compared("id", &FILTER, "id"),
    Filter::compared("external_id", &FILTER, "externalId"),
    Filter::compared("display_name", &FILTER, "displayName"),
    Filter::compared_time("created", &FILTER, "meta.created"),
    Filter::compared_time("last_modified", &FILTER, "meta.lastModified"),
];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id that the provider has given the group"),
    Column::text("external_id", "Id that the client has given the group").from_attribute(&["externalId"]),
    Column::text("display_name", "Name of the group").from_attribute(&["displayName"]),
    Column::integer("member_count", "Number of members; NULL if the provider returns no list of members")
        .from_source(Source::Length(&["members"])),
    CREATED,
    LAST_MODIFIED,
    Column::json("members", "Members of the group"),
    Column::json("schemas", "Schemas whose attributes the group has").not_imported(),
    RESOURCE_TYPE,
    LOCATION,
    VERSION,
];
