//! Fallbacks: if the API refuses a filter, an excluded attribute or an access path that it does not have, the rows are read
//! without it, and Postgres checks the conditions.

use std::collections::VecDeque;

use crate::catalogue::Catalogue;
use crate::client::error::RequestError;
use crate::host::{Host, Method};
use crate::planner::plan::{KeyPlan, Plan, Pushdown};
use crate::planner::{self, KeptLocal, PlannerSettings};
use crate::request::ScanRequest;

use super::{ApiContext, Scan};

/// What an API has refused.
#[derive(Clone, Copy, Debug, Default)]
pub struct Refused {
    /// Filters, or access paths that a condition selects.
    pub conditions: bool,
    /// The query parameter for attributes that the API leaves out.
    pub exclusions: bool,
}

impl Refused {
    /// The settings of a scan that does not send what the API has refused.
    pub fn restrict(self, settings: PlannerSettings) -> PlannerSettings {
        let kept_local = if self.conditions { KeptLocal::Everything } else { settings.kept_local };
        PlannerSettings { kept_local, excludes_nothing: settings.excludes_nothing || self.exclusions, ..settings }
    }
}

/// The plans with fewer parameters than `plan`, in the order in which they are tried. There are none if the API never refuses
/// what it does not support, or if the query can only be answered with a key.
pub(super) fn plans(
    catalogue: &'static Catalogue,
    request: &ScanRequest,
    settings: PlannerSettings,
    plan: &Plan,
) -> VecDeque<Plan> {
    if catalogue.errors.unsupported.is_empty() {
        return VecDeque::new();
    }
    let is_key = |column: &str| plan.keys.iter().any(|key| key.column == column);
    let pushed = || plan.quals.iter().filter(|qual| qual.pushdown != Pushdown::Local);
    let (conditions, filters) = (pushed().next().is_some(), pushed().any(|qual| !is_key(&qual.column)));
    let excludes = catalogue.pages.exclude.is_some_and(|name| plan.parameters.iter().any(|other| other.name == name));
    let mut refusals = Vec::new();
    // Filters are refused more often than exclusions.
    if filters {
        refusals.push(Refused { conditions: true, exclusions: false });
    } else if excludes {
        refusals.push(Refused { conditions: false, exclusions: true });
    }
    if conditions && (excludes || !filters) {
        refusals.push(Refused { conditions: true, exclusions: true });
    }
    let plan = |refused: Refused| planner::plan(catalogue, request, refused.restrict(settings)).ok();
    let has_keys = |plan: &Plan| !plan.keys.iter().any(|key| key.values == KeyPlan::Missing);
    refusals.into_iter().filter_map(plan).filter(has_keys).collect()
}

impl Scan {
    /// Begins again with the next fallback, if a request failed possibly because the API refuses a parameter. Returns whether
    /// it did; if not, the error is final.
    pub(super) fn falls_back(&mut self, api: &mut ApiContext, host: &mut dyn Host, error: &RequestError) -> bool {
        // The token endpoint has no filters.
        let is_refused = error.method == Method::Get && error.failure.has_status(api.catalogue.errors.unsupported);
        if !is_refused || self.decoded > 0 || self.counted.total > 0 {
            return false;
        }
        let mut fallbacks = std::mem::take(&mut self.fallbacks);
        let Some(plan) = fallbacks.pop_front() else { return false };
        let conditions = |plan: &Plan| plan.quals.iter().filter(|qual| qual.pushdown != Pushdown::Local).count();
        let instead = if conditions(&plan) < conditions(&self.plan) {
            api.refused.conditions = true;
            "the list is read without conditions instead, and Postgres checks them"
        } else {
            api.refused.exclusions = true;
            "all attributes are requested instead"
        };
        host.notice(&format!("{}: {error}: {}; {instead}", self.plan.object.name, error.failure));
        let (waited, statistics) = (self.waited, std::mem::take(&mut self.statistics));
        *self = Scan { waited, statistics, ..Scan::of_plan(plan, fallbacks, self.replay.budget()) };
        true
    }
}
