//! A host that records requests. Every list that it returns has one row.

use fdw_engine::catalogue::access_path::{AccessPath, KeyValues, placeholders};
use fdw_engine::catalogue::auth::Auth;
use fdw_engine::catalogue::column::{self, Kind, ResolvedSource};
use fdw_engine::catalogue::option::{DISCARD_SECRETS, OBJECT, OptionKind, OptionSpec, PUSHDOWN_COMPARISONS};
use fdw_engine::catalogue::pagination::Pagination;
use fdw_engine::catalogue::{AttributePath, Catalogue};
use fdw_engine::host::{Host, HttpRequest, HttpResponse, Method, Metric, OptionSource};
use serde_json::{Map, Value, json};

/// Base URL of an API that has no usual one.
const BASE_URL: &str = "https://example.com";

/// What the attributes of rows contain.
const VALUE: &str = "…";

/// Maximum number of requests of a query. No example needs nearly as many, so the answers would be wrong.
const MAX_REQUESTS: usize = 50;

/// A host that records requests.
pub struct Recorder {
    catalogue: &'static Catalogue,
    /// The value of the table option `object`, for writes.
    pub object: Option<&'static str>,
    /// The targets of all requests except those for a token.
    pub sent: Vec<String>,
    /// The requests that write: method, target and body, separated by spaces.
    pub written: Vec<String>,
}

impl Recorder {
    /// A host for a catalogue, which has sent nothing yet.
    pub fn new(catalogue: &'static Catalogue) -> Recorder {
        Recorder { catalogue, object: None, sent: Vec::new(), written: Vec::new() }
    }

    fn base_url(&self) -> &'static str {
        match self.catalogue.base_url.kind {
            OptionKind::Url { default: Some(base_url) } => base_url,
            _ => BASE_URL,
        }
    }

    /// Whether a request asks for a token.
    fn is_for_token(&self, request: &HttpRequest) -> bool {
        let Auth::ClientCredentials { token_endpoint, .. } = self.catalogue.auth else { return false };
        let end = token_endpoint.rsplit('}').next().unwrap_or(token_endpoint);
        request.method == Method::Post && request.url.ends_with(end)
    }
}

impl Host for Recorder {
    fn option(&self, of: OptionSource, name: &str) -> Option<String> {
        if of == OptionSource::Table && name == OBJECT.name {
            return self.object.map(str::to_owned);
        }
        let catalogue = self.catalogue;
        let is_named = |option: &OptionSpec| option.name == name;
        let secrets = match catalogue.auth {
            Auth::BearerSecret(secret) => vec![secret],
            Auth::ClientCredentials { client_id, client_secret, .. } => vec![client_id, client_secret],
        };
        let is_endpoint_option =
            |option: &OptionSpec| is_named(option) && matches!(option.kind, OptionKind::Text { default: None });
        let value = if secrets.iter().any(|secret| is_named(secret.value)) {
            "secret".to_owned()
        } else if [&PUSHDOWN_COMPARISONS, &DISCARD_SECRETS].into_iter().any(is_named)
            || catalogue.write_switches.iter().any(is_named)
        {
            "true".to_owned()
        } else if is_named(catalogue.base_url) {
            self.base_url().to_owned()
        } else if catalogue.endpoint_options.iter().any(is_endpoint_option) {
            format!("{{{name}}}")
        } else {
            return None;
        };
        (of == OptionSource::Server).then_some(value)
    }

    fn vault_secret(&self, _: &str) -> Option<String> {
        None
    }

