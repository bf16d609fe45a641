//! The catalogue of a fictional API, "Widgetry".

use fdw_engine::catalogue::access_path::{AccessPath, EmbeddedShape, Order};
use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::column::Source::OnRequest;
use fdw_engine::catalogue::column::{Column, Element, Lookup, Source};
use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::filter::{Expression, Filter, PairKey};
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};
use fdw_engine::catalogue::pagination::{LastPage, OrderFormat, PageFormat, Pagination};
use fdw_engine::catalogue::retry::RetryPolicy;
use fdw_engine::catalogue::write::{LostSecret, Parameter, WriteRequest, Writes};
use fdw_engine::catalogue::{Catalogue, Object, Recording};

pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Widgetry",
    fdw_name: "WidgetFdw",
    profile: None,
    base_url: &API_URL,
    endpoint_options: &[],
    write_switches: &[ALLOW_FINES],
    auth: Auth::BearerSecret(SecretOption { value: &KEY, vault_id: &KEY_ID }),
    headers: &[("accept", "application/json")],
    pages: PageFormat {
        limit: "limit",
        position: "from",
        first_position: 0,
        last_page: LastPage::Short,
        list: &["items"],
        omits_empty_list: false,
        total: Some(&["count"]),
        order: OrderFormat::Signed("sort"),
        counted_page: 1,
        exclude: None,
        capabilities: None,
    },
    extensions: None,
    errors: ErrorFormat {
        messages: &["/errors/0/long", "/errors/0/short"],
        codes: &["/errors/0/code"],
        trace: Some("/trace"),
        unknown_id: UnknownId::Codes(&["unknown"]),
        unsupported: &[400],
        hints_by_code: &[],
        hints: &[(401, "check the option key")],
    },
    retry: RetryPolicy::STANDARD,
    objects: &[
        WIDGETS,
        GADGETS,
        PARCELS,
        NOTES,
        DEPOTS,
        WHEELS,
        KEYS,
        STATUS,
        PEOPLE,
        SEATS,
        PASSES,
        FOLDERS,
        FOLDER_TAGS,
        STAYS,
        DRAWERS,
        ITEMS,
        VISITS,
        SHELVES,
        LOG,
    ],
};

static API_URL: OptionSpec = OptionSpec {
    name: "api_url",
    kind: OptionKind::Url { default: Some("https://api.example.com") },
    scope: Scope::Server,
    meaning: "",
};

static KEY: OptionSpec = OptionSpec { name: "key", kind: OptionKind::Secret, scope: Scope::Server, meaning: "" };

static KEY_ID: OptionSpec = OptionSpec { name: "key_id", kind: OptionKind::VaultId, scope: Scope::Server, meaning: "" };

const WIDGETS: Object = Object::new("widgets", "", WIDGET_COLUMNS, &[AccessPath::paged_list("/widgets?order=age", 3)]);

const WIDGET_COLUMNS: &[Column] = &[
    Column::text("id", ""),
    Column::text("na\"me", ""),
    Column::bool("is_new", ""),
    Column::integer("weight", ""),
    Column::integer("stock", "").from_source(OnRequest(("with_stock", "true"))),
    Column::time("made_at", ""),
    Column::json("tags", ""),
    Column::map("meta", ""),
    Column::nested("maker", MAKER, ""),
    Column::text("maker_city", "").from_attribute(&["maker", "address", "city"]),
    Column::text("main_part", "").from_source(MAIN_PART),
    Column::text("legacy", "").not_imported(),
];

const MAKER: &[Column] = &[
    Column::text("id", ""),
    Column::map("meta", ""),
    Column::integer("stock", "").from_source(OnRequest(("never", "sent"))),
];

const MAIN_PART: Source = Source::Lookup(&Lookup {
    array: &["parts"],
    element: Element::Referenced { key: "id", reference: &["main_part_id"] },
    attribute: &["label"],
});

const GADGETS: Object = Object::new(
    "gadgets",
    "",
    &[Column::text("id", "")],
    &[AccessPath::new("/gadgets", Pagination::RowId { max: 3, parameter: "after" })],
);

