//! The journal of requests that the mock received.

use serde::Serialize;

/// A request that the mock received.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Request {
    /// HTTP method, in upper case.
    pub method: String,
    /// URL path below the base URL.
    pub path: String,
    /// Query of the URL without `?`, percent-encoded as received.
    pub query: String,
    /// Headers except `authorization`, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body; empty if the request has none.
    pub body: String,
    /// HTTP status of the response; 0 if a fault closed the connection instead.
    pub status: u16,
    /// Size of the response's body in bytes; 0 if a fault closed the connection instead.
    pub bytes: usize,
}

impl Request {
    /// The request target: URL path and query.
    pub fn target(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// The value of a header; `name` is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
