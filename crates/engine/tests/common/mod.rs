//! A small catalogue of no provider's, and a host that answers from a script.

#![allow(dead_code)]

use std::collections::{BTreeMap, VecDeque};

use chrono::DateTime;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::column::Source::OnRequest;
use fdw_engine::catalogue::column::{Column, Element, Lookup, Source};
use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};
use fdw_engine::catalogue::pagination::{LastPage, OrderFormat, PageFormat, Pagination};
use fdw_engine::catalogue::retry::RetryPolicy;
use fdw_engine::catalogue::{Catalogue, Object};
use fdw_engine::host::{Host, HttpRequest, HttpResponse, Metric, OptionSource};
use fdw_engine::reader::rows::Cell;
use fdw_engine::request::qual::{Condition, Constant, Qual};
use fdw_engine::request::types::Type;
use fdw_engine::request::{RequestedColumn, ScanRequest};
use fdw_engine::scan_cache::ScanCache;

pub const SECRET: &str = "very-secret-key";

pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Widgetry",
    fdw_name: "WidgetFdw",
    base_url: &API_URL,
    path_options: &[],
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
        hints: &[(401, "look at the key")],
    },
    retry: RetryPolicy::STANDARD,
    objects: &[WIDGETS, GADGETS, PARCELS, NOTES, DEPOTS, WHEELS, KEYS, STATUS],
};

static API_URL: OptionSpec = OptionSpec {
    name: "api_url",
    kind: OptionKind::Url { default: Some("https://api.example.com") },
    scope: Scope::Server,
    meaning: "",
};

static KEY: OptionSpec = OptionSpec { name: "key", kind: OptionKind::Secret, scope: Scope::Server, meaning: "" };

static KEY_ID: OptionSpec = OptionSpec { name: "key_id", kind: OptionKind::VaultId, scope: Scope::Server, meaning: "" };

const WIDGETS: Object = Object::new("widgets", "", WIDGET_COLUMNS, &[Access::list("/widgets?order=age", 3)]);

const WIDGET_COLUMNS: &[Column] = &[
    Column::text("id", ""),
    Column::text("na\"me", ""),
    Column::bool("is_new", ""),
    Column::integer("weight", ""),
    Column::integer("stock", "").from(OnRequest(("with_stock", "true"))),
    Column::time("made_at", ""),
    Column::json("tags", ""),
    Column::map("meta", ""),
    Column::nested("maker", MAKER, ""),
    Column::text("maker_city", "").at(&["maker", "address", "city"]),
    Column::text("main_part", "").from(MAIN_PART),
    Column::text("legacy", "").not_imported(),
];

const MAKER: &[Column] =
    &[Column::text("id", ""), Column::map("meta", ""), Column::integer("stock", "").from(OnRequest(("never", "sent")))];

const MAIN_PART: Source = Source::Lookup(&Lookup {
    list: &["parts"],
    element: Element::Referenced { key: "id", reference: &["main_part_id"] },
    take: &["label"],
});

const GADGETS: Object = Object::new(
    "gadgets",
    "",
    &[Column::text("id", "")],
    &[Access::new("/gadgets", Pagination::RowId { max: 3, parameter: "after" })],
);

/// Parcels can be reached in every way there is.
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
        Access::single("/parcels/{id}"),
        Access::list("/depots/{depot_id}/parcels", 3).for_each("depot_id", "depots").filtered(&[Filter::equals(
            "owner_id", "owner",
        )
        .signed()
        .max_values(2)]),
        Access::list("/parcels", 3)
            .ordered(&[Order::by("made_at"), Order::by("moved_at")])
            .counted("/parcels/count", &["count"])
            .filtered(&[
                Filter::equals("id", "id").signed().max_values(2),
                Filter::equals("owner_id", "owner").inexact().lower_case(),
                Filter::equals("state", "state").one_of(&["new", "done"]),
                Filter::boolean("sent", "sent"),
                Filter::contains_any_case("label", "label_has"),
                Filter::contains("barcode", "barcode_has"),
                Filter::after("made_at", "made_after"),
                Filter::before("made_at", "made_before"),
            ]),
    ],
)
.aliases(&["post/parcels"]);

/// Notes have two lists that make one, and a part that nobody may see.
const NOTES: Object = Object::new(
    "notes",
    "",
    &[Column::text("id", ""), Column::text("state", ""), Column::map("body", "")],
    &[Access::list("/notes", 3)
        .partitioned(&[&[], &[("state", "gone")]])
        .filtered(&[Filter::equals("state", "state"), Filter::equals("id", "find").inexact()])],
)
.secrets(&[&["pin"], &["body", "key"]]);

const DEPOTS: Object = Object::new("depots", "", &[Column::text("id", "")], &[Access::list("/depots", 3)]);

