//! The journal of requests.

use serde::Serialize;

/// A request that came in.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path below the base url.
    pub path: String,
    /// The query as it came, still encoded.
    pub query: String,
    /// The headers but for the secret, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The status it was answered with; 0 where the connection was closed instead.
    pub status: u16,
    /// Bytes of the body of the answer; 0 where the connection was closed instead.
    pub bytes: usize,
}

impl Request {
    /// Path and query.
    pub fn target(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
