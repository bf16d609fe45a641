//! The harness's host environment: a clock, secrets in a map, and a record of requests, messages and statistics.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Result;
use wrappers_host::types::Cell;
use wrappers_host::{HostEnvironment, Level, SentRequest};

use crate::clock::Clock;
use crate::value::{Column, Value};

/// A message for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Severity of the message.
    pub level: Level,
    /// Text of the message.
    pub text: String,
}

/// Statistics, which the extension keeps in a table with one row per foreign-data wrapper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Number of calls of any kind. Most of them would lock the row in Postgres.
    pub calls: usize,
    /// Totals by name of the foreign-data wrapper and metric.
    pub counters: BTreeMap<(String, &'static str), i64>,
    /// Metadata by name of the foreign-data wrapper, as JSON text.
    pub metadata: BTreeMap<String, String>,
}

/// Host environment of the harness.
#[derive(Clone, Debug, Default)]
pub struct Harness {
    /// Secrets of Vault by id.
    pub vault: BTreeMap<String, String>,
    /// Columns of the current scan, which determine the types of its values.
    pub columns: Vec<Column>,
    /// Clock of the guest.
    pub clock: Clock,
    /// Requests that were sent, including the retries of the host's middleware.
    pub sent: Vec<SentRequest>,
    /// Messages that the guest reported to the user.
    pub messages: Vec<Message>,
    /// Statistics that the guest counted.
    pub stats: Stats,
}

impl HostEnvironment for Harness {
    type Value = Value;

    fn accept(&self, at: usize, cell: Option<Cell>) -> Result<Value> {
        Value::from_cell(cell, &self.columns[at])
    }

    fn cell(&self, at: usize, value: &Value) -> Option<Cell> {
        (*value != Value::Null).then(|| value.to_cell(self.columns[at].ty))
    }

    fn now(&self) -> Duration {
        self.clock.now()
    }

    fn sleep(&mut self, time: Duration) {
        self.clock.sleep(time);
    }

    fn sent(&mut self, sent: SentRequest) {
        self.sent.push(sent);
    }

    fn report(&mut self, level: Level, text: &str) -> Result<()> {
        self.messages.push(Message { level, text: text.to_owned() });
        Ok(())
    }

    fn secret(&mut self, id: &str) -> Result<Option<String>> {
        Ok(self.vault.get(id).cloned().or_else(|| std::env::var(format!("VAULT_SECRET_{id}")).ok()))
    }

    fn secret_by_name(&mut self, name: &str) -> Result<Option<String>> {
        self.secret(name)
    }

    fn setting(&mut self, name: &str) -> Result<Option<String>> {
        // There is no session. Guests request only `role`, which is `none` in a session that has not changed its role.
        Ok((name == "role").then(|| "none".to_owned()))
    }

    fn count(&mut self, name: &str, metric: &'static str, by: i64) -> Result<()> {
        self.stats.calls += 1;
        *self.stats.counters.entry((name.to_owned(), metric)).or_default() += by;
        Ok(())
    }

    fn metadata(&mut self, name: &str) -> Result<Option<String>> {
        self.stats.calls += 1;
        Ok(self.stats.metadata.get(name).cloned())
    }

    fn set_metadata(&mut self, name: &str, metadata: Option<String>) -> Result<()> {
        self.stats.calls += 1;
        match metadata {
            Some(metadata) => self.stats.metadata.insert(name.to_owned(), metadata),
            None => self.stats.metadata.remove(name),
        };
        Ok(())
    }
}
