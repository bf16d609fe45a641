//! Doors, a made-up API that knows who may enter which building. It authorises clients by tokens that expire, pages bare
//! arrays by position from 0 until a page is empty, filters by an expression of terms, and returns an error as one object.

use fdw_engine::catalogue::access::{Access, KeyValues, Order, Parts};
use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::column::{Column, Element, Lookup, Source};
use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::filter::{Expression, Filter, TimeFormat};
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};
use fdw_engine::catalogue::pagination::{LastPage, OrderFormat, PageFormat};
use fdw_engine::catalogue::retry::RetryPolicy;
use fdw_engine::catalogue::{Catalogue, Object};

/// The catalogue of Doors.
pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Doors",
    fdw_name: "DoorsFdw",
    base_url: &DOORS_URL,
    path_options: &PATH_OPTIONS,
    auth: Auth::ClientCredentials {
        token_path: "/sites/{token_site}/token",
        client_id: &CLIENT_ID,
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
    },
    errors: ErrorFormat {
        messages: &["/error_description", "/errorMessage"],
        codes: &["/error"],
        trace: None,
        unknown_id: UnknownId::Status,
        hints: &[(403, "the client needs a role that may read this")],
    },
    retry: RetryPolicy { max_attempts: 3, wait_headers: &["retry-after", "x-doors-reset"], ..RetryPolicy::STANDARD },
    objects: &[EVENTS, PEOPLE, PERSON_ATTRIBUTES, PERSON_ROLES, PERSON_TASKS, VISITS],
};

static DOORS_URL: OptionSpec = OptionSpec {
    name: "doors_url",
    kind: OptionKind::Url { default: None },
    scope: Scope::Server,
    meaning: "base url of the API",
};

static PATH_OPTIONS: [OptionSpec; 2] = [
    OptionSpec {
        name: "site",
        kind: OptionKind::Text { default: None },
        scope: Scope::Server,
        meaning: "the site to query",
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
    meaning: "the client's id",
};

static CLIENT_SECRET: OptionSpec = OptionSpec {
    name: "client_secret",
    kind: OptionKind::Secret,
    scope: Scope::Server,
    meaning: "the client's secret",
};

static CLIENT_SECRET_ID: OptionSpec = OptionSpec {
    name: "client_secret_id",
    kind: OptionKind::VaultId,
    scope: Scope::Server,
    meaning: "id of the Vault secret that holds the client's secret",
};

/// The largest page.
const MAX: u16 = 4;

/// Attributes that the API's users choose: all terms must hold.
const QUERY: &Expression = &Expression { parameter: "q", separator: Some(" "), quotes: false };

const PEOPLE: Object = Object::new(
    "people",
    "People.",
    &[
        Column::text("id", "Its id"),
        Column::text("name", "The name"),
        Column::bool("enabled", "Whether the person may enter at all"),
        Column::text("mail", "The main address, or else the first").from(MAIN_MAIL),
        Column::text("badge_level", "What the badge opens").at(&["urn:doors:badge:2.0", "badge.level"]),
        Column::text("team", "The team").at(&["attributes", "team"]),
        Column::text("floor", "The floor").at(&["attributes", "floor"]),
        Column::map("attributes", "Attributes of the site's own"),
        Column::time("created", "When it was created"),
        Column::time("seen", "When the person was seen last"),
    ],
    &[
        Access::single("/sites/{site}/people/{id}"),
        Access::list("/sites/{site}/people", MAX).counted("/sites/{site}/people/count", &[]).filtered(&[
            Filter::boolean("enabled", "enabled"),
            Filter::equals("name", "name").inexact(),
            Filter::term("team", QUERY, "team:").inexact(),
            Filter::term("floor", QUERY, "floor:").inexact(),
            Filter::after("created", "createdAfter"),
            Filter::before("created", "createdBefore"),
            Filter::after("seen", "seenFrom").time_format(TimeFormat::Date),
            Filter::before("seen", "seenTo").time_format(TimeFormat::Date),
        ]),
    ],
);

const MAIN_MAIL: Source =
    Source::Lookup(&Lookup { list: &["mails"], element: Element::Marked("main"), take: &["value"] });

const PERSON_ROLES: Object = Object::new(
    "person_roles",
    "Roles of people.",
    &[
        Column::key("person_id", "The person"),
        Column::text("name", "The role's name"),
        Column::text("path", "The person and the role").from(Source::Joined(&["person_id", "name"])),
    ],
    &[Access::unpaged("/sites/{site}/people/{person_id}/roles").for_each("person_id", "people")],
)
.identified_by(&[&["name"]]);

const PERSON_ATTRIBUTES: Object = Object::new(
    "person_attributes",
    "Attributes of people, a row for each.",
    &[
        Column::key("person_id", "The person"),
        Column::text("name", "The attribute's name").from(Source::PairKey),
        Column::json("value", "Its value").from(Source::Row),
    ],
    &[Access::list("/sites/{site}/people", MAX).parts_of(&["attributes"], Parts::Pairs)],
)
.identified_by(&[]);

const PERSON_TASKS: Object = Object::new(
    "person_tasks",
    "What people have still to do, a row for each task.",
    &[Column::key("person_id", "The person"), Column::text("task", "The task").from(Source::Row)],
    &[Access::list("/sites/{site}/people", MAX).parts_of(&["tasks"], Parts::Values)],
)
.identified_by(&[]);

const VISITS: Object = Object::new(
    "visits",
    "Visits of people through doors.",
    &[
        Column::key("person", "The person's name"),
        Column::key("door", "The door"),
        Column::integer("count", "How many there were"),
    ],
    &[Access::unpaged("/sites/{site}/people/{person}/doors/{door}/visits")
        .key_from("person", KeyValues::Parents { object: "people", column: "name" })],
)
.identified_by(&[]);

const EVENTS: Object = Object::new(
    "events",
    "What happened, for a while.",
    &[
        Column::time("time", "When"),
        Column::text("person", "Who"),
        Column::text("door", "Where"),
        Column::text("type", "What"),
    ],
    &[Access::list("/sites/{site}/events", MAX).ordered(&[Order::by("time")]).filtered(&[
        Filter::equals("type", "type").one_of(&["in", "out"]).max_values(2),
        Filter::equals("door", "door"),
    ])],
)
.identified_by(&[&["time"], &["person"]]);
