//! Counters, as the extension keeps them in a table: one row per name.

use std::collections::BTreeMap;

use anyhow::Result;

use super::State;
use crate::bindings::supabase::wrappers::stats::{Host, Metadata, Metric};

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Every call, in order, whatever it does: each one would take the row's lock.
    pub calls: usize,
    /// Totals by name and metric.
    pub counters: BTreeMap<(String, &'static str), i64>,
    /// Metadata by name.
    pub metadata: BTreeMap<String, String>,
}

impl Host for State {
    fn inc_stats(&mut self, name: String, metric: Metric, by: i64) -> Result<()> {
        let metric = match metric {
            Metric::CreateTimes => "create_times",
            Metric::RowsIn => "rows_in",
            Metric::RowsOut => "rows_out",
            Metric::BytesIn => "bytes_in",
            Metric::BytesOut => "bytes_out",
        };
        self.stats.calls += 1;
        *self.stats.counters.entry((name, metric)).or_default() += by;
        Ok(())
    }

    fn get_metadata(&mut self, name: String) -> Result<Metadata> {
        self.stats.calls += 1;
        Ok(self.stats.metadata.get(&name).cloned())
    }

    fn set_metadata(&mut self, name: String, metadata: Metadata) -> Result<()> {
        self.stats.calls += 1;
        match metadata {
            Some(metadata) => self.stats.metadata.insert(name, metadata),
            None => self.stats.metadata.remove(&name),
        };
        Ok(())
    }
}
