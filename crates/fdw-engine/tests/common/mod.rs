//! The catalogue of a fictional API, "Widgetry", and a host that returns scripted responses.

#![allow(dead_code)]

use std::collections::{BTreeMap, VecDeque};

use chrono::DateTime;
use fdw_engine::catalogue::access_path::{AccessPath, EmbeddedShape, Order};
use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::column::Source::OnRequest;
use fdw_engine::catalogue::column::{Column, Element, Lookup, Source};
use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};
use fdw_engine::catalogue::pagination::{LastPage, OrderFormat, PageFormat, Pagination};
use fdw_engine::catalogue::retry::RetryPolicy;
use fdw_engine::catalogue::write::{LostSecret, Parameter, WriteRequest, Writes};
use fdw_engine::catalogue::{Catalogue, Object};
use fdw_engine::host::{Host, HttpRequest, HttpResponse, Method, Metric, OptionSource};
use fdw_engine::reader::row_buffer::Cell;
use fdw_engine::request::qual::{Condition, Constant, Qual};
use fdw_engine::request::types::Type;
use fdw_engine::request::{RequestedColumn, ScanRequest};
use fdw_engine::scan_cache::ScanCache;

/// The secret that authorises requests.
pub const SECRET: &str = "very-secret-key";

pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Widgetry",
    fdw_name: "WidgetFdw",
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
    },
    errors: ErrorFormat {
        messages: &["/errors/0/long", "/errors/0/short"],
        codes: &["/errors/0/code"],
        trace: Some("/trace"),
        unknown_id: UnknownId::Codes(&["unknown"]),
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
    &[Column::text("id", ""), Column::text("parent", "")],
    &[AccessPath::paged_list("/folders", 3).with_children("/folders/{id}/inside", &["size"])],
)
.with_needed_permission("the key needs the permission view-folders");