    fn send(&mut self, request: &HttpRequest) -> Result<HttpResponse, String> {
        if self.sent.len() >= MAX_REQUESTS {
            return Err(format!("more than {MAX_REQUESTS} requests"));
        }
        let respond = |body: Value| Ok(HttpResponse { status: 200, headers: vec![], body: body.to_string() });
        if self.is_for_token(request) {
            return respond(json!({ "access_token": "token", "token_type": "Bearer", "expires_in": 3600 }));
        }
        let target = request.url.trim_start_matches(self.base_url());
        let target = target.replace("%7B", "{").replace("%7D", "}").replace("%E2%80%A6", VALUE);
        if request.method != Method::Get {
            let body = request.body.as_deref().unwrap_or("");
            self.written.push(format!("{} {target} {body}", request.method.name()).trim_end().to_owned());
        }
        let answer = answer(self.catalogue, &target);
        self.sent.push(target);
        respond(answer)
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

/// The answer to a request.
fn answer(catalogue: &'static Catalogue, target: &str) -> Value {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let paths = || catalogue.objects.iter().flat_map(|object| object.access_paths);
    let counts = paths().filter_map(|access_path| access_path.count);
    if let Some(count) = counts.into_iter().find(|count| is_at(count.endpoint, path)) {
        return within(count.attribute, json!(1));
    }
    // An id can take any value, so the endpoint with the fewest placeholders is meant.
    let at = paths().filter(|access_path| is_at(access_path.endpoint, path));
    let access_path = at.min_by_key(|access_path| placeholders(access_path.endpoint).count());
    if access_path.is_some_and(|access_path| access_path.pagination == Pagination::Single) {
        return row(catalogue, access_path);
    }
    let first = catalogue.pages.first_position.to_string();
    let is_first =
        |pair: &str| pair.split_once('=').is_none_or(|(name, at)| name != catalogue.pages.position || at == first);
    let is_empty_page = |pair: &str| pair == format!("{}=0", catalogue.pages.limit);
    let has_rows = query.split('&').all(is_first) && !query.split('&').any(is_empty_page);
    let rows = if has_rows { json!([row(catalogue, access_path)]) } else { json!([]) };
    let list = access_path.and_then(|access_path| access_path.list).unwrap_or(catalogue.pages.list);
    let mut answer = within(list, rows);
    if let (Some(total), Value::Object(answer)) = (catalogue.pages.total, &mut answer) {
        put(answer, total, json!(1));
    }
    answer
}

/// Whether an endpoint has this path. Each of its placeholders stands for one segment.
fn is_at(endpoint: &str, path: &str) -> bool {
    let endpoint = endpoint.split_once('?').map_or(endpoint, |(endpoint, _)| endpoint);
    let (mut wanted, mut given) = (endpoint.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given || wanted.starts_with('{') => {}
            _ => return false,
        }
    }
}

/// A row of a list. It has all attributes by which parents are identified, and one child if its children are rows too.
fn row(catalogue: &'static Catalogue, access_path: Option<&AccessPath>) -> Value {
    let mut row = Map::from_iter([("id".to_owned(), json!(VALUE))]);
    let children_of = |access_path: Option<&AccessPath>| access_path.and_then(|access_path| access_path.children);
    for other in catalogue.objects.iter().flat_map(|object| object.access_paths) {
        if let Some(children) = children_of(Some(other)) {
            let is_parent = children_of(access_path) == Some(children);
            put(&mut row, children.count, json!(u8::from(is_parent)));
        }
        for (path, value) in parent_attributes(catalogue, other) {
            put(&mut row, &path, value);
        }
    }
    Value::Object(row)
}

/// The attributes of a parent that an access path needs, with their values.
fn parent_attributes(catalogue: &'static Catalogue, access_path: &AccessPath) -> Vec<(Vec<&'static str>, Value)> {
    let values = access_path.key_source.map(|source| source.values);
    let Some(KeyValues::Parents(parents)) = values else { return Vec::new() };
    let keys = [Some(parents.column), parents.second.map(|(_, column)| column)];
    let keys = keys.into_iter().flatten().map(|column| (column, json!(VALUE)));
    let attribute = |(column, value): (&str, Value)| {
        let found = column::find(catalogue.object(parents.object)?.columns, column)?;
        let value = if found.kind == Kind::Bool { json!(true) } else { value };
        match found.source {
            ResolvedSource::Attribute(path) => Some((path, value)),
            _ => None,
        }
    };
    keys.chain(parents.marker.map(|marker| (marker, json!(1)))).filter_map(attribute).collect()
}

/// A value as the attribute at a path.
fn within(path: AttributePath, value: Value) -> Value {
    path.iter().rev().fold(value, |value, key| json!({ *key: value }))
}

/// Sets the attribute at a path.
fn put(object: &mut Map<String, Value>, path: &[&str], value: Value) {
    let Some((key, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        object.insert((*key).to_owned(), value);
        return;
    }
    let inner = object.entry(*key).or_insert_with(|| json!({}));
    if let Value::Object(inner) = inner {
        put(inner, rest, value);
    }
}
