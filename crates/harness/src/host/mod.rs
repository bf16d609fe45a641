//! The imports, each as the extension does it.

mod http;
mod jwt;
mod stats;
mod time;
mod types;
mod utils;

use std::collections::BTreeMap;

use wasmtime::ResourceLimiter;

use crate::clock::Clock;
use crate::query::{Limit, Qual, Sort};
use crate::value::{Column, Value};

pub use http::Sent;
pub use stats::Stats;
pub use utils::{Level, Message, Reported};

/// What the imports work on: one instance's options and query, and what the instance did.
pub struct State {
    /// Options of the foreign server.
    pub server_options: BTreeMap<String, String>,
    /// Options of the foreign table.
    pub table_options: BTreeMap<String, String>,
    /// Options of IMPORT FOREIGN SCHEMA.
    pub import_options: BTreeMap<String, String>,
    /// Secrets by id.
    pub vault: BTreeMap<String, String>,
    /// Columns the query needs.
    pub columns: Vec<Column>,
    /// Conditions that the host could express.
    pub quals: Vec<Qual>,
    /// The order, a hint.
    pub sorts: Vec<Sort>,
    /// The limit, a hint.
    pub limit: Option<Limit>,
    /// The row being built.
    pub row: Vec<Value>,
    /// Time.
    pub clock: Clock,
    /// Requests that were sent, the repeats of the host's own middleware among them.
    pub sent: Vec<Sent>,
    /// Messages for the user.
    pub messages: Vec<Message>,
    /// Counters.
    pub stats: Stats,
    /// The largest linear memory so far, in bytes.
    pub peak_memory: usize,
}

impl State {
    /// Of an instance of a server.
    pub fn new(server_options: BTreeMap<String, String>, vault: BTreeMap<String, String>, clock: Clock) -> Self {
        State {
            server_options,
            table_options: BTreeMap::new(),
            import_options: BTreeMap::new(),
            vault,
            columns: Vec::new(),
            quals: Vec::new(),
            sorts: Vec::new(),
            limit: None,
            row: Vec::new(),
            clock,
            sent: Vec::new(),
            messages: Vec::new(),
            stats: Stats::default(),
            peak_memory: 0,
        }
    }
}

impl ResourceLimiter for State {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> anyhow::Result<bool> {
        self.peak_memory = self.peak_memory.max(desired);
        Ok(true)
    }

    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> anyhow::Result<bool> {
        Ok(true)
    }
}
