//! Roster, a fictional API modelled on SCIM 2.0 (RFC 7644). Its lists are paginated by an index that starts at 1 or by
//! a cursor, and an empty page ends a list. A total is a number in a string, a filter is an expression with quoted
//! values, and a response may omit an empty list.

use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::filter::{Expression, Filter, FilterOperator, TimeFormat};
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};
use fdw_engine::catalogue::pagination::{LastPage, OrderFormat, PageFormat, Pagination};
use fdw_engine::catalogue::retry::RetryPolicy;
use fdw_engine::catalogue::{Catalogue, Object};

/// The catalogue of the API.
pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Roster",
    fdw_name: "RosterFdw",
    profile: None,
    base_url: &ROSTER_URL,
    endpoint_options: &ENDPOINT_OPTIONS,
    write_switches: &[],
    auth: Auth::BearerSecret(SecretOption { value: &TOKEN, vault_id: &TOKEN_ID }),
    headers: &[("content-type", "application/scim+json")],
    pages: PageFormat {
        limit: "count",
        position: "startIndex",
        first_position: 1,
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
        counted_page: 1,
        exclude: None,
        capabilities: None,
    },
    extensions: None,
    errors: ErrorFormat {
        messages: &["/detail", "/message"],
        codes: &["/scimType", "/sys/id"],
        trace: Some("/requestId"),
        unknown_id: UnknownId::Status,
        unsupported: &[400, 501],
        hints_by_code: &[],
        hints: &[],
    },
    retry: RetryPolicy::STANDARD,
    objects: &[CHANGES, GROUPS, GROUP_MEMBERS, USERS],
};

static ROSTER_URL: OptionSpec = OptionSpec {
    name: "roster_url",
    kind: OptionKind::Url { default: Some("https://roster.example.com") },
    scope: Scope::Server,
    meaning: "base URL of the API",
};

static ENDPOINT_OPTIONS: [OptionSpec; 1] = [OptionSpec {
    name: "organization",
    kind: OptionKind::Text { default: None },
    scope: Scope::Both,
    meaning: "the organization whose data is queried",
}];

static TOKEN: OptionSpec =
    OptionSpec { name: "token", kind: OptionKind::Secret, scope: Scope::Server, meaning: "an access token" };

static TOKEN_ID: OptionSpec = OptionSpec {
    name: "token_id",
    kind: OptionKind::VaultId,
    scope: Scope::Server,
    meaning: "id of the Vault secret that contains an access token",
};

/// The maximum page size.
const MAX: u16 = 3;

/// The filter expression. The API documents expressions of one term only.
const FILTER: &Expression = &Expression { parameter: "filter", separator: None, quotes: true, is_scim: false };

const USERS: Object = Object::new(
    "users",
    "Users.",
    &[
        Column::text("id", "Id of the user"),
        Column::text("user_name", "Name with which the user signs in").from_attribute(&["userName"]),
        Column::text("family_name", "Family name").from_attribute(&["name", "familyName"]),
        Column::text("department", "Department that the user belongs to")
            .from_attribute(&["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "department"]),
        Column::time("last_modified", "When the user was last changed").from_attribute(&["meta", "lastModified"]),
    ],
    &[
        AccessPath::single_object("/{organization}/Users/{id}"),
        AccessPath::paged_list("/{organization}/Users", MAX)
            .with_orders(&[Order { column: "user_name", key: "userName" }])
            .with_filters(&[
                Filter::term("user_name", FILTER, "userName eq ").inexact(),
                Filter::term("last_modified", FILTER, "meta.lastModified ge ")
                    .with_operator(FilterOperator::After)
                    .with_time_format(TimeFormat::Rfc3339),
            ]),
    ],
);

const GROUPS: Object = Object::new(
    "groups",
    "Groups.",
    &[
        Column::text("id", "Id of the group"),
        Column::text("display_name", "Name of the group").from_attribute(&["displayName"]),
    ],
    &[AccessPath::paged_list("/{organization}/Groups", MAX)],
);

const GROUP_MEMBERS: Object = Object::new(
    "group_members",
    "Members of groups, one row for each member of a group.",
    &[Column::key("group_id", "Id of the group"), Column::text("user_id", "Id of the user").from_attribute(&["value"])],
    &[
        AccessPath::single_object("/{organization}/Groups/{group_id}").embedded_in(&["members"]),
        AccessPath::paged_list("/{organization}/Groups", MAX).embedded_in(&["members"]),
    ],
)
.with_primary_key(&[&["value"]]);

const CHANGES: Object = Object::new(
    "changes",
    "Log of changes.",
    &[Column::integer("number", "Number of the change"), Column::text("text", "Description of the change")],
    &[AccessPath::new(
        "/{organization}/changes",
        Pagination::Cursor { max: MAX, parameter: "cursor", next: &["paging", "next"] },
    )
    .with_list_at(&["data", "entries"])],
)
.with_primary_key(&[&["number"]]);
