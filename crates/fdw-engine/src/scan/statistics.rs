//! Statistics of a scan, which the host records.

use crate::host::{Host, Metric};

/// Counters since the last report.
#[derive(Default)]
pub struct Statistics {
    /// Number of scans that have begun, including rescans.
    pub scans: i64,
    /// Number of rows read from the API.
    pub rows_in: i64,
    /// Number of rows returned to Postgres.
    pub rows_out: i64,
    /// Number of bytes in the bodies of responses.
    pub bytes_in: i64,
}

impl Statistics {
    /// Reports the counters to the host and resets them. The host writes them to a table by SQL, which Postgres rejects
    /// at the end of a scan, so they are reported after each page.
    pub fn report(&mut self, name: &str, host: &mut dyn Host) {
        let Statistics { scans, rows_in, rows_out, bytes_in } = std::mem::take(self);
        let counters = [
            (Metric::CreateTimes, scans),
            (Metric::RowsIn, rows_in),
            (Metric::RowsOut, rows_out),
            (Metric::BytesIn, bytes_in),
        ];
        for (metric, by) in counters.into_iter().filter(|(_, by)| *by > 0) {
            host.count(name, metric, by);
        }
    }
}
