//! What differs from host to host.

use std::fmt;
use std::time::Duration;

use anyhow::Result;

use crate::types::Cell;

/// A host, as the imports see it. An error of any of these ends the callback that the guest is in.
pub trait Surroundings: 'static {
    /// A value of a row as the host holds it; NULL among them.
    type Value;

    /// What becomes of the cell that the guest pushed for the scan's column `at`, from 0. An error is what would panic
    /// the extension, or what Postgres would refuse.
    fn accept(&self, at: usize, cell: Option<Cell>) -> Result<Self::Value>;

    /// The row's value `at`, from 0, as a cell.
    fn cell(&self, at: usize, value: &Self::Value) -> Option<Cell>;

    /// Time since the Unix epoch.
    fn now(&self) -> Duration;

    /// Sleeps.
    fn sleep(&mut self, time: Duration);

    /// A request went out.
    fn sent(&mut self, _: Sent) {}

    /// A message for the user.
    fn report(&mut self, level: Level, text: &str) -> Result<()>;

    /// A secret of Vault by its id, or by its name.
    fn secret(&mut self, id: &str) -> Result<Option<String>>;

    /// A secret of Vault by its name.
    fn secret_by_name(&mut self, name: &str) -> Result<Option<String>>;

    /// A setting of the session.
    fn setting(&mut self, name: &str) -> Result<Option<String>>;

    /// Adds to a counter: `create_times`, `rows_in`, `rows_out`, `bytes_in` or `bytes_out`.
    fn count(&mut self, name: &str, metric: &'static str, by: i64) -> Result<()>;

    /// A component's metadata, JSON.
    fn metadata(&mut self, name: &str) -> Result<Option<String>>;

    /// Sets it.
    fn set_metadata(&mut self, name: &str, metadata: Option<String>) -> Result<()>;
}

/// How loud a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// INFO
    Info,
    /// NOTICE
    Notice,
    /// WARNING
    Warning,
}

/// An error that the guest reported rather than returned: Postgres raises it on the spot.
#[derive(Debug)]
pub struct Reported(pub String);

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Reported {}

/// A request that went out. Header values are not kept: one of them is the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The method.
    pub method: String,
    /// The url.
    pub url: String,
    /// The status that came back; `None` if no answer did.
    pub status: Option<u16>,
    /// Bytes of the body that came back.
    pub bytes: usize,
}
