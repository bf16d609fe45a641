//! Doors, a fictional API of an access control system for buildings. Clients use client credentials and tokens that
//! expire. A page is a JSON array without an envelope; positions start at 0, and an empty page ends the list. Filters
//! include terms of a search expression, and an error is a single object.

use fdw_engine::catalogue::access_path::{AccessPath, EmbeddedShape, Order};
use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::column::{Column, Element, Lookup, Source};
use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::filter::{Expression, Filter, TimeFormat};
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};
use fdw_engine::catalogue::pagination::{LastPage, OrderFormat, PageFormat};
use fdw_engine::catalogue::retry::RetryPolicy;
use fdw_engine::catalogue::{Catalogue, Object};

/// The catalogue of the API.
pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Doors",
    fdw_name: "DoorsFdw",
    profile: None,
    base_url: &DOORS_URL,
    endpoint_options: &ENDPOINT_OPTIONS,
    write_switches: &[],
    auth: Auth::ClientCredentials {
        token_endpoint: "/sites/{token_site}/token",
        client_id: SecretOption { value: &CLIENT_ID, vault_id: &CLIENT_ID_ID },
        client_secret: SecretOption { value: &CLIENT_SECRET, vault_id: &CLIENT_SECRET_ID },
    },
    headers: &[("accept", "application/json")],
    pages: PageFormat {
        limit: "max",
        position: "first",
        first_position: 0,
        last_page: LastPage::Empty,
        list: &[],
        omits_empty_list: false,
        total: None,
        order: OrderFormat::Separate { key: "sort", direction: "direction", ascending: "asc", descending: "desc" },
        counted_page: 1,
        exclude: None,
        capabilities: None,
    },
    extensions: None,
    errors: ErrorFormat {
        messages: &["/error_description", "/errorMessage"],
        codes: &["/error"],
        trace: None,
        unknown_id: UnknownId::Status,
        unsupported: &[],
        hints_by_code: &[],
        hints: &[(403, "the client needs a role that may read this")],
    },
    retry: RetryPolicy { max_attempts: 3, wait_headers: &["retry-after", "x-doors-reset"], ..RetryPolicy::STANDARD },
    objects: &[EVENTS, PEOPLE, PERSON_ATTRIBUTES, PERSON_ROLES, PERSON_TASKS, VISITS],
};

static DOORS_URL: OptionSpec = OptionSpec {
    name: "doors_url",
    kind: OptionKind::Url { default: None },
    scope: Scope::Server,
    meaning: "base URL of the API",
};

static ENDPOINT_OPTIONS: [OptionSpec; 2] = [
    OptionSpec {
        name: "site",
        kind: OptionKind::Text { default: None },
        scope: Scope::Server,
        meaning: "the site whose data is queried",
    },
    OptionSpec {
        name: "token_site",
        kind: OptionKind::Text { default: Some("head office") },
        scope: Scope::Server,
        meaning: "the site that the client belongs to",
    },
];

static CLIENT_ID: OptionSpec = OptionSpec {
    name: "client_id",
    kind: OptionKind::Text { default: None },
    scope: Scope::Server,
    meaning: "the client id",
};

static CLIENT_ID_ID: OptionSpec = OptionSpec {
    name: "client_id_id",
    kind: OptionKind::VaultId,
    scope: Scope::Server,
    meaning: "id of the Vault secret that contains the client id",
};

static CLIENT_SECRET: OptionSpec =
    OptionSpec { name: "client_secret", kind: OptionKind::Secret, scope: Scope::Server, meaning: "the client secret" };

static CLIENT_SECRET_ID: OptionSpec = OptionSpec {
    name: "client_secret_id",
    kind: OptionKind::VaultId,
    scope: Scope::Server,
    meaning: "id of the Vault secret that contains the client secret",
};

/// The maximum page size.
const MAX: u16 = 4;

/// A search for people by the attributes that each site defines. A person must satisfy all terms.
const QUERY: &Expression = &Expression { parameter: "q", separator: Some(" "), quotes: false, is_scim: false };