/// The tags of folders: each value of an attribute is a row.
const FOLDER_TAGS: Object = Object::new(
    "folder_tags",
    "",
    &[
        Column::key("folder_id", ""),
        Column::text("name", "").from_source(Source::PairKey),
        Column::text("value", "").from_source(Source::Row),
    ],
    &[AccessPath::paged_list("/folders", 3).embedded_as(&["tags"], EmbeddedShape::PairsOfValues)],
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

/// A host that returns scripted responses and records the calls of the engine.
#[derive(Default)]
pub struct Script {
    /// Options of the server.
    pub server: BTreeMap<&'static str, String>,
    /// Options of the table.
    pub table: BTreeMap<&'static str, String>,
    /// Secrets in Vault, by id.
    pub vault: BTreeMap<&'static str, &'static str>,
    /// Responses to the next requests, or errors of the host.
    pub responses: VecDeque<Result<HttpResponse, String>>,
    /// The URLs of the requests, without the API's default base URL.
    pub sent: Vec<String>,
    /// The requests that write: method, target and body, separated by spaces.
    pub written: Vec<String>,
    /// The headers of the last request.
    pub headers: Vec<(String, String)>,
    /// The durations of all sleeps in milliseconds.
    pub slept: Vec<u64>,
    /// Warnings to the user.
    pub warnings: Vec<String>,
    /// Notices to the user.
    pub notices: Vec<String>,
    /// Calls that record statistics: name, metric and increment.
    pub counted: Vec<(String, Metric, i64)>,
    /// The time at the beginning, in seconds since the Unix epoch. It advances only by sleeping.
    pub started: i64,
}

impl Script {
    /// A host without responses whose server has only the option `key`.
    pub fn new() -> Self {
        let mut script = Script { started: 1_700_000_000, ..Script::default() };
        script.server.insert("key", SECRET.into());
        script
    }

    /// Adds a successful response.
    pub fn response(self, body: &str) -> Self {
        self.status(200, &[], body)
    }

    /// Adds a response with any status.
    pub fn status(mut self, status: u16, headers: &[(&'static str, &str)], body: &str) -> Self {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.responses.push_back(Ok(HttpResponse { status, headers, body: body.into() }));
        self
    }

    /// Adds a request that fails without a response.
    pub fn no_response(mut self, error: &str) -> Self {
        self.responses.push_back(Err(error.into()));
        self
    }

    /// Sets an option of the server.
    pub fn option(mut self, name: &'static str, value: &str) -> Self {
        self.server.insert(name, value.into());
        self
    }

    /// Removes an option of the server.
    pub fn without(mut self, name: &'static str) -> Self {
        self.server.remove(name);
        self
    }
}

impl Host for Script {
    fn option(&self, of: OptionSource, name: &str) -> Option<String> {
        match of {
            OptionSource::Server => self.server.get(name).cloned(),
            OptionSource::Table => self.table.get(name).cloned(),
        }
    }

    fn vault_secret(&self, id: &str) -> Option<String> {
        self.vault.get(id).map(|secret| (*secret).to_owned())
    }

    fn send(&mut self, request: &HttpRequest) -> Result<HttpResponse, String> {
        self.sent.push(request.url.trim_start_matches("https://api.example.com").into());
        if request.method != Method::Get {
            let body = request.body.as_deref().unwrap_or("");
            let shown = format!("{} {} {body}", request.method.name(), self.sent.last().map_or("", String::as_str));
            self.written.push(shown.trim_end().to_owned());
        }
        self.headers = request.headers.clone();
        self.responses.pop_front().expect("the script should have a response for each request")
    }

    fn sleep(&mut self, millis: u64) {
        self.slept.push(millis);
    }

    fn now(&mut self) -> i64 {
        self.started + (self.slept.iter().sum::<u64>() / 1000) as i64
    }

    fn parse_rfc3339(&mut self, text: &str) -> Option<i64> {
        DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_micros())
    }

    fn notice(&mut self, message: &str) {
        self.notices.push(message.into());
    }

    fn warn(&mut self, message: &str) {
        self.warnings.push(message.into());
    }

    fn count(&mut self, name: &str, metric: Metric, by: i64) {
        self.counted.push((name.into(), metric, by));
    }
}

/// A query on a table of the object with these columns.
pub fn request(object: &str, columns: &[(&str, Type)]) -> ScanRequest {
    let column = |(name, ty): &(&str, Type)| RequestedColumn { name: (*name).to_owned(), ty: Ok(*ty) };
    ScanRequest { object: Some(object.into()), columns: columns.iter().map(column).collect(), ..ScanRequest::default() }
}

/// A qual as the component creates it from an operator and values of Postgres.
pub fn qual(column: &str, operator: &str, values: &[Constant]) -> Qual {
    let condition = match (operator, values) {
        ("=", _) | ("is", [Constant::Bool(_)]) => Condition::one_of(values.to_vec()),
        (">" | ">=", [value]) => Condition::AtLeast(value.clone()),
        ("<" | "<=", [value]) => Condition::AtMost(value.clone()),
        ("~~" | "~~*", [Constant::Text(pattern)]) => {
            Condition::Like { pattern: pattern.clone(), any_case: operator == "~~*" }
        }
        _ => Condition::Other,
    };
    Qual { column: column.into(), operator: operator.into(), condition, is_parameter: false }
}

/// The qual that a text column equals one of these values.
pub fn one_of(column: &str, values: &[&str]) -> Qual {
    let values: Vec<Constant> = values.iter().map(|value| Constant::Text((*value).to_owned())).collect();
    qual(column, "=", &values)
}

/// Formats a cell as text.
pub fn shown(cell: Option<Cell>) -> String {
    match cell {
        None => "NULL".into(),
        Some(Cell::Bool(value)) => value.to_string(),
        Some(Cell::Int(value)) => value.to_string(),
        Some(Cell::Float(value)) => format!("{value:?}"),
        Some(Cell::Text(text)) => text.into(),
    }
}

/// Reads the remaining rows of a scan. The cells of a row are joined by `|`.
pub fn rest(scans: &mut ScanCache, host: &mut Script) -> Result<Vec<String>, String> {
    let mut rows = vec![];
    loop {
        let Some(cells) = scans.next(host).map_err(|error| error.report())? else { return Ok(rows) };
        rows.push(cells.map(|(_, cell)| shown(cell)).collect::<Vec<_>>().join("|"));
    }
}

/// Begins a scan.
pub fn begin(host: &mut Script, request: ScanRequest) -> Result<ScanCache, String> {
    let mut scans = ScanCache::default();
    scans.begin(&CATALOGUE, host, &request).map_err(|error| error.report())?;
    Ok(scans)
}

/// Reads all rows of a scan, like [`rest`].
pub fn read(host: &mut Script, request: ScanRequest) -> Result<Vec<String>, String> {
    let mut scans = begin(host, request)?;
    rest(&mut scans, host)
}

/// Columns of parcels.
pub const PARCEL_COLUMNS: &[(&str, Type)] = &[
    ("id", Type::Text),
    ("state", Type::Text),
    ("label", Type::Text),
    ("barcode", Type::Text),
    ("owner_id", Type::Text),
    ("sent", Type::Bool),
    ("made_at", Type::Timestamptz),
    ("moved_at", Type::Timestamptz),
];

/// A qual on a text column.
pub fn text(column: &str, operator: &str, value: &str) -> Qual {
    qual(column, operator, &[Constant::Text(value.to_owned())])
}

/// A qual on a boolean column.
pub fn bool(column: &str, operator: &str, value: bool) -> Qual {
    qual(column, operator, &[Constant::Bool(value)])
}

/// The target of the first request for all parcels.
pub const ALL_PARCELS: &str = "/parcels?sort=%2Bmade_at&limit=3";

fn parcel(id: &str, moved_at: i64) -> String {
    format!(r#"{{"id":"{id}","moved_at":{moved_at}}}"#)
}

/// A page of parcels, given by `id` and `moved_at`.
pub fn page(parcels: &[(&str, i64)]) -> String {
    let rows: Vec<String> = parcels.iter().map(|(id, at)| parcel(id, *at)).collect();
    format!("[{}]", rows.join(","))
}
