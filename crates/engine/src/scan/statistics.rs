//! Statistics of a scan, which the host keeps.

use crate::host::{Host, Metric};

/// What was counted since the last report.
#[derive(Default)]
pub struct Statistics {
    /// Scans begun.
    pub scans: i64,
    /// Rows read from the API.
    pub rows_in: i64,
    /// Rows handed to Postgres.
    pub rows_out: i64,
    /// Bytes of answers.
    pub bytes_in: i64,
}

impl Statistics {
    /// Reports them to the host, which writes them by SQL. Postgres refuses that at the end of a scan, so they are reported
    /// page by page.
    pub fn report(&mut self, name: &str, host: &mut dyn Host) {
        let Statistics { scans, rows_in, rows_out, bytes_in } = std::mem::take(self);
        let counted = [
            (Metric::CreateTimes, scans),
            (Metric::RowsIn, rows_in),
            (Metric::RowsOut, rows_out),
            (Metric::BytesIn, bytes_in),
        ];
        for (metric, by) in counted.into_iter().filter(|(_, by)| *by > 0) {
            host.count(name, metric, by);
        }
    }
}
