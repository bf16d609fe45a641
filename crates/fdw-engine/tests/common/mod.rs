//! A host that returns scripted responses, for scans of a fictional API.

#![allow(dead_code)]

mod catalogue;
pub mod directory;

use std::collections::{BTreeMap, VecDeque};

use chrono::DateTime;
use fdw_engine::catalogue::Catalogue;
use fdw_engine::host::{Host, HttpRequest, HttpResponse, Method, Metric, OptionSource};
use fdw_engine::reader::row_buffer::Cell;
use fdw_engine::request::qual::{Condition, Constant, Qual};
use fdw_engine::request::types::Type;
use fdw_engine::request::{RequestedColumn, ScanRequest};
use fdw_engine::scan_cache::ScanCache;

pub use catalogue::CATALOGUE;

/// The secret that authorises requests.
pub const SECRET: &str = "very-secret-key";

/// A host that returns scripted responses and records the calls of the engine.
#[derive(Default)]
pub struct Script {
    /// Options of the server.
    pub server: BTreeMap<&'static str, String>,
    /// Options of the table.
    pub table: BTreeMap<&'static str, String>,
    /// Options of IMPORT FOREIGN SCHEMA.
    pub import: BTreeMap<&'static str, String>,
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
            OptionSource::Import => self.import.get(name).cloned(),
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
    begin_on(&CATALOGUE, host, request)
}

/// Begins a scan of an API.
pub fn begin_on(catalogue: &'static Catalogue, host: &mut Script, request: ScanRequest) -> Result<ScanCache, String> {
    let mut scans = ScanCache::default();
    scans.begin(catalogue, host, request).map_err(|error| error.report())?;
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
