//! A small catalogue of no provider's, and a host that answers from a script.

#![allow(dead_code)]

use std::collections::{BTreeMap, VecDeque};

use chrono::DateTime;
use fdw_engine::access::{Access, Filter};
use fdw_engine::auth::{Auth, Credentials};
use fdw_engine::catalogue::{Catalogue, ErrorShape, Object, Words};
use fdw_engine::column::Source::{At, Nested, OnRequest};
use fdw_engine::column::{Column, Lookup, Source};
use fdw_engine::error::Fail;
use fdw_engine::host::{Host, Metric, Response};
use fdw_engine::options;
use fdw_engine::plan::{ScanRequest, Type};
use fdw_engine::qual::{Constant, Qual};
use fdw_engine::rows::Cell;
use fdw_engine::seen::Seen;
use fdw_engine::setting::Provider;
use fdw_engine::shelf::Shelf;

pub const SECRET: &str = "very-secret-key";

pub static PROVIDER: Provider = Provider { catalogue: &CATALOGUE, auth: &Key };

pub static CATALOGUE: Catalogue = Catalogue {
    provider: "Widgetry",
    fdw_name: "WidgetFdw",
    api_url: "https://api.example.com",
    headers: &[("accept", "application/json")],
    words: Words { limit: "limit", offset: "from", cursor: "after", order: "sort", total: "count" },
    errors: ErrorShape {
        list: "errors",
        messages: &["long", "short"],
        code: "code",
        trace: "trace",
        unknown_id: "unknown",
        hints: &[(401, "look at the key")],
    },
    objects: &[WIDGETS, GADGETS, PARCELS, NOTES, DEPOTS, WHEELS, KEYS, STATUS],
};

const WIDGETS: Object =
    Object::new("widgets", "", WIDGET_COLUMNS, &[Access::list("/widgets?order=age", 3).list_at("items")]);

const WIDGET_COLUMNS: &[Column] = &[
    Column::text("id", ""),
    Column::text("na\"me", ""),
    Column::bool("is_new", ""),
    Column::integer("weight", ""),
    Column::integer("stock", "").from(&OnRequest("with_stock=true")),
    Column::time("made_at", ""),
    Column::json("tags", ""),
    Column::map("meta", ""),
    Column::nested("maker", &Nested(MAKER), ""),
    Column::text("maker_city", "").from(&At("maker.address.city")),
    Column::text("main_part", "").from(MAIN_PART),
    Column::text("legacy", "").unlisted(),
];

const MAKER: &[Column] =
    &[Column::text("id", ""), Column::map("meta", ""), Column::integer("stock", "").from(&OnRequest("never=sent"))];

const MAIN_PART: &Source = &Source::Lookup(&Lookup { list: "parts", key: "id", id: "main_part_id", take: "label" });

const GADGETS: Object =
    Object::new("gadgets", "", &[Column::text("id", "")], &[Access::list("/gadgets", 3).by_cursor().list_at("items")]);

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
        Access::get("/parcels/{}", "id"),
        Access::list("/depots/{}/parcels", 3)
            .by("depot_id")
            .of_each("depots")
            .list_at("items")
            .filtered(&[Filter::is("owner_id", "owner").signed().batch(2)]),
        Access::list("/parcels", 3)
            .list_at("items")
            .ordered(&["made_at", "moved_at"])
            .counted("/parcels/count")
            .filtered(&[
                Filter::is("id", "id").signed().batch(2),
                Filter::is("owner_id", "owner").loose().lower(),
                Filter::is("state", "state").one_of(&["new", "done"]),
                Filter::flag("sent", "sent"),
                Filter::holds_any_case("label", "label_has"),
                Filter::holds("barcode", "barcode_has"),
                Filter::after("made_at", "made_after"),
                Filter::before("made_at", "made_before"),
            ]),
    ],
)
.also(&["post/parcels"]);

/// Notes have two lists that make one, and a part that nobody may see.
const NOTES: Object = Object::new(
    "notes",
    "",
    &[Column::text("id", ""), Column::text("state", ""), Column::map("body", "")],
    &[Access::list("/notes", 3)
        .list_at("items")
        .in_parts(&["", "&state=gone"])
        .filtered(&[Filter::is("state", "state"), Filter::is("id", "find").loose()])],
)
.without(&["pin", "body.key"]);

