//! Frees memory that the Wrappers framework leaks when a statement fails.
//!
//! For each scan the framework creates a memory context that outlives transactions, and deletes it at the end of the
//! scan. If Postgres aborts the statement, the scan never ends, and its context stays for the life of the backend with
//! all rows read so far. No scan outlives its transaction, so every context that still exists at the end of a
//! transaction is garbage.

use std::cell::Cell;
use std::ffi::CStr;

use pgrx::pg_sys;
use pgrx::{PgXactCallbackEvent, register_xact_callback};

/// Name of the parent of those contexts, which is a child of Postgres' `CacheMemoryContext`.
const PARENT: &CStr = c"WrappersRootMemCtx";

thread_local! {
    static IS_REGISTERED: Cell<bool> = const { Cell::new(false) };
}

/// Frees the leaked contexts when the current transaction ends, whether it commits, aborts or is prepared.
pub fn forget_at_end_of_transaction() {
    if !IS_REGISTERED.replace(true) {
        for event in [PgXactCallbackEvent::Commit, PgXactCallbackEvent::Abort, PgXactCallbackEvent::Prepare] {
            register_xact_callback(event, forget);
        }
    }
}

#[expect(unsafe_code, reason = "Postgres' memory contexts are accessible only through pointers")]
fn forget() {
    IS_REGISTERED.set(false);
    // SAFETY: the list of contexts is read as Postgres reads it, and none of the contexts to be reset is in use. When
    // these callbacks run, all portals have been dropped or have failed. The only exception is the portal of a CALL or
    // DO that ends the transaction: it is not a scan, and its own cursors have been read to their ends before.
    unsafe {
        let mut context = (*pg_sys::CacheMemoryContext).firstchild;
        while !context.is_null() {
            if CStr::from_ptr((*context).name) == PARENT {
                // A reset deletes the children; the context's own memory contains only their names.
                pg_sys::MemoryContextReset(context);
                return;
            }
            context = (*context).nextchild;
        }
    }
}
