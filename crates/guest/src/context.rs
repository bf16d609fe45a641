//! What the host's context says of the query, in the engine's terms.

use alloc::string::String;
use alloc::vec::Vec;

use fdw_engine::plan::ScanRequest;
use fdw_engine::qual::{Constant, Qual};

use crate::bindings::types::{self, Column, Context, OptionsType, Sort};
use crate::raw;

/// Reads what a query asks for.
pub(crate) fn scan_request(context: &Context) -> ScanRequest {
    let mut request = ScanRequest {
        object: context.get_options(&OptionsType::Table).get("object"),
        columns: Vec::new(),
        quals: Vec::new(),
        sort: None,
        is_sorted: false,
        limit: context.get_limit().map(|limit| limit.count().saturating_add(limit.offset())),
    };
    for handle in raw::columns(context) {
        // SAFETY: the list gave it.
        let column = unsafe { Column::from_handle(handle) };
        request.columns.push((column.name(), raw::column_type(&column)));
    }
    for handle in raw::quals(context) {
        // SAFETY: the list gave it.
        let passed = unsafe { types::Qual::from_handle(handle) };
        request.quals.push(qual(&passed));
    }
    for handle in raw::sorts(context) {
        // SAFETY: the list gave it.
        let sort = unsafe { Sort::from_handle(handle) };
        // An order by two columns is none by one.
        request.sort = if request.is_sorted { None } else { Some((sort.field(), sort.reversed())) };
        request.is_sorted = true;
    }
    request
}

fn qual(passed: &types::Qual) -> Qual {
    let mut qual = Qual {
        column: passed.field(),
        operator: passed.operator(),
        kind: Constant::Text,
        values: String::new(),
        is_any: false,
        is_param: passed.param().is_some(),
    };
    raw::read_values(passed, &mut qual);
    qual
}