/// Parcels have an access path of every kind.
const PARCELS: Object = Object::new(
    "parcels",
    "",
    &[
        Column::text("id", ""),
        Column::key("depot_id", ""),
        Column::text("state", ""),
        Column::text("label", ""),
        Column::text("barcode", ""),
        Column::text("owner_id", ""),
        Column::bool("sent", ""),
        Column::time("made_at", ""),
        Column::time("moved_at", ""),
    ],
    &[
        AccessPath::single_object("/parcels/{id}"),
        AccessPath::paged_list("/depots/{depot_id}/parcels", 3)
            .for_each_parent("depot_id", "depots")
            .with_filters(&[Filter::equals("owner_id", "owner").with_signed_values().with_max_values(2)]),
        AccessPath::paged_list("/parcels", 3)
            .with_orders(&[Order::by("made_at"), Order::by("moved_at")])
            .with_count_endpoint("/parcels/count", &["count"])
            .with_filters(&[
                Filter::equals("id", "id").with_signed_values().with_max_values(2),
                Filter::equals("owner_id", "owner").inexact().with_lower_case_values(),
                Filter::equals("state", "state").with_only_values(&["new", "done"]),
                Filter::boolean("sent", "sent"),
                Filter::contains_any_case("label", "label_has"),
                Filter::contains("barcode", "barcode_has"),
                Filter::after("made_at", "made_after"),
                Filter::before("made_at", "made_before"),
            ]),
    ],
)
.with_aliases(&["post/parcels"]);

/// Notes are read in two partitions, and have secret attributes.
const NOTES: Object = Object::new(
    "notes",
    "",
    &[Column::text("id", ""), Column::text("state", ""), Column::map("body", "")],
    &[AccessPath::paged_list("/notes", 3)
        .partitioned(&[&[], &[("state", "gone")]])
        .with_filters(&[Filter::equals("state", "state"), Filter::equals("id", "find").inexact()])],
)
.with_secrets(&[&["pin"], &["body", "key"]]);

const DEPOTS: Object = Object::new("depots", "", &[Column::text("id", "")], &[AccessPath::paged_list("/depots", 3)]);

/// Wheels are embedded in widgets.
const WHEELS: Object = Object::new(
    "wheels",
    "",
    &[Column::key("widget_id", ""), Column::text("id", ""), Column::integer("size", "")],
    &[
        AccessPath::single_object("/wheels/{id}"),
        AccessPath::single_object("/widgets/{widget_id}").embedded_in(&["wheels"]),
        AccessPath::paged_list("/widgets", 3).embedded_in(&["wheels"]),
    ],
);

/// Keys can only be requested by their owner.
const KEYS: Object = Object::new(
    "keys",
    "",
    &[Column::text("id", ""), Column::text("owner", "")],
    &[AccessPath::paged_list("/keys?owner={owner}", 3)],
);

/// The status is a single row without a primary key.
const STATUS: Object =
    Object::new("status", "", &[Column::bool("up", "")], &[AccessPath::single_object("/status")]).with_primary_key(&[]);

const ALLOW_FINES: OptionSpec =
    OptionSpec { name: "allow_fines", kind: OptionKind::Switch, scope: Scope::Both, meaning: "" };

/// People can be written in every way.
const PEOPLE: Object = Object::new(
    "people",
    "",
    &[
        Column::text("id", ""),
        Column::text("name", ""),
        Column::text("email", ""),
        Column::integer("age", ""),
        Column::time("born_at", ""),
        Column::map("notes", ""),
        Column::map("secrets", ""),
        Column::bool("banned", ""),
        Column::text("state", ""),
        Column::text("reason", ""),
        Column::json("address", ""),
        Column::text("city", "").write_only(),
        Column::text("password", "").write_only(),
        Column::integer("fine", "").write_only(),
        Column::text("badge", "").write_only(),
        Column::json("codes", "").write_only(),
        Column::integer("quota", ""),
    ],
    &[
        AccessPath::single_object("/people/{id}"),
        AccessPath::paged_list("/people", 3).with_filters(&[Filter::boolean("banned", "banned")]),
    ],
)
.with_writes(&PEOPLE_WRITES);

