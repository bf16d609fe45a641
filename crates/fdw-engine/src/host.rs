//! The interface between the engine and everything outside it. In a component, the Wrappers host implements it; in
//! tests, a script with prepared responses does.

/// An HTTP request.
#[derive(Clone)]
pub struct HttpRequest {
    /// The HTTP method.
    pub method: Method,
    /// The absolute URL.
    pub url: String,
    /// The headers. Names are in lower case, because the host panics on upper-case letters.
    pub headers: Vec<(String, String)>,
    /// The body; `None` if the request has none.
    pub body: Option<String>,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET, which reads rows.
    Get,
    /// POST, which requests an access token, inserts a row or changes its state.
    Post,
    /// PUT, which replaces a part of a row.
    Put,
    /// PATCH, which updates a row.
    Patch,
    /// DELETE, which deletes a row.
    Delete,
}

impl Method {
    /// The name of the method in HTTP.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }
}

/// An HTTP response with any status.
#[derive(Clone)]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers. Their names can be in upper or lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl HttpResponse {
    /// The value of the first header with this name; `None` if there is none. `name` is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_str())
    }
}

/// Where an option is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionSource {
    /// On the foreign server.
    Server,
    /// On the foreign table.
    Table,
    /// In the statement IMPORT FOREIGN SCHEMA.
    Import,
}

/// A counter of the host's statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Number of scans begun.
    CreateTimes,
    /// Number of rows read from the API.
    RowsIn,
    /// Number of rows returned to Postgres.
    RowsOut,
    /// Number of bytes in the bodies of responses.
    BytesIn,
}

/// Everything outside the engine: HTTP, the clock, Vault, options, messages and statistics.
pub trait Host {
    /// The value of an option; `None` if it is not set.
    fn option(&self, source: OptionSource, name: &str) -> Option<String>;
    /// The value of the Vault secret with this id; `None` if it does not exist or the current role may not read it.
    fn vault_secret(&self, id: &str) -> Option<String>;
    /// Sends a request and waits for the response, whatever its status.
    ///
    /// # Errors
    /// The host's error text, if there was no response.
    fn send(&mut self, request: &HttpRequest) -> Result<HttpResponse, String>;
    /// Blocks for this number of milliseconds. Cancelling the query does not end the sleep.
    fn sleep(&mut self, millis: u64);
    /// The current time, in seconds since the Unix epoch.
    fn now(&mut self) -> i64;
    /// Parses an RFC 3339 time. Returns microseconds since the Unix epoch; `None` if the text is not such a time.
    fn parse_rfc3339(&mut self, text: &str) -> Option<i64>;
    /// Shows a notice to the user.
    fn notice(&mut self, message: &str);
    /// Shows a warning to the user.
    fn warn(&mut self, message: &str);
    /// Adds `by` to a counter of the statistics that the host records under `name`.
    fn count(&mut self, name: &str, metric: Metric, by: i64);
}
