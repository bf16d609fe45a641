//! The HTTP server: connections, authorisation, the journal, and the effects of faults on responses.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fault_proxy::body::{self, Body};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::MockState;
use crate::errors::ApiError;
use crate::faults::{Action, Fault};
use crate::journal::Request;
use crate::lists;
use crate::writes;

type Shared = Arc<Mutex<MockState>>;
type HttpResponse = hyper::Response<Body>;

/// The mock closes the connection because of a fault.
#[derive(Debug)]
struct HangUp;

impl std::fmt::Display for HangUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("closed because of a fault")
    }
}

impl std::error::Error for HangUp {}

pub(crate) async fn serve(listener: std::net::TcpListener, state: Shared, mut stop: oneshot::Receiver<()>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        let connection = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stop => return,
        };
        let Ok((stream, _)) = connection else { continue };
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(move |request| respond(request, Arc::clone(&state)));
            // A client may end its connection in any way.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// A response, before the server turns it into hyper's type.
struct Response {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
    /// Number of bytes of the body to send, if a fault truncates it.
    truncate: Option<usize>,
}

impl Response {
    fn json(status: u16, body: &Value) -> Self {
        let headers = BTreeMap::from([(CONTENT_TYPE.to_string(), "application/json".to_owned())]);
        Response { status, headers, body: body.to_string(), truncate: None }
    }

    fn error(error: &ApiError) -> Self {
        Response::json(error.status, &error.body())
    }

    fn into_http(self) -> Result<HttpResponse, HangUp> {
        let full = self.body.into_bytes();
        let mut builder = hyper::Response::builder().status(self.status);
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        let body = match self.truncate {
            None => body::complete(full),
            Some(length) => {
                builder = builder.header(CONTENT_LENGTH, full.len());
                body::truncated(full, length)
            }
        };
        builder.body(body).map_err(|_| HangUp)
    }
}

async fn respond(request: hyper::Request<Incoming>, state: Shared) -> Result<HttpResponse, HangUp> {
    let path = request.uri().path().to_owned();
    if let Some(path) = path.strip_prefix("/mock/") {
        return control(path, request, &state).await.into_http();
    }
    let Some(path) = path.strip_prefix("/v1") else {
        return Response::error(&ApiError::not_found(&path)).into_http();
    };
    let authorization = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let bearer = authorization.and_then(|value| value.strip_prefix("Bearer ")).map(str::to_owned);
    let mut entry = journal_entry(&request, path);
    entry.body = body_text(request).await;
    let (response, faults) = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let faults = state.faults.due(&entry.method, path);
        for fault in &faults {
            match &fault.action {
                Action::Insert { insert } => state.instance.insert(path, *insert),
                Action::Delete { delete } => state.instance.delete(path, delete),
                _ => {}
            }
        }
        let response = if bearer.as_ref() == Some(&state.key) {
            executed(&mut state, &entry, &faults).unwrap_or_else(|error| Response::error(&error))
        } else {
            Response::error(&ApiError::unauthorised())
        };
        let response = apply_faults(response, &faults);
        entry.status = response.as_ref().map_or(0, |response| response.status);
        entry.bytes = response.as_ref().map_or(0, |response| response.body.len());
        state.journal.push(entry);
        (response, faults)
    };
    for fault in faults {
        if let Action::Delay { delay_ms } = fault.action {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        }
    }
    response.ok_or(HangUp)?.into_http()
}

/// Executes a request that is authorised. A write is not executed if a fault says so; the response is then one that the
/// fault replaces or truncates.
fn executed(state: &mut MockState, request: &Request, faults: &[Fault]) -> Result<Response, ApiError> {
    lists::check_version(request)?;
    if request.method == "GET" {
        return Ok(Response::json(200, &lists::response_body(&state.instance, request)?));
    }
    if faults.iter().any(|fault| fault.action.replaces_response() && !fault.executed) {
        return Ok(Response::json(200, &serde_json::json!({ "not_executed": " ".repeat(1000) })));
    }
    let (status, body) = writes::execute(&mut state.instance, request)?;
    let mut response = Response::json(status, &body);
    if status == 204 {
        response.body.clear();
    }
    Ok(response)
}

async fn body_text(request: hyper::Request<Incoming>) -> String {
    let bytes = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Applies faults to a response. Returns `None` if the connection has to be closed without a response.
fn apply_faults(mut response: Response, faults: &[Fault]) -> Option<Response> {
    for fault in faults {
        match &fault.action {
            Action::Status { status, headers, body } => {
                let long_message = format!("This is status {status} on demand.");
                let error = ApiError::of(*status, "on_demand", "an error on demand", &long_message);
                response = Response::error(&error);
                response.headers.extend(headers.clone());
                if let Some(body) = body {
                    response.body.clone_from(body);
                }
            }
            Action::Response { response: body } => {
                response = Response::json(200, &Value::Null);
                response.body.clone_from(body);
            }
            Action::Truncate { truncate } => response.truncate = Some(*truncate),
            Action::Close { close: true } => return None,
            Action::Close { .. } | Action::Delay { .. } | Action::Insert { .. } | Action::Delete { .. } => {}
        }
    }
    Some(response)
}

fn journal_entry(request: &hyper::Request<Incoming>, path: &str) -> Request {
    let headers = request.headers().iter().filter(|(name, _)| *name != "authorization");
    Request {
        method: request.method().to_string(),
        path: path.to_owned(),
        query: request.uri().query().unwrap_or("").to_owned(),
        headers: headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()))
            .collect(),
        body: String::new(),
        status: 0,
        bytes: 0,
    }
}

/// Serves the endpoints that Clerk does not have: `GET` and `DELETE /mock/journal`, `POST` and `DELETE /mock/faults`.
async fn control(path: &str, request: hyper::Request<Incoming>, state: &Shared) -> Response {
    let method = request.method().clone();
    let body = body_text(request).await;
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    match (method.as_str(), path) {
        ("GET", "journal") => Response::json(200, &serde_json::to_value(&state.journal).unwrap_or_default()),
        ("DELETE", "journal") => {
            state.journal.clear();
            Response::json(200, &Value::Null)
        }
        ("POST", "faults") => match serde_json::from_str::<Fault>(&body) {
            Ok(fault) => {
                state.faults.add(fault);
                Response::json(200, &Value::Null)
            }
            Err(error) => Response::json(400, &Value::String(error.to_string())),
        },
        ("DELETE", "faults") => {
            state.faults.clear();
            Response::json(200, &Value::Null)
        }
        _ => Response::error(&ApiError::not_found(path)),
    }
}