const PEOPLE_WRITES: Writes = Writes::with_row_id("id")
    .with_insert(WriteRequest::post("/people").with_parameters(&[
        PERSON,
        MAPS,
        &[
            Parameter::of("email").named("emails").in_array().required(),
            Parameter::of("born_at").in_milliseconds(),
            Parameter::of("banned"),
            Parameter::of("codes"),
            Parameter::of("quota").required().nullable(),
        ],
    ]))
    .with_updates(&[
        WriteRequest::patch("/people/{id}").with_parameters(&[PERSON]).on_parameters(),
        WriteRequest::patch("/people/{id}/maps").with_parameters(&[MAPS]).on_map_keys(),
        WriteRequest::put("/people/{id}/maps").with_parameters(&[MAPS]).on_maps(),
        WriteRequest::post("/people/{id}/ban").idempotent().on_bool("banned", true),
        WriteRequest::post("/people/{id}/unban").excluding(&["password"]).on_bool("banned", false),
        WriteRequest::post("/people/{id}/dismiss")
            .with_parameters(&[&[Parameter::of("reason")]])
            .on_text("state", "dismissed"),
        WriteRequest::post("/people/{id}/fines")
            .with_parameters(&[&[Parameter::of("fine").named("amount")]])
            .with_switch(&ALLOW_FINES)
            .on_parameters(),
        WriteRequest::delete("/people/{id}/badges/{badge}").on_parameters(),
        WriteRequest::put("/people/{id}/codes").with_parameters(&[&[Parameter::of("codes")]]).on_parameters(),
    ])
    .with_delete(WriteRequest::delete("/people/{id}"));

const PERSON: &[Parameter] = &[
    Parameter::of("name").nullable(),
    Parameter::of("age"),
    Parameter::of("city").within("address"),
    Parameter::of("password"),
];

const MAPS: &[Parameter] = &[Parameter::of("notes"), Parameter::of("secrets")];

/// Seats have row ids of two parts.
const SEATS: Object = Object::new(
    "seats",
    "",
    &[
        Column::text("row_id", "").from_source(Source::Joined(&["hall", "number"])),
        Column::text("hall", ""),
        Column::text("number", ""),
        Column::text("colour", ""),
    ],
    &[AccessPath::paged_list("/seats", 3)],
)
.with_writes(&SEATS_WRITES);

const SEATS_WRITES: Writes = Writes::with_row_id("row_id")
    .with_insert(WriteRequest::post("/halls/{hall}/seats").with_parameters(&[&[Parameter::of("number").required()]]))
    .with_updates(&[WriteRequest::patch("/halls/{hall}/seats/{number}")
        .with_parameters(&[&[Parameter::of("colour").required()]])
        .on_parameters()])
    .with_delete(WriteRequest::delete("/halls/{hall}/seats/{number}"));

/// The response to an INSERT of a pass contains a secret.
const PASSES: Object = Object::new(
    "passes",
    "",
    &[Column::text("id", ""), Column::text("label", "")],
    &[AccessPath::unpaged_list("/passes")],
)
.with_writes(&PASSES_WRITES);

const PASSES_WRITES: Writes = Writes::with_row_id("id").with_insert(
    WriteRequest::post("/passes").with_parameters(&[&[Parameter::of("label")]]).losing(&LostSecret {
        name: "the code",
        attribute: "code",
        advice: "create the pass in the office",
        may_be_lost_with_attrs_alone: true,
    }),
);

/// Folders are trees: the list has only the roots.
const FOLDERS: Object = Object::new(
    "folders",
    "",
    &[Column::text("id", ""), Column::text("parent", "").from_source(Source::KeyOr(&["parent"]))],
    &[AccessPath::paged_list("/folders", 3)
        .with_children("/folders/{id}/inside", &["size"])
        .with_nested_rows(&["inside"])],
)
.with_needed_permission("the key needs the permission view-folders");

