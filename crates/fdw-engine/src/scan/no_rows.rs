//! Why a scan has no rows, if the API leaves them out without an error.

use crate::client::target::Target;
use crate::host::Host;
use crate::json;
use crate::planner::plan::Pushdown;

use super::{ApiContext, Scan};

impl Scan {
    /// At the end of a scan without rows, warns if the API does not record any, or if it may leave them out. Does so once
    /// for a plan node.
    pub(super) fn explain_no_rows(&mut self, api: &mut ApiContext, host: &mut dyn Host) {
        let object = self.plan.object;
        if std::mem::replace(&mut api.has_explained_no_rows, true) {
            return;
        }
        if let Some(recording) = object.recording
            && self.is_off(api, host, recording.endpoint, recording.attribute)
        {
            let provider = api.catalogue.provider;
            host.warn(&format!("{}: {provider} does not record these rows; {}", object.name, recording.advice));
        }
        if let (Some(advice), true) = (self.plan.access_path.if_omitted, self.has_read_owners) {
            host.warn(&format!("{}: {} returned no rows. {advice}", object.name, api.catalogue.provider));
        }
        let is_filtered = self.plan.quals.iter().any(|qual| qual.pushdown != Pushdown::Local);
        if let (Some(needed), true, false) = (object.needed_permission, object.is_never_empty, is_filtered) {
            let provider = api.catalogue.provider;
            host.warn(&format!("{}: {provider} returned no rows, possibly because {needed}", object.name));
        }
    }

    /// Whether a setting of the API is off. If it cannot be read, it is not known to be off.
    fn is_off(&mut self, api: &mut ApiContext, host: &mut dyn Host, endpoint: &str, attribute: &[&str]) -> bool {
        let target = Target::new(endpoint, &|name| api.settings.endpoint_value(name));
        let Ok(body) = api.client.get(host, &target, &mut self.waited) else { return false };
        attribute.iter().try_fold(body.trim(), |object, key| json::member(object, key)) == Some("false")
    }
}
