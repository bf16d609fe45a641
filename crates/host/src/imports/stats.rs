//! Counters. The extension keeps them in a table, one row per name.

use anyhow::Result;

use crate::bindings::supabase::wrappers::stats::{Host, Metadata, Metric};
use crate::state::State;
use crate::surroundings::Surroundings;

impl<S: Surroundings> Host for State<S> {
    fn inc_stats(&mut self, name: String, metric: Metric, by: i64) -> Result<()> {
        let metric = match metric {
            Metric::CreateTimes => "create_times",
            Metric::RowsIn => "rows_in",
            Metric::RowsOut => "rows_out",
            Metric::BytesIn => "bytes_in",
            Metric::BytesOut => "bytes_out",
        };
        self.surroundings.count(&name, metric, by)
    }

    fn get_metadata(&mut self, name: String) -> Result<Metadata> {
        self.surroundings.metadata(&name)
    }

    fn set_metadata(&mut self, name: String, metadata: Metadata) -> Result<()> {
        self.surroundings.set_metadata(&name, metadata)
    }
}
