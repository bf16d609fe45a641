//! An HTTP server on the loopback interface that records requests and leaves the responses to the test.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tiny_http::{Header, Server};

/// A recorded request.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    /// URL path and query, as they were sent.
    pub target: String,
    /// The header `Authorization`; empty if the request has none.
    pub authorization: String,
    pub body: String,
}

impl Request {
    /// The URL path, without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or("")
    }

    /// The first value of a query parameter, as it was sent.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// The value of a query parameter, as a number.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.parameter(name)?.parse().ok()
    }
}

/// A response to a request.
pub struct Response {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl Response {
    pub fn ok(body: impl Into<String>) -> Response {
        Response::status(200, body)
    }

    pub fn status(status: u16, body: impl Into<String>) -> Response {
        Response { status, headers: vec![], body: body.into() }
    }
}

/// A running server; it stops when it is dropped.
pub struct Api {
    server: Arc<Server>,
    requests: Arc<Mutex<Vec<Request>>>,
    thread: Option<JoinHandle<()>>,
}

impl Api {
    /// Starts a server that sends the responses which `respond` returns.
    pub fn start(mut respond: impl FnMut(&Request) -> Response + Send + 'static) -> Api {
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a server"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (serving, journal) = (Arc::clone(&server), Arc::clone(&requests));
        let thread = std::thread::spawn(move || {
            for mut request in serving.incoming_requests() {
                let mut body = String::new();
                request.as_reader().read_to_string(&mut body).expect("a body");
                let header = |name: &'static str| {
                    let found = request.headers().iter().find(|header| header.field.equiv(name));
                    found.map(|header| header.value.to_string()).unwrap_or_default()
                };
                let recorded = Request {
                    method: request.method().to_string(),
                    target: request.url().to_owned(),
                    authorization: header("authorization"),
                    body,
                };
                let Response { status, headers, body } = respond(&recorded);
                journal.lock().unwrap_or_else(PoisonError::into_inner).push(recorded);
                let mut response = tiny_http::Response::from_string(body).with_status_code(status);
                for (name, value) in headers {
                    response.add_header(Header::from_bytes(name, value).expect("a header"));
                }
                // The client may have closed the connection.
                let _ = request.respond(response);
            }
        });
        Api { server, requests, thread: Some(thread) }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.server.server_addr())
    }

    /// The requests since the last call.
    pub fn take(&self) -> Vec<Request> {
        std::mem::take(&mut self.requests.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Method and target of the requests since the last call. The method GET is omitted.
    pub fn targets(&self) -> Vec<String> {
        let shown = |request: Request| match request.method.as_str() {
            "GET" => request.target,
            method => format!("{method} {}", request.target),
        };
        self.take().into_iter().map(shown).collect()
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
