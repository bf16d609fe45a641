//! Statistics: counters and metadata. The Postgres extension keeps them in a table, one row per foreign-data wrapper.

use anyhow::Result;

use crate::bindings::supabase::wrappers::stats::{Host, Metadata, Metric};
use crate::environment::HostEnvironment;
use crate::state::State;

impl<S: HostEnvironment> Host for State<S> {
    fn inc_stats(&mut self, name: String, metric: Metric, by: i64) -> Result<()> {
        let metric = match metric {
            Metric::CreateTimes => "create_times",
            Metric::RowsIn => "rows_in",
            Metric::RowsOut => "rows_out",
            Metric::BytesIn => "bytes_in",
            Metric::BytesOut => "bytes_out",
        };
        self.environment.count(&name, metric, by)
    }

    fn get_metadata(&mut self, name: String) -> Result<Metadata> {
        self.environment.metadata(&name)
    }

    fn set_metadata(&mut self, name: String, metadata: Metadata) -> Result<()> {
        self.environment.set_metadata(&name, metadata)
    }
}
