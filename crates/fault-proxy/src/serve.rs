//! Connections of the proxy, and the effects of faults.

use std::fmt;
use std::net::TcpListener;
use std::sync::Arc;

use http_body_util::BodyExt as _;
use hyper::Method;
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::sync::oneshot;

use super::body::{self, Body};
use super::faults::Action;
use super::forward::{self, Answer};
use super::{Request, State, lock};

/// What a server appends to a list that fails while it writes it.
const GLUED: &str = r#"{"error":"unknown_error","error_description":"Cannot parse the JSON"}"#;

/// The proxy closes the connection: because of a fault, or because the server has not answered.
#[derive(Debug)]
struct HangUp;

impl fmt::Display for HangUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed without a response")
    }
}

impl std::error::Error for HangUp {}

/// Serves connections until the proxy stops.
pub(super) async fn run(listener: TcpListener, state: Arc<State>, mut stop: oneshot::Receiver<()>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        let connection = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stop => return,
        };
        let Ok((stream, _)) = connection else { continue };
        // A small response leaves at once.
        let _ = stream.set_nodelay(true);
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(move |request| respond(request, Arc::clone(&state)));
            // A client may end its connection in any way.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn respond(request: hyper::Request<Incoming>, state: Arc<State>) -> Result<hyper::Response<Body>, HangUp> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| HangUp)?.to_bytes().to_vec();
    let actions = lock(&state.faults).due(head.method.as_str(), head.uri.path(), head.uri.query().unwrap_or(""));
    for action in &actions {
        match action {
            Action::Delay(duration) => tokio::time::sleep(*duration).await,
            Action::Before(work) => {
                let work = Arc::clone(work);
                tokio::task::spawn_blocking(move || work()).await.map_err(|_| HangUp)?;
            }
            _ => {}
        }
    }
    let mut entry = journal_entry(&head);
    let answer = match replaced(&actions) {
        Some(answer) => answer,
        None if actions.is_empty() && head.method == Method::GET => remembered(&state, head, body).await,
        None => passed_on(&state, head, body, &actions).await,
    };
    let answer = answer.map(|answer| changed(answer, &actions));
    entry.status = answer.as_ref().map_or(0, |answer| answer.status);
    entry.bytes = answer.as_ref().map_or(0, |answer| answer.body.len());
    lock(&state.journal).push(entry);
    response(answer.ok_or(HangUp)?, &actions)
}

/// The answer that a fault gives in place of the server: `Some(None)` for none at all.
fn replaced(actions: &[Action]) -> Option<Option<Answer>> {
    actions.iter().find_map(|action| match action {
        Action::Close => Some(None),
        Action::Status { status, headers, body } => {
            let mut map = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
            map.extend(headers.iter().filter_map(|(name, value)| {
                Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?))
            }));
            Some(Some(Answer { status: *status, headers: map, body: body.clone().into_bytes() }))
        }
        _ => None,
    })
}

/// The answer that the proxy remembers, or that of the server.
async fn remembered(state: &Arc<State>, head: Parts, body: Vec<u8>) -> Option<Answer> {
    let target = forward::target(&head.uri, &[]);
    if let Some(answer) = lock(&state.answers).as_ref().and_then(|answers| answers.get(&target)) {
        return Some(answer.clone());
    }
    let answer = passed_on(state, head, body, &[]).await?;
    if let Some(answers) = lock(&state.answers).as_mut().filter(|_| answer.status == 200) {
        answers.insert(target, answer.clone());
    }
    Some(answer)
}

/// The answer of the server; `None` if it gives none.
async fn passed_on(state: &Arc<State>, head: Parts, body: Vec<u8>, actions: &[Action]) -> Option<Answer> {
    let dropped: Vec<&str> = actions
        .iter()
        .filter_map(|action| match action {
            Action::DropParameter(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let url = format!("{}{}", state.upstream, forward::target(&head.uri, &dropped));
    let agent = state.agent.clone();
    tokio::task::spawn_blocking(move || forward::send(&agent, &url, &head, body).ok()).await.ok().flatten()
}

/// The answer after the faults that change its body.
fn changed(mut answer: Answer, actions: &[Action]) -> Answer {
    for action in actions {
        match action {
            Action::Rewrite(change) if answer.status == 200 => {
                if let Ok(mut value) = serde_json::from_slice::<Value>(&answer.body) {
                    change(&mut value);
                    answer.body = value.to_string().into_bytes();
                }
            }
            Action::Glue(bytes) => {
                answer.body.truncate(*bytes);
                answer.body.extend_from_slice(GLUED.as_bytes());
            }
            _ => {}
        }
    }
    answer
}

fn response(answer: Answer, actions: &[Action]) -> Result<hyper::Response<Body>, HangUp> {
    let truncate = actions.iter().find_map(|action| match action {
        Action::Truncate(bytes) => Some(*bytes),
        _ => None,
    });
    let mut response = hyper::Response::builder().status(answer.status);
    if let Some(headers) = response.headers_mut() {
        *headers = answer.headers;
    }
    if let Some(bytes) = truncate {
        response = response.header(CONTENT_LENGTH, answer.body.len());
        return response.body(body::truncated(answer.body, bytes)).map_err(|_| HangUp);
    }
    response.body(body::complete(answer.body)).map_err(|_| HangUp)
}

fn journal_entry(head: &Parts) -> Request {
    let headers = head.headers.iter().filter(|(name, _)| *name != "authorization");
    Request {
        method: head.method.to_string(),
        target: head.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        headers: headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        status: 0,
        bytes: 0,
    }
}
