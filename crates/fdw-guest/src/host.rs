//! Implements the engine's [`Host`] with the functions of the Wrappers host.

use fdw_engine::host::{Host, HttpRequest, HttpResponse, Method, Metric, OptionSource};

use crate::bindings::types::{Context, OptionsType};
use crate::bindings::{http, stats, time, utils};

/// The Wrappers host during a callback.
pub struct Wrappers<'a> {
    /// The host's context of the current query.
    pub context: &'a Context,
}

impl Host for Wrappers<'_> {
    fn option(&self, source: OptionSource, name: &str) -> Option<String> {
        let options = match source {
            OptionSource::Server => OptionsType::Server,
            OptionSource::Table => OptionsType::Table,
            OptionSource::Import => OptionsType::ImportSchema,
        };
        self.context.get_options(&options).get(name)
    }

    fn vault_secret(&self, id: &str) -> Option<String> {
        utils::get_vault_secret(id)
    }

    fn send(&mut self, request: &HttpRequest) -> Result<HttpResponse, String> {
        let HttpRequest { method, url, headers, body } = request.clone();
        let request = |method| http::Request { method, url, headers, body: body.unwrap_or_default() };
        let response = match method {
            Method::Get => http::get(&request(http::Method::Get)),
            Method::Post => http::post(&request(http::Method::Post)),
            Method::Put => http::put(&request(http::Method::Put)),
            Method::Patch => http::patch(&request(http::Method::Patch)),
            Method::Delete => http::delete(&request(http::Method::Delete)),
        }?;
        Ok(HttpResponse { status: response.status_code, headers: response.headers, body: response.body })
    }

    fn sleep(&mut self, millis: u64) {
        time::sleep(millis);
    }

    fn now(&mut self) -> i64 {
        time::epoch_secs()
    }

    fn parse_rfc3339(&mut self, text: &str) -> Option<i64> {
        time::parse_from_rfc3339(text).ok()
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
