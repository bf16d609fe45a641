//! The requests of typical queries: the engine plans them, on a host that answers every list with one row.

use clerk_catalogue::{CATALOGUE, auth};
use fdw_engine::access::{Answer, Filter, Spelling, Test};
use fdw_engine::catalogue::Object;
use fdw_engine::column::{self, Kind};
use fdw_engine::host::{Host, Metric, Response};
use fdw_engine::plan::{ScanRequest, Type};
use fdw_engine::qual::{Constant, Qual};
use fdw_engine::seen::Seen;
use fdw_engine::setting::Provider;
use fdw_engine::shelf::Shelf;

/// A host that keeps the requests.
#[derive(Default)]
struct Recorder {
    sent: Vec<String>,
}

impl Host for Recorder {
    fn server_option(&self, name: &str) -> Option<String> {
        match name {
            "api_key" => Some("sk_test".to_owned()),
            "column_first" => Some("true".to_owned()),
            _ => None,
        }
    }
    fn table_option(&self, _: &str) -> Option<String> {
        None
    }
    fn vault_secret(&mut self, _: &str) -> Option<String> {
        None
    }
    fn get(&mut self, url: &str, _: &[(String, String)]) -> Result<Response, String> {
        self.sent.push(url.trim_start_matches(CATALOGUE.api_url).to_owned());
        let row = r#"[{"id":"…"}]"#;
        let body = format!(r#"{{"data":{row},"keys":{row},"m2m_tokens":{row},"total_count":1}}"#);
        Ok(Response { status: 200, retry_after: None, body })
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

static CLERK: Provider = Provider { catalogue: &CATALOGUE, auth: &auth::ApiKey };

/// The requests of a query, or its error.
fn made(object: &Object, columns: Vec<(String, Type)>, quals: Vec<Qual>) -> Vec<String> {
    let mut host = Recorder::default();
    let request = ScanRequest {
        object: Some(object.name.to_owned()),
        columns: columns.into_iter().map(|(name, ty)| (name, Ok(ty))).collect(),
        quals,
        sort: None,
        is_sorted: false,
        limit: None,
    };
    let mut shelf = Shelf::new();
    let outcome = shelf.begin(&CLERK, &mut host, request).and_then(|()| {
        while shelf.next(&mut host, &mut |_, _| {})? {}
        Ok(())
    });
    match outcome {
        Ok(()) => host.sent.iter().map(|target| target.replace("%E2%80%A6", "…")).collect(),
        Err(error) => vec![format!("error: {}", error.message())],
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

/// A condition, and how it is written.
fn condition(name: &str, operator: &str, kind: Constant, value: &str) -> (Qual, String) {
    let mut qual = Qual {
        column: name.to_owned(),
        operator: operator.to_owned(),
        kind,
        values: String::new(),
        is_any: false,
        is_param: false,
    };
    qual.add(kind, value, &mut Seen::default());
    let written = match (kind, operator) {
        (Constant::Bool, _) => name.to_owned(),
        (Constant::Timestamptz, _) => format!("{name} {operator} '2026-01-01'"),
        (_, "~~") => format!("{name} like '{value}'"),
        _ => format!("{name} {operator} '{value}'"),
    };
    (qual, written)
}

fn example(filter: &Filter) -> Option<(Qual, String)> {
    let name = filter.column;
    Some(match filter.test {
        Test::Is => {
            let value = if let Spelling::Listed(values) = filter.spelling { values[0] } else { "x" };
            condition(name, "=", Constant::Text, value)
        }
        Test::Flag => condition(name, "=", Constant::Bool, "true"),
        Test::After => condition(name, ">", Constant::Timestamptz, "1767225600000000"),
        Test::Before => return None,
        Test::Holds | Test::HoldsAnyCase => condition(name, "~~", Constant::Text, "%ann%"),
    })
}

/// Typical queries of an object, and the requests that each makes where every list fits a page and every object has one
/// other under it.
pub fn typical(object: &Object) -> Vec<(String, Vec<String>)> {
    let table = object.name;
    let all: Vec<(String, Type)> = column::flat(object.columns)
        .iter()
        .filter(|column| column.listed)
        .map(|column| field(object, &column.name))
        .collect();
    let mut out = vec![(format!("select * from {table}"), made(object, all.clone(), vec![]))];
    if object.access.iter().any(|access| !matches!(access.answer, Answer::One | Answer::All)) {
        out.push((format!("select count(*) from {table}"), made(object, vec![], vec![])));
    }
    let mut conditions: Vec<(Qual, String)> = Vec::new();
    for access in object.access {
        if !access.key.is_empty() {
            conditions.push(condition(access.key, "=", Constant::Text, "x"));
        }
        conditions.extend(access.filters.iter().filter_map(example));
        let orders = access.orders.iter().filter(|_| access.inner.is_empty());
        conditions.extend(orders.map(|column| condition(column, ">", Constant::Timestamptz, "1767225600000000")));
    }
    for (qual, written) in conditions {
        let query = format!("select * from {table} where {written}");
        let mut columns = all.clone();
        if !columns.iter().any(|(name, _)| *name == qual.column) {
            columns.push(field(object, &qual.column));
        }
        if out.iter().all(|(known, _)| *known != query) {
            out.push((query, made(object, columns, vec![qual])));
        }
    }
    out
}