const TAG_NAME: PairKey = PairKey { column: "name", reserved: &["id"] };

const TAGS: Expression = Expression { parameter: "tagged", separator: Some(" "), quotes: true, is_scim: false };

/// The tags of folders: each value of an attribute is a row.
const FOLDER_TAGS: Object = Object::new(
    "folder_tags",
    "",
    &[
        Column::key("folder_id", ""),
        Column::text("name", "").from_source(Source::PairKey),
        Column::text("value", "").from_source(Source::Row),
    ],
    &[AccessPath::paged_list("/folders", 3)
        .embedded_as(&["tags"], EmbeddedShape::PairsOfValues)
        .with_filters(&[Filter::pair(&TAG_NAME, "value", &TAGS)])],
)
.with_primary_key(&[]);

/// Stays of guests in rooms, which can be read by room and by guest.
const STAYS: Object = Object::new(
    "stays",
    "",
    &[
        Column::text("room", "").from_source(Source::KeyOr(&["room", "number"])),
        Column::text("guest", "").from_source(Source::KeyOr(&["name"])),
    ],
    &[AccessPath::unpaged_list("/guests/{guest}/stays"), AccessPath::unpaged_list("/rooms/{room}/guests")],
)
.with_primary_key(&[]);

/// Drawers of cabinets, some of which are empty.
const DRAWERS: Object = Object::new(
    "drawers",
    "",
    &[Column::text("cabinet", ""), Column::text("label", ""), Column::text("path", ""), Column::bool("has_items", "")],
    &[
        AccessPath::paged_list("/drawers", 3)
            .with_count_endpoint("/drawers/count", &["count"])
            .with_filters(&[Filter::equals("cabinet", "cabinet"), Filter::equals("label", "label").with_phrases()]),
        AccessPath::unpaged_list("/drawers?inexact=true")
            .only_with_filter()
            .with_filters(&[Filter::last_name_contains("path", "label")]),
    ],
)
.with_primary_key(&[&["cabinet"], &["label"]]);

/// The items in a drawer, which two key columns identify.
const ITEMS: Object = Object::new(
    "items",
    "",
    &[Column::text("id", ""), Column::key("cabinet", ""), Column::key("drawer", "")],
    &[AccessPath::unpaged_list("/cabinets/{cabinet}/drawers/{drawer}/items")
        .for_each_pair_of(["cabinet", "drawer"], "drawers", ["cabinet", "label"])
        .skipping_parents_without("has_items")],
);

/// Visits of depots. Each depot lists the whole visit, which may be one of several depots.
const VISITS: Object = Object::new(
    "visits",
    "",
    &[Column::text("id", "")],
    &[AccessPath::unpaged_list("/depots/{depot}/visits").for_each_parent("depot", "depots").with_shared_rows()],
);

/// Shelves of depots. The endpoint has shelves of other rooms, too.
const SHELVES: Object = Object::new(
    "shelves",
    "",
    &[Column::text("id", ""), Column::key("depot", "")],
    &[AccessPath::unpaged_list("/rooms/{depot}/shelves")
        .for_each_parent("depot", "depots")
        .looking_up_keys()
        .with_needed_permission("the key needs the permission view-rooms")],
)
.never_empty()
.with_needed_permission("the key needs the permission view-shelves");

/// Entries of a log, which have no id in some versions of the API.
const LOG: Object = Object::new(
    "log",
    "",
    &[
        Column::text("id", "").from_source(Source::OrJoined(&["at", "who", "what"])),
        Column::integer("at", ""),
        Column::text("who", ""),
        Column::text("what", ""),
    ],
    &[AccessPath::paged_list("/log", 3).with_filters(&[Filter::equals("who", "who")])],
)
.recorded_if(Recording { endpoint: "/settings", attribute: &["log", "is_on"], advice: "switch the log on" });
