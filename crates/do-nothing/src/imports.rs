//! Makes this component import the same functions as `clerk_fdw`. The host compiles a piece of code for each import of
//! a component, whether or not it is called. With the same imports, this component's cost is a lower bound for
//! `clerk_fdw`.

use crate::bindings::supabase::wrappers::http::{self, Method, Request};
use crate::bindings::supabase::wrappers::types::{Cell, Context, FdwResult, OptionsType, Row};
use crate::bindings::supabase::wrappers::{stats, time, utils};

/// Calls every function that `clerk_fdw` imports. This function itself is never called.
pub(crate) fn call_all(context: &Context) -> FdwResult {
    let Some(text) = context.get_options(&OptionsType::Server).get("") else { return Ok(()) };
    for column in context.get_columns() {
        utils::report_notice(&column.name());
        drop(column.type_oid());
    }
    for qual in context.get_quals() {
        utils::report_warning(&qual.operator());
        stats::inc_stats(&qual.field(), stats::Metric::RowsIn, i64::from(qual.use_or()));
        drop((qual.value(), qual.param()));
    }
    for sort in context.get_sorts() {
        time::sleep(u64::from(sort.reversed()) + sort.field().len() as u64);
    }
    if let Some(limit) = context.get_limit() {
        time::sleep((limit.count() + limit.offset() + time::epoch_secs()) as u64);
    }
    drop((time::parse_from_rfc3339(&text), utils::get_vault_secret(&text)));
    Row::new().push(Some(&Cell::I64(0)));
    let request = Request { method: Method::Get, url: text.clone(), headers: [].into(), body: text };
    http::get(&request).map(drop)
}
