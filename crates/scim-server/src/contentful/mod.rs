//! A stand-in for Contentful's SCIM API in front of a real server, with the traits that Contentful documents: its
//! paths, its attributes, its filters, its errors and its limit of requests. Where the documentation says nothing, a
//! comment says that the behaviour is a guess.

mod answer;
mod limit;
mod shape;

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::{Context, Result, anyhow};
use serde_json::Value;
use tiny_http::{Header, Request};
use ureq::http::Method;

use crate::{Client, Server, TOKEN};
use answer::Answer;
use limit::Limit;
use shape::Kind;

/// The id of the organization that the stand-in knows.
pub const ORG: &str = "4Oh6PqKfwmA0rUrKs0rCqE";

/// Number of requests a second that Contentful allows by default.
pub const RATE_LIMIT: u32 = 7;

/// Number of requests that are served at the same time.
const THREADS: usize = 4;

/// Default and maximum of `count`. Contentful documents neither: a guess, as are all parameters of paging.
const PAGE: (i64, i64) = (100, 1000);

/// A running stand-in for Contentful's SCIM API. It stops when this value is dropped.
pub struct Contentful {
    address: SocketAddr,
    state: Arc<State>,
    threads: Vec<JoinHandle<()>>,
}

/// What the threads share.
struct State {
    http: tiny_http::Server,
    upstream: Client,
    limit: Limit,
}

impl Contentful {
    /// Starts the stand-in in front of a server, which has to outlive it, with the limit of requests that is usual at
    /// Contentful.
    pub fn start(upstream: &Server) -> Result<Contentful> {
        Contentful::start_on(upstream, 0)
    }

    /// Starts the stand-in on this port.
    pub fn start_on(upstream: &Server, port: u16) -> Result<Contentful> {
        let http = tiny_http::Server::http(("127.0.0.1", port)).map_err(|error| anyhow!("cannot listen: {error}"))?;
        let address = http.server_addr().to_ip().context("the server has no address")?;
        let state = Arc::new(State { http, upstream: upstream.client(), limit: Limit::new(Some(RATE_LIMIT)) });
        let thread = |_| {
            let state = Arc::clone(&state);
            std::thread::spawn(move || serve(&state))
        };
        let threads = (0..THREADS).map(thread).collect();
        Ok(Contentful { address, state, threads })
    }

    /// The URL below which the endpoints are, for instance `/Users`, without a slash at its end.
    pub fn base_url(&self) -> String {
        format!("http://{}/scim/v2/organizations/{ORG}", self.address)
    }

    /// A client of the stand-in. It does not wait when there are too many requests.
    pub fn client(&self) -> Client {
        Client::new(&self.base_url())
    }

    /// Sets the number of requests a second that are answered from now on; `None` answers all.
    pub fn set_rate_limit(&self, limit: Option<u32>) {
        self.state.limit.set(limit);
    }
}

impl Drop for Contentful {
    fn drop(&mut self) {
        for _ in &self.threads {
            self.state.http.unblock();
        }
        for thread in self.threads.drain(..) {
            // A thread that has panicked has nothing more to say.
            let _ = thread.join();
        }
    }
}

/// Answers requests until the server is unblocked.
fn serve(state: &State) {
    while let Ok(mut request) = state.http.recv() {
        let allowed = state.limit.take();
        let answer = match allowed.is_allowed {
            true => answered(state, &mut request).unwrap_or_else(|error| Answer::server_error(&error)),
            false => Answer::error(429, "RateLimitExceeded", "You have exceeded the rate limit of this API."),
        };
        // A client may end its connection in any way.
        let _ = request.respond(answer.response(&allowed));
    }
}

fn answered(state: &State, request: &mut Request) -> Result<Answer> {
    if header(request, "authorization") != Some(format!("Bearer {TOKEN}").as_str()) {
        let message = "The access token you sent could not be found or is invalid.";
        return Ok(Answer::error(401, "AccessTokenInvalid", message));
    }
    let (path, query) = match request.url().split_once('?') {
        Some((path, query)) => (path.to_owned(), query.to_owned()),
        None => (request.url().to_owned(), String::new()),
    };
    let inside = path.strip_prefix(&format!("/scim/v2/organizations/{ORG}/"));
    let target = inside.and_then(|path| match path.split('/').collect::<Vec<_>>()[..] {
        [endpoint] => Some((Kind::of(endpoint)?, None)),
        [endpoint, id] if !id.is_empty() => Some((Kind::of(endpoint)?, Some(id.to_owned()))),
        _ => None,
    });
    let Some((kind, id)) = target else {
        return Ok(Answer::error(404, "NotFound", "The resource could not be found."));
    };
    // Contentful documents that the header is required, but not what happens without it: a guess.
    if !header(request, "content-type").is_some_and(|media| media.starts_with("application/scim+json")) {
        let message = "The content type has to be application/scim+json.";
        return Ok(Answer::error(415, "UnsupportedMediaType", message));
    }
    match (request.method(), id) {
        (tiny_http::Method::Get, None) => list(state, kind, &query),
        (_, id) => one(state, request, kind, id),
    }
}

/// The value of a header; `name` is in lower case.
fn header<'a>(request: &'a Request, name: &'static str) -> Option<&'a str> {
    let is_named = |header: &&Header| header.field.as_str().as_str().eq_ignore_ascii_case(name);
    request.headers().iter().find(is_named).map(|header| header.value.as_str())
}

/// A list. Parameters that the API does not document are ignored, except for those of paging.
fn list(state: &State, kind: Kind, query: &str) -> Result<Answer> {
    let parameter = |name: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let number = |name: &str| parameter(name).and_then(|text| text.parse::<i64>().ok());
    let start = number("startIndex").unwrap_or(1).max(1);
    let count = number("count").unwrap_or(PAGE.0).clamp(0, PAGE.1);
    let mut forwarded = form_urlencoded::Serializer::new(String::new());
    forwarded.append_pair("startIndex", &start.to_string()).append_pair("count", &count.to_string());
    if let Some(filter) = parameter("filter") {
        if !kind.has_filter(&filter) {
            let details = format!("The filter {filter} is not supported.");
            return Ok(Answer::error(400, "BadRequest", "The filter is not supported.").with_details(&details));
        }
        forwarded.append_pair("filter", &filter);
    }
    let path = format!("{}?{}", kind.endpoint(), forwarded.finish());
    let (status, body) = state.upstream.try_get(&path)?;
    Ok(match status {
        200 => Answer::ok(kind.list(&body, start)),
        _ => Answer::from_scim(status, &body),
    })
}

/// A request for one resource. Writes, which the component does not make, are passed on, so that tests can change
/// something in between.
fn one(state: &State, request: &mut Request, kind: Kind, id: Option<String>) -> Result<Answer> {
    let method: Method = request.method().as_str().parse()?;
    let mut body = String::new();
    request.as_reader().read_to_string(&mut body)?;
    let body: Option<Value> = (!body.is_empty()).then(|| serde_json::from_str(&body)).transpose()?;
    let path = id.map_or_else(|| kind.endpoint().to_owned(), |id| format!("{}/{id}", kind.endpoint()));
    let (status, answer) = state.upstream.send(&method, &path, body.as_ref())?;
    Ok(match status {
        204 => Answer::empty(204),
        200..=299 => Answer::new(status, kind.resource(&answer)),
        _ => Answer::from_scim(status, &answer),
    })
}
