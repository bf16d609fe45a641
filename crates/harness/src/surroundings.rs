//! What stands around an instance in the harness: a clock, Vault as a map, and a record of what the instance did.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Result;
use wrappers_host::types::Cell;
use wrappers_host::{Level, Sent, Surroundings};

use crate::clock::Clock;
use crate::value::{Column, Value};

/// A message for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// How loud.
    pub level: Level,
    /// What it says.
    pub text: String,
}

/// Counters, as the extension keeps them in a table: one row per name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Every call, whatever it does: each one would take the row's lock.
    pub calls: usize,
    /// Totals by name and metric.
    pub counters: BTreeMap<(String, &'static str), i64>,
    /// Metadata by name.
    pub metadata: BTreeMap<String, String>,
}

/// The harness.
#[derive(Clone, Debug, Default)]
pub struct Harness {
    /// Secrets by id.
    pub vault: BTreeMap<String, String>,
    /// Columns of the scan.
    pub columns: Vec<Column>,
    /// Time.
    pub clock: Clock,
    /// Requests that were sent, the repeats of the host's own middleware among them.
    pub sent: Vec<Sent>,
    /// Messages for the user.
    pub messages: Vec<Message>,
    /// Counters.
    pub stats: Stats,
}

impl Surroundings for Harness {
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

    fn sent(&mut self, sent: Sent) {
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
        // Settings of a session there is none of; `role` is what guests ask for.
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
