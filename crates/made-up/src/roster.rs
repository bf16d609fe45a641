//! Roster, a made-up API in the manner of SCIM 2.0. It pages by index from 1 or by a token until a page is empty, counts in
//! text, filters by an expression with quotes, and leaves out lists that are empty.

use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::filter::{Expression, Filter, FilterOperator, TimeFormat};
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};
use fdw_engine::catalogue::pagination::{LastPage, OrderFormat, PageFormat, Pagination};
use fdw_engine::catalogue::retry::RetryPolicy;
use fdw_engine::catalogue::{Catalogue, Object};

/// The catalogue of Roster.
pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Roster",
    fdw_name: "RosterFdw",
    base_url: &ROSTER_URL,
    path_options: &PATH_OPTIONS,
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
    },
    errors: ErrorFormat {
        messages: &["/detail", "/message"],
        codes: &["/scimType", "/sys/id"],
        trace: Some("/requestId"),
        unknown_id: UnknownId::Status,
        hints: &[],
    },
    retry: RetryPolicy::STANDARD,
    objects: &[CHANGES, GROUPS, GROUP_MEMBERS, USERS],
};

static ROSTER_URL: OptionSpec = OptionSpec {
    name: "roster_url",
    kind: OptionKind::Url { default: Some("https://roster.example.com") },
    scope: Scope::Server,
    meaning: "base url of the API",
};

static PATH_OPTIONS: [OptionSpec; 1] = [OptionSpec {
    name: "organization",
    kind: OptionKind::Text { default: None },
    scope: Scope::Both,
    meaning: "the organization to query",
}];

static TOKEN: OptionSpec =
    OptionSpec { name: "token", kind: OptionKind::Secret, scope: Scope::Server, meaning: "an access token" };

static TOKEN_ID: OptionSpec = OptionSpec {
    name: "token_id",
    kind: OptionKind::VaultId,
    scope: Scope::Server,
    meaning: "id of the Vault secret that holds an access token",
};

/// The largest page.
const MAX: u16 = 3;

/// Only one term is documented.
const FILTER: &Expression = &Expression { parameter: "filter", separator: None, quotes: true };

const USERS: Object = Object::new(
    "users",
    "Users.",
    &[
        Column::text("id", "Its id"),
        Column::text("user_name", "The name to sign in with").at(&["userName"]),
        Column::text("family_name", "Last name").at(&["name", "familyName"]),
        Column::text("department", "The department")
            .at(&["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "department"]),
        Column::time("last_modified", "When it was changed last").at(&["meta", "lastModified"]),
    ],
    &[
        Access::single("/{organization}/Users/{id}"),
        Access::list("/{organization}/Users", MAX).ordered(&[Order { column: "user_name", key: "userName" }]).filtered(
            &[
                Filter::term("user_name", FILTER, "userName eq ").inexact(),
                Filter::term("last_modified", FILTER, "meta.lastModified ge ")
                    .with_operator(FilterOperator::After)
                    .time_format(TimeFormat::Rfc3339),
            ],
        ),
    ],
);

const GROUPS: Object = Object::new(
    "groups",
    "Groups.",
    &[Column::text("id", "Its id"), Column::text("display_name", "The name").at(&["displayName"])],
    &[Access::list("/{organization}/Groups", MAX)],
);

const GROUP_MEMBERS: Object = Object::new(
    "group_members",
    "Members of groups.",
    &[Column::key("group_id", "The group"), Column::text("user_id", "The user").at(&["value"])],
    &[
        Access::single("/{organization}/Groups/{group_id}").parts(&["members"]),
        Access::list("/{organization}/Groups", MAX).parts(&["members"]),
    ],
)
.identified_by(&[&["value"]]);

const CHANGES: Object = Object::new(
    "changes",
    "What was changed.",
    &[Column::integer("number", "Its number"), Column::text("text", "What was changed")],
    &[Access::new(
        "/{organization}/changes",
        Pagination::Cursor { max: MAX, parameter: "cursor", next: &["paging", "next"] },
    )
    .list_at(&["data", "entries"])],
)
.identified_by(&[&["number"]]);
