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
        for event in [PgXactCallbackEvent::Commit, PgXactCallbackEvent::Abort] {
            register_xact_callback(event, forget);
        }
    }
}

fn forget() {
    IS_REGISTERED.set(false);
    // SAFETY: contexts are only walked and deleted, as Postgres does it, and none of them is in use: portals are gone
    // or failed when these callbacks run.
    unsafe {
        let mut context = (*pg_sys::CacheMemoryContext).firstchild;
        while !context.is_null() {
            if CStr::from_ptr((*context).name) == PARENT {
                pg_sys::MemoryContextDeleteChildren(context);
                return;
            }
            context = (*context).nextchild;
        }
    }
}
