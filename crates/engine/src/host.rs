//! What the engine needs from outside: the Wrappers host in a component, a script in tests.

/// A request.
#[derive(Clone)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The url.
    pub url: String,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<String>,
}

/// The method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Asks for a token.
    Post,
}

impl Method {
    /// Its name in HTTP.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// An answer, whatever its status.
#[derive(Clone)]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers, names in any case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl HttpResponse {
    /// The value of a header. `name` is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_str())
    }
}

/// Where an option is set: on the foreign server or on the foreign table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionSource {
    /// The foreign server's.
    Server,
    /// The foreign table's.
    Table,
}

/// A counter of the host's statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Scans begun.
    CreateTimes,
    /// Rows read from the API.
    RowsIn,
    /// Rows handed to Postgres.
    RowsOut,
    /// Bytes of answers.
    BytesIn,
}

/// The world outside the engine.
pub trait Host {
    /// An option.
    fn option(&self, of: OptionSource, name: &str) -> Option<String>;
    /// A secret from Vault, by its id.
    fn vault_secret(&self, id: &str) -> Option<String>;
    /// Sends a request. The error is the host's text, where no answer came.
    fn send(&mut self, request: &HttpRequest) -> Result<HttpResponse, String>;
    /// Blocks for so many milliseconds.
    fn sleep(&mut self, millis: u64);
    /// Seconds since the Unix epoch.
    fn now(&mut self) -> i64;
    /// Microseconds since the Unix epoch of an RFC 3339 time, where the text is one.
    fn parse_rfc3339(&mut self, text: &str) -> Option<i64>;
    /// Shows a notice to the user.
    fn notice(&mut self, message: &str);
    /// Shows a warning to the user.
    fn warn(&mut self, message: &str);
    /// Adds to a counter of the statistics kept for `name`.
    fn count(&mut self, name: &str, metric: Metric, by: i64);
}
