//! The scans of one plan node. Postgres begins a new scan whenever a parameter of the node changes, as in a correlated
//! subquery. The rows of earlier scans are kept, so that a parameter's value that occurs again costs no requests.

use crate::catalogue::{Catalogue, Object};
use crate::host::Host;
use crate::planner::error::PlanError;
use crate::planner::{self, KeptLocal, PlannerSettings};
use crate::reader::row_buffer::Cell;
use crate::request::ScanRequest;
use crate::request::extensions::ExtensionColumn;
use crate::request::settings::Settings;
use crate::request::types::Type;
use crate::scan::error::Error;
use crate::scan::{ApiContext, Scan};
use crate::schemas;

/// Maximum number of scans in which quals with a parameter are pushed down. After that, the whole list is read once for
/// all values of the parameter, because the planner assumes that reading it takes this number of requests.
const MAX_PARAMETER_SCANS: u64 = planner::LIST_COST;

/// The current scan, and those earlier ones that fit into the budget of the option `replay_budget_mib`.
#[derive(Default)]
pub struct ScanCache {
    api: Option<ApiContext>,
    /// The columns for attributes that only the API's own schemas describe; `None` until a query needs them.
    published: Option<Vec<ExtensionColumn>>,
    current: Option<Box<Scan>>,
    /// Earlier scans, beginning with the one that was used least recently.
    #[expect(clippy::vec_box, reason = "a scan takes half a kilobyte, which would be copied whenever it is moved")]
    kept: Vec<Box<Scan>>,
    /// Memory that `kept` uses, in bytes.
    bytes: usize,
    /// Number of scans with a parameter that could not reuse the rows of an earlier scan.
    parameter_scans: u64,
    /// Whether the rows of any scan exceeded the budget.
    is_past_budget: bool,
}

impl ScanCache {
    /// The values of the options. They and the credentials are read at the first call. Sends no request.
    pub fn settings(&mut self, catalogue: &'static Catalogue, host: &dyn Host) -> Result<&Settings, Error> {
        Ok(&self.api(catalogue, host)?.settings)
    }

    fn api(&mut self, catalogue: &'static Catalogue, host: &dyn Host) -> Result<&ApiContext, Error> {
        let api = match self.api.take() {
            Some(api) => api,
            None => ApiContext::new(catalogue, host)?,
        };
        Ok(self.api.insert(api))
    }

    /// Begins a scan: checks the options and plans the query. It sends no request, unless the query names a column that only
    /// the API's own schemas can describe.
    pub fn begin(
        &mut self,
        catalogue: &'static Catalogue,
        host: &mut dyn Host,
        mut request: ScanRequest,
    ) -> Result<(), Error> {
        self.keep_current();
        let api = self.api(catalogue, host)?;
        let (settings, refused) = (&api.settings, api.refused);
        let Settings { top_n, replay_budget, is_writable, .. } = *settings;
        request.extensions.clone_from(&settings.attributes);
        let has_parameter = request.quals.iter().any(|qual| qual.is_parameter);
        let keeps_parameters = has_parameter && self.parameter_scans >= MAX_PARAMETER_SCANS && !self.is_past_budget;
        let kept_local = if keeps_parameters { KeptLocal::Parameters } else { KeptLocal::Nothing };
        let planner_settings = PlannerSettings { top_n, kept_local, is_writable, excludes_nothing: false };
        let planner_settings = refused.restrict(planner_settings);
        let mut planned = Scan::begin(catalogue, &request, planner_settings, replay_budget);
        if let Err(Error::Plan(PlanError::UnknownColumn { object, .. })) = &planned {
            request.extensions.extend(self.published_columns(object, host)?);
            planned = Scan::begin(catalogue, &request, planner_settings, replay_budget);
        }
        let mut scan = Box::new(planned?);
        if let Some(at) = self.kept.iter().position(|kept| kept.plan.returns_same_rows(&scan.plan)) {
            scan = self.kept.remove(at);
            self.bytes -= scan.size();
            scan.rewind();
        } else {
            self.parameter_scans += u64::from(has_parameter);
        }
        self.current = Some(scan);
        Ok(())
    }

    /// The columns for attributes that only the API's own schemas describe. They are read once for a plan node.
    fn published_columns(
        &mut self,
        object: &'static Object,
        host: &mut dyn Host,
    ) -> Result<Vec<ExtensionColumn>, Error> {
        let Some(api) = &mut self.api else { return Ok(Vec::new()) };
        let (Some(extensions), Some(_)) = (&api.catalogue.extensions, object.resource_type) else {
            return Ok(Vec::new());
        };
        if self.published.is_none() {
            match schemas::read(extensions, &mut api.client, &api.settings, host) {
                Ok(schemas) => self.published = Some(schemas.columns(object)),
                // The error about the unknown column says what to do.
                Err(error) if error.failure.is_refusal() => {}
                Err(source) => return Err(Error::Request { object, source }),
            }
        }
        let known = self.published.iter().flatten();
        let is_new = |column: &&ExtensionColumn| api.settings.attributes.iter().all(|other| other.name != column.name);
        Ok(known.filter(is_new).cloned().collect())
    }

    /// Keeps the current scan if all of its rows were kept.
    fn keep_current(&mut self) {
        let Some(scan) = self.current.take() else { return };
        if scan.can_replay() {
            self.bytes += scan.size();
            self.kept.push(scan);
        } else {
            self.is_past_budget = true;
        }
    }

    /// Advances to the next row. Returns its cells with the types of their columns; `None` at the end. An error ends
    /// the scan.
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

    /// Drops the scans that were used least recently until the others fit into the budget.
    #[inline(never)] // Cold: few plan nodes keep scans.
    fn drop_oldest(&mut self) {
        let budget = self.api.as_ref().map_or(0, |api| api.settings.replay_budget);
        let current = self.current.as_ref().map_or(0, |scan| scan.size());
        while !self.kept.is_empty() && self.bytes + current > budget {
            self.bytes -= self.kept.remove(0).size();
        }
    }

    /// Returns to the beginning of the current scan.
    pub fn rewind(&mut self) -> Result<(), Error> {
        self.current.as_mut().ok_or(Error::NoScan)?.rewind();
        Ok(())
    }
}