const DEPOTS: Object =
    Object::new("depots", "", &[Column::text("id", "")], &[Access::list("/depots", 3).list_at("items")]);

/// Wheels are parts of widgets.
const WHEELS: Object = Object::new(
    "wheels",
    "",
    &[Column::key("widget_id", ""), Column::text("id", ""), Column::integer("size", "")],
    &[
        Access::get("/wheels/{}", "id"),
        Access::get("/widgets/{}", "widget_id").inner("wheels"),
        Access::list("/widgets", 3).list_at("items").inner("wheels"),
    ],
);

/// Secrets can be asked for by their owner alone.
const KEYS: Object = Object::new(
    "keys",
    "",
    &[Column::text("id", ""), Column::text("owner", "")],
    &[Access::list("/keys?owner={}", 3).by("owner").list_at("items")],
);

/// One row.
const STATUS: Object =
    Object::new("status", "", &[Column::bool("up", "")], &[Access::one("/status")]).told_apart_by("");

struct Key;

impl Auth for Key {
    fn credentials(&self, host: &mut dyn Host) -> Result<Credentials, Fail> {
        let secret = options::secret(host, "key", "key_id")?;
        Ok(Credentials { headers: vec![("authorization".into(), secret.clone())], secret })
    }
}

/// Answers from a script, and keeps what was asked of it.
#[derive(Default)]
pub struct Script {
    pub server: BTreeMap<&'static str, String>,
    pub table: BTreeMap<&'static str, String>,
    pub vault: BTreeMap<&'static str, &'static str>,
    pub answers: VecDeque<Result<Response, String>>,
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
        let is_wanted = |(name, _): &&(&str, &str)| name.eq_ignore_ascii_case("retry-after");
        let retry_after = headers.iter().find(is_wanted).map(|(_, value)| (*value).to_owned());
        self.answers.push_back(Ok(Response { status, retry_after, body: body.into() }));
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
    fn server_option(&self, name: &str) -> Option<String> {
        self.server.get(name).cloned()
    }

    fn table_option(&self, name: &str) -> Option<String> {
        self.table.get(name).cloned()
    }

    fn vault_secret(&mut self, id: &str) -> Option<String> {
        self.vault.get(id).map(|secret| (*secret).to_owned())
    }

    fn get(&mut self, url: &str, headers: &[(String, String)]) -> Result<Response, String> {
        self.sent.push(url.trim_start_matches("https://api.example.com").into());
        self.headers = headers.to_vec();
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
    ScanRequest {
        object: Some(object.into()),
        columns: columns.iter().map(|(name, ty)| ((*name).to_owned(), Ok(*ty))).collect(),
        quals: vec![],
        sort: None,
        is_sorted: false,
        limit: None,
    }
}

/// A condition: column, operator, kind, values.
pub fn qual(column: &str, operator: &str, kind: Constant, values: &[&str]) -> Qual {
    let mut qual = Qual {
        column: column.into(),
        operator: operator.into(),
        kind,
        values: String::new(),
        is_any: values.len() != 1,
        is_param: false,
    };
    let mut seen = Seen::default();
    for value in values {
        qual.add(kind, value, &mut seen);
    }
    qual
}

/// A condition on a text.
pub fn is(column: &str, values: &[&str]) -> Qual {
    qual(column, "=", Constant::Text, values)
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
pub fn rest(scan: &mut Shelf, host: &mut Script) -> Result<Vec<String>, String> {
    let mut rows = vec![];
    loop {
        let mut cells = vec![];
        if !scan.next(host, &mut |_, cell| cells.push(shown(cell))).map_err(|error| error.message())? {
            return Ok(rows);
        }
        rows.push(cells.join("|"));
    }
}

/// A scan that has begun.
pub fn begin(host: &mut Script, request: ScanRequest) -> Result<Shelf, String> {
    let mut shelf = Shelf::new();
    shelf.begin(&PROVIDER, host, request).map_err(|error| error.message())?;
    Ok(shelf)
}

/// A whole scan.
pub fn read(host: &mut Script, request: ScanRequest) -> Result<Vec<String>, String> {
    let mut shelf = begin(host, request)?;
    rest(&mut shelf, host)
}
