//! The scans of one plan node. Postgres begins a scan anew whenever a parameter changes, as in a correlated sub-select:
//! the rows that were read for a value that comes again are still there.

use crate::catalogue::Catalogue;
use crate::client::Client;
use crate::host::Host;
use crate::planner::{self, PlannerSettings};
use crate::reader::rows::Cell;
use crate::request::ScanRequest;
use crate::request::settings::Settings;
use crate::request::types::Type;
use crate::scan::error::Error;
use crate::scan::{ApiContext, Scan};

/// A qual with a parameter is pushed down in so many scans at most; after that the list is read once for all values, which
/// is assumed to cost as much.
const MAX_PARAMETER_SCANS: u64 = planner::LIST_COST;

/// The current scan, and earlier ones as far as they fit the budget of the option `replay_budget_mib`.
#[derive(Default)]
pub struct ScanCache {
    api: Option<ApiContext>,
    current: Option<Box<Scan>>,
    /// Earlier scans, the one used last at the end.
    #[expect(clippy::vec_box, reason = "a scan is half a kilobyte: it is not moved about")]
    kept: Vec<Box<Scan>>,
    /// The sum of the sizes of the kept scans, which do not change.
    bytes: usize,
    /// Scans begun with a parameter.
    parameter_scans: u64,
    /// Whether a scan had more rows than the budget holds.
    is_past_budget: bool,
}

impl ScanCache {
    /// What the options say: they are read once, and credentials with them. Makes no request.
    pub fn settings(&mut self, catalogue: &'static Catalogue, host: &dyn Host) -> Result<&Settings, Error> {
        Ok(&self.api(catalogue, host)?.settings)
    }

    fn api(&mut self, catalogue: &'static Catalogue, host: &dyn Host) -> Result<&ApiContext, Error> {
        let api = match self.api.take() {
            Some(api) => api,
            None => {
                let settings = Settings::read(catalogue, host)?;
                let client = Client::new(catalogue, &settings, host)?;
                ApiContext { catalogue, settings, client }
            }
        };
        Ok(self.api.insert(api))
    }

    /// Begins a scan: checks options, names and types, and makes no request.
    pub fn begin(
        &mut self,
        catalogue: &'static Catalogue,
        host: &dyn Host,
        request: &ScanRequest,
    ) -> Result<(), Error> {
        self.keep_current();
        let settings = self.settings(catalogue, host)?;
        let (top_n, replay_budget) = (settings.top_n, settings.replay_budget);
        let has_parameter = request.quals.iter().any(|qual| qual.is_parameter);
        let leaves_parameters = has_parameter && self.parameter_scans >= MAX_PARAMETER_SCANS && !self.is_past_budget;
        let planner_settings = PlannerSettings { top_n, leaves_parameters };
        let mut scan = Box::new(Scan::begin(catalogue, request, planner_settings, replay_budget)?);
        if let Some(at) = self.kept.iter().position(|kept| kept.plan.gives_same_rows(&scan.plan)) {
            scan = self.kept.remove(at);
            self.bytes -= scan.size();
            scan.rewind();
        } else {
            self.parameter_scans += u64::from(has_parameter);
        }
        self.current = Some(scan);
        Ok(())
    }

    /// Keeps the current scan, if its rows are still there.
    fn keep_current(&mut self) {
        let Some(scan) = self.current.take() else { return };
        if scan.can_replay() {
            self.bytes += scan.size();
            self.kept.push(scan);
        } else {
            self.is_past_budget = true;
        }
    }

    /// The cells of the next row, with the types of their columns; `None` at the end. After an error there is no scan to go
    /// on with.
    pub fn next<'a>(
        &'a mut self,
        host: &mut dyn Host,
    ) -> Result<Option<impl Iterator<Item = (Type, Option<Cell<'a>>)> + use<'a>>, Error> {
        let (Some(scan), Some(api)) = (&mut self.current, &mut self.api) else {
            return Err(Error::NoScan);
        };
        let found = match scan.next(api, host) {
            Ok(found) => found,
            Err(error) => {
                self.current = None;
                return Err(error);
            }
        };
        if !self.kept.is_empty() {
            self.drop_oldest();
        }
        Ok(self.current.as_deref().filter(|_| found).map(Scan::cells))
    }

    /// Drops the earliest scans until the rest fits the budget.
    #[inline(never)] // Cold: few plan nodes keep scans.
    fn drop_oldest(&mut self) {
        let budget = self.api.as_ref().map_or(0, |api| api.settings.replay_budget);
        let current = self.current.as_ref().map_or(0, |scan| scan.size());
        while !self.kept.is_empty() && self.bytes + current > budget {
            self.bytes -= self.kept.remove(0).size();
        }
    }

    /// Starts the scan over.
    pub fn rewind(&mut self) -> Result<(), Error> {
        self.current.as_mut().ok_or(Error::NoScan)?.rewind();
        Ok(())
    }
}
