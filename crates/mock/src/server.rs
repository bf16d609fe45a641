//! The server: connections, the way in, the journal, and what faults do to answers.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::World;
use crate::errors::ApiError;
use crate::faults::{Action, Fault};
use crate::journal::Request;
use crate::lists;

type Shared = Arc<Mutex<World>>;
type Body = BoxBody<Bytes, Infallible>;
type Response = hyper::Response<Body>;

/// The mock hangs up on purpose.
#[derive(Debug)]
struct HangUp;

impl std::fmt::Display for HangUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("closed on demand")
    }
}

impl std::error::Error for HangUp {}

pub(crate) async fn serve(listener: std::net::TcpListener, world: Shared, mut stop: oneshot::Receiver<()>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        let connection = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stop => return,
        };
        let Ok((stream, _)) = connection else { continue };
        let world = Arc::clone(&world);
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(request, Arc::clone(&world)));
            // How a connection ends is the client's affair.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// An answer before it becomes HTTP.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
    truncate: Option<usize>,
}

impl Answer {
    fn json(status: u16, body: &Value) -> Self {
        let headers = BTreeMap::from([(CONTENT_TYPE.to_string(), "application/json".to_owned())]);
        Answer { status, headers, body: body.to_string(), truncate: None }
    }

    fn error(error: &ApiError) -> Self {
        Answer::json(error.status, &error.body())
    }

    fn into_http(self) -> Result<Response, HangUp> {
        let full = Bytes::from(self.body);
        let mut builder = hyper::Response::builder().status(self.status);
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        let body = match self.truncate {
            None => Full::new(full).boxed(),
            Some(length) => {
                builder = builder.header(CONTENT_LENGTH, full.len());
                let part = full.slice(..length.min(full.len()));
                Truncated { part: Some(part), is_flushed: false }.boxed()
            }
        };
        builder.body(body).map_err(|_| HangUp)
    }
}

/// A body that ends before the length that its head tells.
struct Truncated {
    part: Option<Bytes>,
    /// Whether what there is has been flushed: hyper does so when it has to wait for more.
    is_flushed: bool,
}

impl hyper::body::Body for Truncated {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.part.is_none() && !self.is_flushed {
            self.is_flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.part.take().map(|part| Ok(Frame::data(part))))
    }
}

async fn answer(request: hyper::Request<Incoming>, world: Shared) -> Result<Response, HangUp> {
    let path = request.uri().path().to_owned();
    if let Some(path) = path.strip_prefix("/mock/") {
        return control(path, request, &world).await.into_http();
    }
    let Some(path) = path.strip_prefix("/v1") else {
        return Answer::error(&ApiError::not_found(&path)).into_http();
    };
    let mut entry = entry(&request, path);
    let authorization = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let (answer, actions) = {
        let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
        let is_let_in = authorization.and_then(|value| value.strip_prefix("Bearer ")) == Some(world.key.as_str());
        let actions = world.faults.due(path);
        for action in &actions {
            match action {
                Action::Insert { insert } => world.instance.insert(path, *insert),
                Action::Delete { delete } => world.instance.delete(path, delete),
                _ => {}
            }
        }
        let answer = if is_let_in {
            match lists::answer(&world.instance, &entry) {
                Ok(body) => Answer::json(200, &body),
                Err(error) => Answer::error(&error),
            }
        } else {
            Answer::error(&ApiError::unauthorised())
        };
        let answer = distort(answer, &actions);
        entry.status = answer.as_ref().map_or(0, |answer| answer.status);
        entry.bytes = answer.as_ref().map_or(0, |answer| answer.body.len());
        world.journal.push(entry);
        (answer, actions)
    };
    for action in actions {
        if let Action::Delay { delay_ms } = action {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        }
    }
    answer.ok_or(HangUp)?.into_http()
}

/// What faults make of an answer; `None` if nothing is left of it.
fn distort(mut answer: Answer, actions: &[Action]) -> Option<Answer> {
    for action in actions {
        match action {
            Action::Status { status, headers, body } => {
                let error = ApiError {
                    status: *status,
                    code: "on_demand",
                    message: "an error on demand",
                    long_message: format!("This is status {status} on demand."),
                };
                answer = Answer::error(&error);
                answer.headers.extend(headers.clone());
                if let Some(body) = body {
                    answer.body.clone_from(body);
                }
            }
            Action::Answer { answer: body } => {
                answer = Answer::json(200, &Value::Null);
                answer.body.clone_from(body);
            }
            Action::Truncate { truncate } => answer.truncate = Some(*truncate),
            Action::Close { close: true } => return None,
            Action::Close { .. } | Action::Delay { .. } | Action::Insert { .. } | Action::Delete { .. } => {}
        }
    }
    Some(answer)
}

fn entry(request: &hyper::Request<Incoming>, path: &str) -> Request {
    let headers = request.headers().iter().filter(|(name, _)| *name != "authorization");
    Request {
        method: request.method().to_string(),
        path: path.to_owned(),
        query: request.uri().query().unwrap_or("").to_owned(),
        headers: headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()))
            .collect(),
        status: 0,
        bytes: 0,
    }
}

/// What is not Clerk's: the journal, and faults. `GET` and `DELETE /mock/journal`, `POST` and `DELETE /mock/faults`.
async fn control(path: &str, request: hyper::Request<Incoming>, world: &Shared) -> Answer {
    let method = request.method().clone();
    let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
    match (method.as_str(), path) {
        ("GET", "journal") => Answer::json(200, &serde_json::to_value(&world.journal).unwrap_or_default()),
        ("DELETE", "journal") => {
            world.journal.clear();
            Answer::json(200, &Value::Null)
        }
        ("POST", "faults") => match serde_json::from_slice::<Fault>(&body) {
            Ok(fault) => {
                world.faults.add(fault);
                Answer::json(200, &Value::Null)
            }
            Err(error) => Answer::json(400, &Value::String(error.to_string())),
        },
        ("DELETE", "faults") => {
            world.faults.clear();
            Answer::json(200, &Value::Null)
        }
        _ => Answer::error(&ApiError::not_found(path)),
    }
}