const PEOPLE: Object = Object::new(
    "people",
    "People who are known to a site.",
    &[
        Column::text("id", "Id of the person"),
        Column::text("name", "Name of the person"),
        Column::bool("enabled", "Whether the person may enter the site"),
        Column::text("mail", "Main e-mail address, or the first one if none is marked as main").from_source(MAIN_MAIL),
        Column::text("badge_level", "Access level of the person's badge")
            .from_attribute(&["urn:doors:badge:2.0", "badge.level"]),
        Column::text("team", "Team that the person belongs to").from_attribute(&["attributes", "team"]),
        Column::text("floor", "Floor on which the person works").from_attribute(&["attributes", "floor"]),
        Column::map("attributes", "Attributes that the site defines"),
        Column::time("created", "When the person was created"),
        Column::time("seen", "When the person was last seen"),
    ],
    &[
        AccessPath::single_object("/sites/{site}/people/{id}"),
        AccessPath::paged_list("/sites/{site}/people", MAX)
            .with_count_endpoint("/sites/{site}/people/count", &[])
            .with_filters(&[
                Filter::boolean("enabled", "enabled"),
                Filter::equals("name", "name").inexact(),
                Filter::term("team", QUERY, "team:").inexact(),
                Filter::term("floor", QUERY, "floor:").inexact(),
                Filter::after("created", "createdAfter"),
                Filter::before("created", "createdBefore"),
                Filter::after("seen", "seenFrom").with_time_format(TimeFormat::Date),
                Filter::before("seen", "seenTo").with_time_format(TimeFormat::Date),
            ]),
    ],
);

const MAIN_MAIL: Source =
    Source::Lookup(&Lookup { array: &["mails"], element: Element::Marked("main"), attribute: &["value"] });

const PERSON_ROLES: Object = Object::new(
    "person_roles",
    "Roles of people, one row for each role of a person.",
    &[
        Column::key("person_id", "Id of the person"),
        Column::text("name", "Name of the role"),
        Column::text("path", "Id of the person and name of the role")
            .from_source(Source::Joined(&["person_id", "name"])),
    ],
    &[AccessPath::unpaged_list("/sites/{site}/people/{person_id}/roles").for_each_parent("person_id", "people")],
)
.with_primary_key(&[&["name"]]);

const PERSON_ATTRIBUTES: Object = Object::new(
    "person_attributes",
    "Attributes of people, one row for each attribute.",
    &[
        Column::key("person_id", "Id of the person"),
        Column::text("name", "Name of the attribute").from_source(Source::PairKey),
        Column::json("value", "Value of the attribute").from_source(Source::Row),
    ],
    &[AccessPath::paged_list("/sites/{site}/people", MAX).embedded_as(&["attributes"], EmbeddedShape::Pairs)],
)
.with_primary_key(&[]);

const PERSON_TASKS: Object = Object::new(
    "person_tasks",
    "Open tasks of people, one row for each task.",
    &[Column::key("person_id", "Id of the person"), Column::text("task", "Name of the task").from_source(Source::Row)],
    &[AccessPath::paged_list("/sites/{site}/people", MAX).embedded_as(&["tasks"], EmbeddedShape::Values)],
)
.with_primary_key(&[]);

const VISITS: Object = Object::new(
    "visits",
    "Number of times that people went through doors.",
    &[
        Column::key("person", "Name of the person"),
        Column::key("door", "Name of the door"),
        Column::integer("count", "Number of times that the person went through the door"),
    ],
    &[AccessPath::unpaged_list("/sites/{site}/people/{person}/doors/{door}/visits")
        .for_each_value_of("person", "people", "name")],
)
.with_primary_key(&[]);

const EVENTS: Object = Object::new(
    "events",
    "Recent events at doors.",
    &[
        Column::time("time", "When the event happened"),
        Column::text("person", "Name of the person"),
        Column::text("door", "Name of the door"),
        Column::text("type", "Type of the event, such as `in` or `out`"),
    ],
    &[AccessPath::paged_list("/sites/{site}/events", MAX).with_orders(&[Order::by("time")]).with_filters(&[
        Filter::equals("type", "type").with_only_values(&["in", "out"]).with_max_values(2),
        Filter::equals("door", "door"),
    ])],
)
.with_primary_key(&[&["time"], &["person"]]);
