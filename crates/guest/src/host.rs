//! The engine's view of the host.

use alloc::string::String;

use fdw_engine::host::{Host, Metric, Response};

use crate::bindings::types::{Context, OptionsType};
use crate::bindings::{stats, time, utils};
use crate::raw;

/// The host that a callback came from.
pub(crate) struct Wrappers<'a> {
    pub(crate) context: &'a Context,
}

impl Host for Wrappers<'_> {
    fn server_option(&self, name: &str) -> Option<String> {
        self.context.get_options(&OptionsType::Server).get(name)
    }

    fn table_option(&self, name: &str) -> Option<String> {
        self.context.get_options(&OptionsType::Table).get(name)
    }

    fn vault_secret(&mut self, id: &str) -> Option<String> {
        utils::get_vault_secret(id)
    }

    fn get(&mut self, url: &str, headers: &[(String, String)]) -> Result<Response, String> {
        raw::get(url, headers)
    }

    fn sleep(&mut self, millis: u64) {
        time::sleep(millis);
    }

    fn now(&mut self) -> i64 {
        time::epoch_secs()
    }

    fn parse_rfc3339(&mut self, text: &str) -> Option<i64> {
        raw::parse_rfc3339(text)
    }

    fn notice(&mut self, message: &str) {
        utils::report_notice(message);
    }

    fn warn(&mut self, message: &str) {
        utils::report_warning(message);
    }

    fn count(&mut self, name: &str, metric: Metric, by: i64) {
        let metric = match metric {
            Metric::CreateTimes => stats::Metric::CreateTimes,
            Metric::RowsIn => stats::Metric::RowsIn,
            Metric::RowsOut => stats::Metric::RowsOut,
            Metric::BytesIn => stats::Metric::BytesIn,
        };
        stats::inc_stats(name, metric, by);
    }
}
