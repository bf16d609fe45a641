//! A server on loopback that keeps what it was asked and answers as a test says.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tiny_http::{Header, Response, Server};

/// A request.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    /// Path and query as they were sent.
    pub target: String,
    pub authorization: String,
    pub body: String,
}

impl Asked {
    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or("")
    }

    /// The first value of a parameter, as it was sent.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// A parameter that is a number.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.parameter(name)?.parse().ok()
    }
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl Answer {
    pub fn ok(body: impl Into<String>) -> Answer {
        Answer::status(200, body)
    }

    pub fn status(status: u16, body: impl Into<String>) -> Answer {
        Answer { status, headers: vec![], body: body.into() }
    }
}

/// A running server; it stops when it is dropped.
pub struct Api {
    server: Arc<Server>,
    asked: Arc<Mutex<Vec<Asked>>>,
    thread: Option<JoinHandle<()>>,
}

impl Api {
    /// Starts a server.
    pub fn start(mut answer: impl FnMut(&Asked) -> Answer + Send + 'static) -> Api {
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a server"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (serving, kept) = (Arc::clone(&server), Arc::clone(&asked));
        let thread = std::thread::spawn(move || {
            for mut request in serving.incoming_requests() {
                let mut body = String::new();
                request.as_reader().read_to_string(&mut body).expect("a body");
                let header = |name: &'static str| {
                    let found = request.headers().iter().find(|header| header.field.equiv(name));
                    found.map(|header| header.value.to_string()).unwrap_or_default()
                };
                let one = Asked {
                    method: request.method().to_string(),
                    target: request.url().to_owned(),
                    authorization: header("authorization"),
                    body,
                };
                let Answer { status, headers, body } = answer(&one);
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(one);
                let mut response = Response::from_string(body).with_status_code(status);
                for (name, value) in headers {
                    response.add_header(Header::from_bytes(name, value).expect("a header"));
                }
                // The client may be gone.
                let _ = request.respond(response);
            }
        });
        Api { server, asked, thread: Some(thread) }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.server.server_addr())
    }

    /// What was asked since the last call.
    pub fn take(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Method, path and query of what was asked since the last call; GET goes without saying.
    pub fn targets(&self) -> Vec<String> {
        let shown = |asked: Asked| match asked.method.as_str() {
            "GET" => asked.target,
            method => format!("{method} {}", asked.target),
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