/// Wheels are parts of widgets.
const WHEELS: Object = Object::new(
    "wheels",
    "",
    &[Column::key("widget_id", ""), Column::text("id", ""), Column::integer("size", "")],
    &[
        Access::single("/wheels/{id}"),
        Access::single("/widgets/{widget_id}").parts(&["wheels"]),
        Access::list("/widgets", 3).parts(&["wheels"]),
    ],
);

/// Secrets can be asked for by their owner alone.
const KEYS: Object = Object::new(
    "keys",
    "",
    &[Column::text("id", ""), Column::text("owner", "")],
    &[Access::list("/keys?owner={owner}", 3)],
);

/// One row.
const STATUS: Object =
    Object::new("status", "", &[Column::bool("up", "")], &[Access::single("/status")]).identified_by(&[]);

/// Answers from a script, and keeps what was asked of it.
#[derive(Default)]
pub struct Script {
    pub server: BTreeMap<&'static str, String>,
    pub table: BTreeMap<&'static str, String>,
    pub vault: BTreeMap<&'static str, &'static str>,
    pub answers: VecDeque<Result<HttpResponse, String>>,
    pub sent: Vec<String>,
    pub headers: Vec<(String, String)>,
    pub slept: Vec<u64>,
    pub warnings: Vec<String>,
    pub notices: Vec<String>,
    pub counted: Vec<(String, Metric, i64)>,
    pub started: i64,
}

impl Script {
    pub fn new() -> Self {
        let mut script = Script { started: 1_700_000_000, ..Script::default() };
        script.server.insert("key", SECRET.into());
        script
    }

    pub fn answer(self, body: &str) -> Self {
        self.status(200, &[], body)
    }

    pub fn status(mut self, status: u16, headers: &[(&'static str, &str)], body: &str) -> Self {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.answers.push_back(Ok(HttpResponse { status, headers, body: body.into() }));
        self
    }

    pub fn no_answer(mut self, error: &str) -> Self {
        self.answers.push_back(Err(error.into()));
        self
    }

    pub fn option(mut self, name: &'static str, value: &str) -> Self {
        self.server.insert(name, value.into());
        self
    }

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
        self.headers = request.headers.clone();
        self.answers.pop_front().expect("a request without an answer in the script")
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

pub fn request(object: &str, columns: &[(&str, Type)]) -> ScanRequest {
    let column = |(name, ty): &(&str, Type)| RequestedColumn { name: (*name).to_owned(), ty: Ok(*ty) };
    ScanRequest { object: Some(object.into()), columns: columns.iter().map(column).collect(), ..ScanRequest::default() }
}

/// A qual that an edge would make of an operator and values.
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

/// A qual on a text.
pub fn is(column: &str, values: &[&str]) -> Qual {
    let values: Vec<Constant> = values.iter().map(|value| Constant::Text((*value).to_owned())).collect();
    qual(column, "=", &values)
}

/// A cell as text.
pub fn shown(cell: Option<Cell>) -> String {
    match cell {
        None => "NULL".into(),
        Some(Cell::Bool(value)) => value.to_string(),
        Some(Cell::Int(value)) => value.to_string(),
        Some(Cell::Float(value)) => format!("{value:?}"),
        Some(Cell::Text(text)) => text.into(),
    }
}

/// The rows that are left, cells joined by `|`.
pub fn rest(scans: &mut ScanCache, host: &mut Script) -> Result<Vec<String>, String> {
    let mut rows = vec![];
    loop {
        let Some(cells) = scans.next(host).map_err(|error| error.report())? else { return Ok(rows) };
        rows.push(cells.map(|(_, cell)| shown(cell)).collect::<Vec<_>>().join("|"));
    }
}

/// A scan that has begun.
pub fn begin(host: &mut Script, request: ScanRequest) -> Result<ScanCache, String> {
    let mut scans = ScanCache::default();
    scans.begin(&CATALOGUE, host, &request).map_err(|error| error.report())?;
    Ok(scans)
}

/// A whole scan.
pub fn read(host: &mut Script, request: ScanRequest) -> Result<Vec<String>, String> {
    let mut scans = begin(host, request)?;
    rest(&mut scans, host)
}

/// The columns of parcels.
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

pub fn text(column: &str, operator: &str, value: &str) -> Qual {
    qual(column, operator, &[Constant::Text(value.to_owned())])
}

pub fn bool(column: &str, operator: &str, value: bool) -> Qual {
    qual(column, operator, &[Constant::Bool(value)])
}

/// The request for every parcel.
pub const ALL_PARCELS: &str = "/parcels?sort=%2Bmade_at&limit=3";

fn parcel(id: &str, moved_at: i64) -> String {
    format!(r#"{{"id":"{id}","moved_at":{moved_at}}}"#)
}

/// A page of parcels, with when they were moved.
pub fn page(parcels: &[(&str, i64)]) -> String {
    let rows: Vec<String> = parcels.iter().map(|(id, at)| parcel(id, *at)).collect();
    format!("[{}]", rows.join(","))
}
