//! The requests of typical queries. The engine makes them, on a host whose every response contains one row.

use clerk_catalogue::CATALOGUE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{self, Kind};
use fdw_engine::catalogue::filter::{Filter, FilterOperator, Values};
use fdw_engine::catalogue::option::{DISCARD_SECRETS, OBJECT, OptionKind, OptionSpec, PUSHDOWN_COMPARISONS};
use fdw_engine::host::{Host, HttpRequest, HttpResponse, Method, Metric, OptionSource};
use fdw_engine::request::qual::{Condition, Constant, Qual};
use fdw_engine::request::types::Type;
use fdw_engine::request::{RequestedColumn, ScanRequest};
use fdw_engine::scan_cache::ScanCache;

/// A host that records requests.
#[derive(Default)]
pub struct Recorder {
    /// The value of the table option `object`, for writes.
    pub object: Option<&'static str>,
    /// The targets of all requests.
    pub sent: Vec<String>,
    /// The requests that write: method, target and body, separated by spaces.
    pub written: Vec<String>,
}

impl Host for Recorder {
    fn option(&self, of: OptionSource, name: &str) -> Option<String> {
        if of == OptionSource::Table && name == OBJECT.name {
            return self.object.map(str::to_owned);
        }
        let is_on = |option: &OptionSpec| option.name == name;
        let value = match name {
            "api_key" => "sk_test",
            _ if [&PUSHDOWN_COMPARISONS, &DISCARD_SECRETS].into_iter().any(is_on) => "true",
            _ if CATALOGUE.write_switches.iter().any(is_on) => "true",
            _ => return None,
        };
        (of == OptionSource::Server).then(|| value.to_owned())
    }
    fn vault_secret(&self, _: &str) -> Option<String> {
        None
    }
    fn send(&mut self, request: &HttpRequest) -> Result<HttpResponse, String> {
        let OptionKind::Url { default: Some(base_url) } = CATALOGUE.base_url.kind else { panic!("no default url") };
        let target = request.url.trim_start_matches(base_url).to_owned();
        if request.method != Method::Get {
            let body = request.body.as_deref().unwrap_or("");
            self.written.push(format!("{} {target} {body}", request.method.name()).trim_end().to_owned());
        }
        self.sent.push(target);
        let row = r#"[{"id":"…"}]"#;
        let body = format!(r#"{{"data":{row},"keys":{row},"m2m_tokens":{row},"total_count":1}}"#);
        Ok(HttpResponse { status: 200, headers: vec![], body })
    }
    fn sleep(&mut self, _: u64) {}
    fn now(&mut self) -> i64 {
        0
    }
    fn parse_rfc3339(&mut self, _: &str) -> Option<i64> {
        None
    }
    fn notice(&mut self, _: &str) {}
    fn warn(&mut self, _: &str) {}
    fn count(&mut self, _: &str, _: Metric, _: i64) {}
}

/// The requests of a query, or its error.
fn requests_of(object: &Object, columns: Vec<(String, Type)>, quals: Vec<Qual>) -> Vec<String> {
    let mut host = Recorder::default();
    let request = ScanRequest {
        object: Some(object.name.to_owned()),
        columns: columns.into_iter().map(|(name, ty)| RequestedColumn { name, ty: Ok(ty) }).collect(),
        quals,
        ..ScanRequest::default()
    };
    let mut scans = ScanCache::default();
    let outcome = scans.begin(&CATALOGUE, &host, &request).and_then(|()| {
        while scans.next(&mut host)?.is_some() {}
        Ok(())
    });
    match outcome {
        Ok(()) => host.sent.iter().map(|target| target.replace("%E2%80%A6", "…")).collect(),
        Err(error) => vec![format!("error: {}", error.report())],
    }
}

fn sql_type(kind: Kind) -> Type {
    match kind {
        Kind::Text => Type::Text,
        Kind::Bool => Type::Bool,
        Kind::Integer => Type::I64,
        Kind::Number => Type::F64,
        Kind::Time => Type::Timestamptz,
        Kind::Json | Kind::Map | Kind::Any => Type::Json,
    }
}

fn field(object: &Object, name: &str) -> (String, Type) {
    let kind = column::find(object.columns, name).map_or(Kind::Text, |found| found.kind);
    (name.to_owned(), sql_type(kind))
}

/// A qual, and the condition as SQL.
fn qual(column: &str, operator: &str, condition: Condition, written: String) -> (Qual, String) {
    let (column, operator) = (column.to_owned(), operator.to_owned());
    (Qual { column, operator, condition, is_parameter: false }, written)
}

fn equals(column: &str, value: &str) -> (Qual, String) {
    let condition = Condition::one_of(vec![Constant::Text(value.to_owned())]);
    qual(column, "=", condition, format!("{column} = '{value}'"))
}

fn after(column: &str) -> (Qual, String) {
    let condition = Condition::AtLeast(Constant::Timestamptz(1_767_225_600_000_000));
    qual(column, ">", condition, format!("{column} > '2026-01-01'"))
}

fn example(filter: &Filter) -> Option<(Qual, String)> {
    let column = filter.column;
    Some(match filter.operator {
        FilterOperator::Equals => {
            equals(column, if let Values::OneOf(values) = filter.values { values[0] } else { "x" })
        }
        FilterOperator::Boolean => qual(column, "=", Condition::one_of(vec![Constant::Bool(true)]), column.to_owned()),
        FilterOperator::After => after(column),
        FilterOperator::Before => return None,
        FilterOperator::Contains | FilterOperator::ContainsAnyCase => {
            let condition = Condition::Like { pattern: "%ann%".to_owned(), any_case: false };
            qual(column, "~~", condition, format!("{column} like '%ann%'"))
        }
    })
}

/// Typical queries of an object, and the requests that each makes if every list fits in a page and every object is the
/// parent of one other.
pub fn typical(object: &Object) -> Vec<(String, Vec<String>)> {
    let table = object.name;
    let all: Vec<(String, Type)> = column::flatten(object.columns)
        .iter()
        .filter(|column| column.imported)
        .map(|column| field(object, &column.name))
        .collect();
    let mut out = vec![(format!("select * from {table}"), requests_of(object, all.clone(), vec![]))];
    if object.access_paths.iter().any(|access_path| access_path.pagination.max().is_some()) {
        out.push((format!("select count(*) from {table}"), requests_of(object, vec![], vec![])));
    }
    let needs_key =
        |access_path: &AccessPath| access_path.placeholders().next().is_some() && access_path.key_source.is_none();
    let is_only_by_key = object.access_paths.iter().all(needs_key);
    let mut conditions: Vec<Vec<(Qual, String)>> = Vec::new();
    for access_path in object.access_paths {
        conditions.extend(access_path.placeholders().map(|key| vec![equals(key, "x")]));
        // Without the keys that nothing else supplies, a filter cannot be used.
        let is_required = |key: &&str| access_path.key_source.is_none_or(|source| source.column != *key);
        let required = || access_path.placeholders().filter(is_required).map(|key| equals(key, "x"));
        conditions.extend(
            access_path
                .filters
                .iter()
                .filter_map(example)
                .map(|example| if is_only_by_key { required().chain([example]).collect() } else { vec![example] }),
        );
        let orders = access_path.orders.iter().filter(|_| !access_path.has_embedded_rows());
        conditions.extend(orders.map(|order| vec![after(order.column)]));
    }
    for quals in conditions {
        let (quals, written): (Vec<Qual>, Vec<String>) = quals.into_iter().unzip();
        let query = format!("select * from {table} where {}", written.join(" and "));
        let mut columns = all.clone();
        for qual in &quals {
            if !columns.iter().any(|(name, _)| *name == qual.column) {
                columns.push(field(object, &qual.column));
            }
        }
        if out.iter().all(|(known, _)| *known != query) {
            out.push((query, requests_of(object, columns, quals)));
        }
    }
    out
}
