//! The fallback: if the API refuses a filter, an order or an access path that it does not have, the list is read without
//! any, and Postgres checks the conditions.

use crate::catalogue::Catalogue;
use crate::client::error::RequestError;
use crate::host::{Host, Method};
use crate::planner::plan::{KeyPlan, Plan, Pushdown};
use crate::planner::{self, KeptLocal, PlannerSettings};
use crate::request::ScanRequest;

use super::paging::Paging;
use super::{ApiContext, Scan};

/// The plan that keeps all quals local; `None` if nothing is pushed down by `plan`, if the API never refuses filters, or if
/// the query can only be answered with a key.
pub(super) fn plan(
    catalogue: &'static Catalogue,
    request: &ScanRequest,
    settings: PlannerSettings,
    plan: &Plan,
) -> Option<Plan> {
    let pushes_down = plan.quals.iter().any(|qual| qual.pushdown != Pushdown::Local);
    let excludes = catalogue.pages.exclude.is_some_and(|name| plan.parameters.iter().any(|other| other.name == name));
    if catalogue.errors.unsupported.is_empty() || !(pushes_down || excludes) {
        return None;
    }
    let settings = PlannerSettings { kept_local: KeptLocal::Everything, ..settings };
    let plan = planner::plan(catalogue, request, settings).ok()?;
    let has_keys = !plan.keys.iter().any(|key| key.values == KeyPlan::Missing);
    has_keys.then_some(plan)
}

impl Scan {
    /// Begins again with the fallback, if a request failed possibly because the API refuses a filter. Returns whether it
    /// did; if not, the error is final.
    pub(super) fn falls_back(&mut self, api: &mut ApiContext, host: &mut dyn Host, error: &RequestError) -> bool {
        // The token endpoint has no filters.
        let is_refused = error.method == Method::Get && error.failure.has_status(api.catalogue.errors.unsupported);
        let has_paging = matches!(api.paging, Some(Paging::Sorted(_) | Paging::Cursor(_)));
        let plan = match self.fallback.take() {
            Some(plan) => *plan,
            None if has_paging => self.plan.clone(),
            None => return false,
        };
        if !is_refused || self.decoded > 0 || self.counted.total > 0 {
            return false;
        }
        api.paging = api.paging.map(|_| Paging::Declared);
        host.notice(&format!(
            "{}: {error}: {}; the list is read without conditions instead, and Postgres checks them",
            self.plan.object.name, error.failure
        ));
        let (waited, statistics) = (self.waited, std::mem::take(&mut self.statistics));
        *self = Scan { waited, statistics, ..Scan::of_plan(plan, None, self.replay.budget()) };
        true
    }
}
