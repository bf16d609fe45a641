//! Memory that the framework leaves behind where a statement fails.
//!
//! For each scan the framework makes a memory context that outlives transactions, and deletes it when the scan ends. A
//! scan that Postgres aborts has no end, so its context, with the rows read so far, stays for the life of the backend.
//! No scan outlives its transaction, so what is there when one ends is garbage.

use std::cell::Cell;
use std::ffi::CStr;

use pgrx::pg_sys;
use pgrx::{PgXactCallbackEvent, register_xact_callback};

/// The framework's name for the parent of those contexts, itself a child of Postgres' cache context.
const PARENT: &CStr = c"WrappersRootMemCtx";

thread_local! {
    static IS_REGISTERED: Cell<bool> = const { Cell::new(false) };
}

/// Deletes what is left when the transaction ends, however it does.
pub fn forget_at_end_of_transaction() {
    if !IS_REGISTERED.replace(true) {
        for event in [PgXactCallbackEvent::Commit, PgXactCallbackEvent::Abort, PgXactCallbackEvent::Prepare] {
            register_xact_callback(event, forget);
        }
    }
}

#[expect(unsafe_code, reason = "Postgres' own structures are reached by pointers")]
fn forget() {
    IS_REGISTERED.set(false);
    // SAFETY: contexts are only walked and reset, as Postgres does it, and none of them is in use: when these callbacks
    // run, portals are gone or failed, but for the one of a CALL or DO that ends its transaction, which is no scan and
    // whose own cursors were read to their ends before.
    unsafe {
        let mut context = (*pg_sys::CacheMemoryContext).firstchild;
        while !context.is_null() {
            if CStr::from_ptr((*context).name) == PARENT {
                // Its own memory are the names of its children.
                pg_sys::MemoryContextReset(context);
                return;
            }
            context = (*context).nextchild;
        }
    }
}
