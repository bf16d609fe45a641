//! What the host calls, by the canonical ABI: flat numbers in, the address of a result out. The generated exports would
//! lift cells that nobody reads yet.
//!
//! A borrowed resource is dropped before its call returns. What a result holds is not freed: it is an error, which ends
//! the instance, or a list of statements, of which there is one.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::UnsafeCell;

use fdw_engine::ddl::{self, Choice};
use fdw_engine::error::{Error, Fail};
use fdw_engine::setting::Provider;

use crate::bindings::types::{Context, Row};
use crate::raw::{self, Part};
use crate::session;

/// Where a result is: whether it is an error, and the address and length of a text or a list.
pub struct Outcome(UnsafeCell<[usize; 3]>);

// SAFETY: wasm32 without atomics has one thread.
unsafe impl Sync for Outcome {}

static OUTCOME: Outcome = Outcome(UnsafeCell::new([0; 3]));

fn outcome(case: usize, start: usize, length: usize) -> *const Outcome {
    // SAFETY: the host reads it before it calls again.
    unsafe { *OUTCOME.0.get() = [case, start, length] };
    &raw const OUTCOME
}

fn failed(message: String) -> *const Outcome {
    let message = message.leak();
    outcome(1, message.as_ptr() as usize, message.len())
}

fn context(handle: u32) -> Context {
    // SAFETY: the host lends it for the call.
    unsafe { Context::from_handle(handle) }
}

/// host-version-requirement
pub fn host_version_requirement() -> *const Outcome {
    outcome(session::HOST_VERSION.as_ptr() as usize, session::HOST_VERSION.len(), 0)
}

/// What has nothing to do but to give back what it was lent: init, end-scan, end-modify
pub fn nothing(handle: u32) -> *const Outcome {
    drop(context(handle));
    outcome(0, 0, 0)
}

fn told(result: Result<bool, Fail>) -> *const Outcome {
    match result {
        Ok(found) => outcome(0, usize::from(found), 0),
        Err(error) => failed(error.message()),
    }
}

/// begin-scan
pub fn begin_scan(provider: &Provider, handle: u32) -> *const Outcome {
    told(session::begin_scan(provider, &context(handle)).map(|()| false))
}

/// iter-scan
pub fn iter_scan(handle: u32, row: u32) -> *const Outcome {
    // SAFETY: the host lends it for the call.
    let row = unsafe { Row::from_handle(row) };
    told(session::iter_scan(&context(handle), &row))
}

/// re-scan
pub fn re_scan(handle: u32) -> *const Outcome {
    drop(context(handle));
    told(session::re_scan().map(|()| false))
}

/// begin-modify
pub fn begin_modify(handle: u32) -> *const Outcome {
    drop(context(handle));
    failed(Error::ReadOnly.message())
}

/// insert and update
pub fn write(handle: u32, row: u32) -> *const Outcome {
    // SAFETY: the host lends it for the call.
    drop(unsafe { Row::from_handle(row) });
    begin_modify(handle)
}

/// import-foreign-schema; the case of the list counts all, limit-to, except
pub fn import_foreign_schema(
    provider: &Provider,
    handle: u32,
    server: Part,
    case: u32,
    tables: Part,
) -> *const Outcome {
    drop(context(handle));
    let names: Vec<String> = raw::texts(tables);
    let choice = match case {
        0 => Choice::All,
        1 => Choice::LimitTo(&names),
        _ => Choice::Except(&names),
    };
    match ddl::import(provider.catalogue, &raw::owned(server), choice) {
        Ok(statements) => {
            let mut parts = Vec::with_capacity(statements.len());
            for statement in statements {
                parts.push(Part::of(statement.leak()));
            }
            let parts = parts.leak();
            outcome(0, parts.as_ptr() as usize, parts.len())
        }
        Err(error) => failed(error.message()),
    }
}

/// Exports the callbacks for a provider.
#[macro_export]
macro_rules! routines {
    ($provider:expr) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            use $crate::exports::{self, Outcome};

            $crate::routines! { @export
                "host-version-requirement" version() exports::host_version_requirement();
                "init" init(context: u32) exports::nothing(context);
                "begin-scan" begin_scan(context: u32) exports::begin_scan(&$provider, context);
                "iter-scan" iter_scan(context: u32, row: u32) exports::iter_scan(context, row);
                "re-scan" re_scan(context: u32) exports::re_scan(context);
                "end-scan" end_scan(context: u32) exports::nothing(context);
                "begin-modify" begin_modify(context: u32) exports::begin_modify(context);
                "insert" insert(context: u32, row: u32) exports::write(context, row);
                "update" update(context: u32, _case: u32, _first: i64, _second: u32, row: u32) exports::write(context, row);
                "delete" delete(context: u32, _case: u32, _first: i64, _second: u32) exports::begin_modify(context);
                "end-modify" end_modify(context: u32) exports::nothing(context);
                "import-foreign-schema" import_foreign_schema(
                    context: u32, server: usize, server_length: usize, _remote: usize, _remote_length: usize,
                    _local: usize, _local_length: usize, case: u32, tables: usize, count: usize
                ) exports::import_foreign_schema(
                    &$provider,
                    context,
                    $crate::raw::Part(server, server_length),
                    case,
                    $crate::raw::Part(tables, count),
                );
            }
        };
    };
    (@export $($name:literal $function:ident($($argument:ident: $ty:ty),*) $call:expr;)*) => {
        $(
            #[unsafe(export_name = concat!("supabase:wrappers/routines@0.2.0#", $name))]
            extern "C" fn $function($($argument: $ty),*) -> *const Outcome {
                $call
            }
        )*
    };
}
