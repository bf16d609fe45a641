//! What the host's context says of the query, in the engine's terms.

use alloc::string::String;
use alloc::vec::Vec;

use fdw_engine::plan::ScanRequest;
use fdw_engine::qual::{Constant, Qual};

use crate::bindings::types::{self, Context, OptionsType};
use crate::raw;

/// Reads what a query asks for.
pub(crate) fn scan_request(context: &Context) -> ScanRequest {
    let mut columns = Vec::new();
    for column in context.get_columns() {
        columns.push((column.name(), raw::column_type(&column)));
    }
    let mut quals = Vec::new();
    for passed in context.get_quals() {
        quals.push(qual(&passed));
    }
    let sorts = context.get_sorts();
    ScanRequest {
        object: context.get_options(&OptionsType::Table).get("object"),
        columns,
        quals,
        sort: if let [sort] = &*sorts { Some((sort.field(), sort.reversed())) } else { None },
        is_sorted: !sorts.is_empty(),
        limit: context.get_limit().map(|limit| limit.count().saturating_add(limit.offset())),
    }
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
