//! The callbacks of the host. One instance of a component serves one node of one plan, so there is one scan at a time.

use core::cell::RefCell;

use fdw_engine::error::Fail;
use fdw_engine::plan::Type;
use fdw_engine::rows::Cell;
use fdw_engine::setting::Provider;
use fdw_engine::shelf::Shelf;

use crate::bindings::types::{Context, Row};
use crate::context;
use crate::host::Wrappers;
use crate::raw;

/// Hosts that this guest runs on: the range is over the host's own version, which has been 0.1.x all along.
pub const HOST_VERSION: &str = "^0.1.0";

struct Instance(RefCell<Shelf>);

// SAFETY: a component's instance is entered by one thread at a time; wasm32 without atomics has no other.
unsafe impl Sync for Instance {}

static SCANS: Instance = Instance(RefCell::new(Shelf::new()));

/// Begins a scan.
pub(crate) fn begin_scan(provider: &Provider, context: &Context) -> Result<(), Fail> {
    let request = context::scan_request(context);
    SCANS.0.borrow_mut().begin(provider, &mut Wrappers { context }, request)
}

/// Hands out the next row; `false` at the end.
pub(crate) fn iter_scan(context: &Context, row: &Row) -> Result<bool, Fail> {
    let mut push = |ty: Type, value: Option<Cell>| raw::push(row, ty, value);
    SCANS.0.borrow_mut().next(&mut Wrappers { context }, &mut push)
}

/// Starts the scan over.
pub(crate) fn re_scan() -> Result<(), Fail> {
    SCANS.0.borrow_mut().rewind()
}
