//! Time: the clock, parsing, formatting and sleeping.

use std::time::Duration;

use anyhow::Result;
use chrono::DateTime;

use crate::bindings::supabase::wrappers::time::{Host, TimeError, TimeResult};
use crate::environment::HostEnvironment;
use crate::state::State;

impl<S: HostEnvironment> Host for State<S> {
    fn epoch_secs(&mut self) -> Result<i64> {
        Ok(self.environment.now().as_secs() as i64)
    }

    fn parse_from_rfc3339(&mut self, text: String) -> Result<TimeResult> {
        let time = DateTime::parse_from_rfc3339(&text);
        Ok(time.map(|time| time.timestamp_micros()).map_err(|error| error.to_string()))
    }

    fn parse_from_str(&mut self, text: String, format: String) -> Result<TimeResult> {
        let time = DateTime::parse_from_str(&text, &format);
        Ok(time.map(|time| time.timestamp_micros()).map_err(|error| error.to_string()))
    }

    // Whatever the name says, the guest passes microseconds.
    fn epoch_ms_to_rfc3339(&mut self, micros: i64) -> Result<Result<String, TimeError>> {
        let time = DateTime::from_timestamp_micros(micros).map(|time| time.to_rfc3339());
        Ok(time.ok_or_else(|| "invalid microseconds since Unix Epoch".to_owned()))
    }

    fn sleep(&mut self, millis: u64) -> Result<()> {
        self.environment.sleep(Duration::from_millis(millis));
        Ok(())
    }
}
