//! The interface between the imports and a host implementation.

use std::fmt;
use std::time::Duration;

use anyhow::Result;

use crate::types::Cell;

/// What a host implementation supplies to the guest's imports.
///
/// An error of any method aborts the guest's current routine and is returned as [`CallError`](crate::CallError).
pub trait HostEnvironment: 'static {
    /// A value of a row, including NULL, in the host's own representation.
    type Value;

    /// Converts the cell that the guest pushed for the scan's column `at`, counted from 0; `None` is NULL.
    ///
    /// # Errors
    /// Fails where the Postgres extension would panic or Postgres would reject the value.
    fn accept(&self, at: usize, cell: Option<Cell>) -> Result<Self::Value>;

    /// Converts the row's value `at`, counted from 0, into a cell; `None` is NULL.
    fn cell(&self, at: usize, value: &Self::Value) -> Option<Cell>;

    /// Time since the Unix epoch.
    fn now(&self) -> Duration;

    /// Sleeps for `time`.
    fn sleep(&mut self, time: Duration);

    /// Called after each HTTP request of the guest, retries by the host included.
    fn sent(&mut self, _: SentRequest) {}

    /// Shows a message to the user.
    fn report(&mut self, level: Level, text: &str) -> Result<()>;

    /// Reads a secret from Vault by its id or its name; `None` if Vault has no such secret.
    fn secret(&mut self, id: &str) -> Result<Option<String>>;

    /// Reads a secret from Vault by its name; `None` if Vault has no such secret.
    fn secret_by_name(&mut self, name: &str) -> Result<Option<String>>;

    /// Reads a Postgres configuration parameter of the session; `None` if it is not set.
    fn setting(&mut self, name: &str) -> Result<Option<String>>;

    /// Adds `by` to a counter of the foreign-data wrapper `name`. `metric` is `create_times`, `rows_in`, `rows_out`,
    /// `bytes_in` or `bytes_out`.
    fn count(&mut self, name: &str, metric: &'static str, by: i64) -> Result<()>;

    /// Reads the metadata stored for the foreign-data wrapper `name`, as JSON text; `None` if there is none.
    fn metadata(&mut self, name: &str) -> Result<Option<String>>;

    /// Stores metadata for the foreign-data wrapper `name`, as JSON text; `None` removes it.
    fn set_metadata(&mut self, name: &str, metadata: Option<String>) -> Result<()>;
}

/// Severity of a message, as in Postgres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// INFO
    Info,
    /// NOTICE
    Notice,
    /// WARNING
    Warning,
}

/// An error that the guest raised with `report-error` instead of returning it. Postgres raises it immediately.
#[derive(Debug)]
pub struct Reported(pub String);

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Reported {}

/// An HTTP request that the guest sent. Headers are not kept, because one of them contains the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentRequest {
    /// HTTP method, in upper case.
    pub method: String,
    /// Requested URL.
    pub url: String,
    /// HTTP status of the response; `None` if the host received no complete response.
    pub status: Option<u16>,
    /// Size of the response's body in bytes; 0 if there is no status.
    pub bytes: usize,
}
