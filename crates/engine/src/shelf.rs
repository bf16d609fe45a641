//! The scans of one plan node. Postgres begins a scan anew whenever a parameter changes, as in a correlated
//! sub-select: rows read for a value that comes again are there.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::error::{Error, Fail, fail};
use crate::host::Host;
use crate::plan::{ScanRequest, Type};
use crate::rows::Cell;
use crate::scan::Scan;
use crate::setting::{Provider, Setting};

/// The scan at hand, and those before it, as far as they fit the budget of the option `replay_budget_mib`.
pub struct Shelf {
    setting: Option<&'static Setting>,
    current: Option<Box<Scan>>,
    /// The one used last at the end.
    #[expect(clippy::vec_box, reason = "a scan is half a kilobyte: it is not moved about")]
    kept: Vec<Box<Scan>>,
    /// The sum of their sizes, which do not change while they are kept.
    bytes: usize,
    /// Scans begun with a parameter.
    keyed: u32,
    /// Whether a scan had more rows than the budget holds.
    is_past_budget: bool,
}

/// So many times a condition with a parameter is sent, each time with another value; from then on the list is read once
/// for all values. Read in full, a list of unknown length is taken for as many pages.
const MAX_KEYED: u32 = 10;

impl Shelf {
    /// Empty.
    pub const fn new() -> Self {
        Shelf { setting: None, current: None, kept: Vec::new(), bytes: 0, keyed: 0, is_past_budget: false }
    }

    /// Begins a scan: checks options, names and types, finds the secret, and makes no request.
    pub fn begin(&mut self, provider: &Provider, host: &mut dyn Host, request: ScanRequest) -> Result<(), Fail> {
        if let Some(scan) = self.current.take() {
            if scan.can_replay() {
                self.bytes += scan.size();
                self.kept.push(scan);
            } else {
                self.is_past_budget = true;
            }
        }
        let setting = match self.setting {
            Some(setting) => setting,
            // Once for an instance, to its end.
            None => self.setting.insert(Box::leak(Box::new(Setting::read(provider, host)?))),
        };
        let has_param = request.quals.iter().any(|qual| qual.is_param);
        let leaves_params = has_param && self.keyed >= MAX_KEYED && !self.is_past_budget;
        let mut scan = Scan::begin(setting, &request, leaves_params, setting.replay_budget)?;
        if let Some(at) = self.kept.iter().position(|kept| kept.plan.signature == scan.plan.signature) {
            scan = self.kept.remove(at);
            self.bytes -= scan.size();
            scan.rewind();
        } else {
            self.keyed += u32::from(has_param);
        }
        self.current = Some(scan);
        Ok(())
    }

    /// Hands out the next row; `false` at the end. After an error there is no scan to go on with.
    pub fn next(&mut self, host: &mut dyn Host, emit: &mut dyn FnMut(Type, Option<Cell>)) -> Result<bool, Fail> {
        let mut scan = self.current.take().ok_or_else(|| fail(Error::NoScan))?;
        let found = scan.next(host, emit)?;
        let budget = self.setting.as_ref().map_or(0, |setting| setting.replay_budget);
        while !self.kept.is_empty() && self.bytes + scan.size() > budget {
            self.bytes -= self.kept.remove(0).size();
        }
        self.current = Some(scan);
        Ok(found)
    }

    /// Starts the scan over.
    pub fn rewind(&mut self) -> Result<(), Fail> {
        match &mut self.current {
            Some(scan) => scan.rewind(),
            None => return Err(fail(Error::NoScan)),
        }
        Ok(())
    }
}

impl Default for Shelf {
    fn default() -> Self {
        Self::new()
    }
}
