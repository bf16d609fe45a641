//! The warning that an API records no rows of an object.

use crate::client::target::Target;
use crate::host::Host;
use crate::json;

use super::{ApiContext, Scan};

impl Scan {
    /// At the end of a scan without rows, warns if the API does not record any. If the setting cannot be read, there is no
    /// warning, because the result of the query is right.
    pub(super) fn warn_if_not_recorded(&mut self, api: &mut ApiContext, host: &mut dyn Host) {
        let Some(recording) = self.plan.object.recording else { return };
        if self.decoded > 0 || self.counted.total > 0 || self.has_checked_recording {
            return;
        }
        self.has_checked_recording = true;
        let target = Target::new(recording.endpoint, &|name| api.settings.endpoint_value(name));
        let Ok(body) = api.client.get(host, &target, &mut self.waited) else { return };
        let setting = recording.attribute.iter().try_fold(body.trim(), |object, key| json::member(object, key));
        if setting == Some("false") {
            let (object, provider) = (self.plan.object.name, api.catalogue.provider);
            host.warn(&format!("{object}: {provider} does not record these rows; {}", recording.advice));
        }
    }
}
