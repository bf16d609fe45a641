//! What the engine needs from outside: the Wrappers host in a component, a script in tests.

use alloc::string::String;

/// An answer to a request, whatever its status.
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The header Retry-After, where it is there.
    pub retry_after: Option<String>,
    /// The body as text.
    pub body: String,
}

/// Counters that the host can keep for a wrapper.
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
    /// An option of the foreign server.
    fn server_option(&self, name: &str) -> Option<String>;
    /// An option of the foreign table.
    fn table_option(&self, name: &str) -> Option<String>;
    /// A secret from Vault, by its id.
    fn vault_secret(&mut self, id: &str) -> Option<String>;
    /// Sends a GET. Header names are lower-case. The error is the host's text, where no answer came.
    fn get(&mut self, url: &str, headers: &[(String, String)]) -> Result<Response, String>;
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
    /// Adds to a counter of the wrapper `name`.
    fn count(&mut self, name: &str, metric: Metric, by: i64);
}
