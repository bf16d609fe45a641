//! The host's busiest calls, by the canonical ABI itself: what it says of columns and conditions, requests, and cells.
//!
//! The generated bindings make owned trees of it, case by case, with a copy of each text. What is needed is a few numbers
//! and texts. A variant is a byte that counts its cases in the interface's order, and behind it, aligned, its payload; a
//! text is its address and length.

use alloc::string::String;
use alloc::vec::Vec;

use fdw_engine::host::Response;
use fdw_engine::plan::Type;
use fdw_engine::qual::{Constant, Qual};
use fdw_engine::rows::Cell;
use fdw_engine::seen::Seen;
use fdw_engine::text::push_int;

use crate::bindings::types;

#[cfg(target_arch = "wasm32")]
#[link(wasm_import_module = "supabase:wrappers/types@0.2.0")]
unsafe extern "C" {
    #[link_name = "[method]column.type-oid"]
    fn column_type_oid(column: u32, area: *mut [u32; 3]);
    #[link_name = "[method]qual.value"]
    fn qual_value(qual: u32, area: *mut [u64; 3]);
    #[link_name = "[method]row.push"]
    fn row_push(row: u32, is_some: u32, case: u32, first: i64, second: usize);
    #[link_name = "[method]context.get-columns"]
    fn context_get_columns(context: u32, area: *mut Part);
    #[link_name = "[method]context.get-quals"]
    fn context_get_quals(context: u32, area: *mut Part);
    #[link_name = "[method]context.get-sorts"]
    fn context_get_sorts(context: u32, area: *mut Part);
}

#[cfg(target_arch = "wasm32")]
#[link(wasm_import_module = "supabase:wrappers/http@0.2.0")]
unsafe extern "C" {
    #[link_name = "get"]
    fn http_get(
        method: u32,
        url: *const u8,
        url_length: usize,
        headers: *const [Part; 2],
        headers_length: usize,
        body: *const u8,
        body_length: usize,
        area: *mut Answer,
    );
}

#[cfg(target_arch = "wasm32")]
#[link(wasm_import_module = "supabase:wrappers/time@0.2.0")]
unsafe extern "C" {
    #[link_name = "parse-from-rfc3339"]
    fn time_parse_from_rfc3339(text: *const u8, length: usize, area: *mut [u64; 2]);
}

/// There is no host but a component's.
#[cfg(not(target_arch = "wasm32"))]
mod nobody {
    use super::{Answer, Part};

    pub unsafe fn column_type_oid(_: u32, _: *mut [u32; 3]) {}
    pub unsafe fn qual_value(_: u32, _: *mut [u64; 3]) {}
    pub unsafe fn row_push(_: u32, _: u32, _: u32, _: i64, _: usize) {}
    pub unsafe fn context_get_columns(_: u32, _: *mut Part) {}
    pub unsafe fn context_get_quals(_: u32, _: *mut Part) {}
    pub unsafe fn context_get_sorts(_: u32, _: *mut Part) {}
    pub unsafe fn time_parse_from_rfc3339(_: *const u8, _: usize, _: *mut [u64; 2]) {}
    #[expect(clippy::too_many_arguments, reason = "the interface has them")]
    pub unsafe fn http_get(
        _: u32,
        _: *const u8,
        _: usize,
        _: *const [Part; 2],
        _: usize,
        _: *const u8,
        _: usize,
        _: *mut Answer,
    ) {
    }
}
#[cfg(not(target_arch = "wasm32"))]
use nobody::{
    column_type_oid, context_get_columns, context_get_quals, context_get_sorts, http_get, qual_value, row_push,
    time_parse_from_rfc3339,
};

/// A list of the context: which of its calls gives it.
type List = unsafe fn(u32, *mut Part);

/// The handles of a list. Each is owned: a resource that is made of it gives it back.
fn handles(context: &types::Context, list: List) -> Vec<u32> {
    let mut part = Part::default();
    // SAFETY: the host writes address and length of a list of handles.
    unsafe { list(context.handle(), &mut part) };
    if part.1 == 0 {
        return Vec::new();
    }
    // SAFETY: the host made a list of so many handles there, and gave it away.
    unsafe { Vec::from_raw_parts(part.0 as *mut u32, part.1, part.1) }
}

/// The columns that the query needs.
pub(crate) fn columns(context: &types::Context) -> Vec<u32> {
    handles(context, |context, area| unsafe { context_get_columns(context, area) })
}

/// Its conditions.
pub(crate) fn quals(context: &types::Context) -> Vec<u32> {
    handles(context, |context, area| unsafe { context_get_quals(context, area) })
}

/// Its orders.
pub(crate) fn sorts(context: &types::Context) -> Vec<u32> {
    handles(context, |context, area| unsafe { context_get_sorts(context, area) })
}

/// The cases of `type-oid` but for the last, `other`. There is no use for a "char".
const TYPES: [Option<Type>; 14] = [
    Some(Type::Bool),
    None,
    Some(Type::I16),
    Some(Type::F32),
    Some(Type::I32),
    Some(Type::F64),
    Some(Type::I64),
    Some(Type::Numeric),
    Some(Type::Text),
    Some(Type::Date),
    Some(Type::Timestamp),
    Some(Type::Timestamptz),
    Some(Type::Json),
    Some(Type::Uuid),
];

/// A column's type; its name, where the engine has none such. The name is for an error, which is not freed either.
pub(crate) fn column_type(column: &types::Column) -> Result<Type, &'static str> {
    let mut area = [0; 3];
    // SAFETY: the host writes a `type-oid`: twelve bytes, aligned to four.
    unsafe { column_type_oid(column.handle(), &mut area) };
    let [case, start, length] = area;
    match TYPES.get((case & 0xff) as usize) {
        Some(Some(ty)) => Ok(*ty),
        Some(None) => Err("\"char\""),
        None => Err(owned(Part(start as usize, length as usize)).leak()),
    }
}

/// Reads the values of a condition.
pub(crate) fn read_values(passed: &types::Qual, qual: &mut Qual) {
    let mut area = [0; 3];
    // SAFETY: the host writes a `value`: 24 bytes, aligned to eight.
    unsafe { qual_value(passed.handle(), &mut area) };
    let [case, first, second] = area;
    let mut seen = Seen::default();
    if case & 0xff == 0 {
        add(&[first, second], qual, &mut seen);
        return;
    }
    qual.is_any = passed.use_or();
    let count = (first >> 32) as usize;
    if count > 0 {
        // SAFETY: the host made a list of so many cells there, each of sixteen bytes, and gave it away.
        let cells = unsafe { Vec::from_raw_parts(first as u32 as usize as *mut [u64; 2], count, count) };
        for cell in &cells {
            add(cell, qual, &mut seen);
        }
    }
}

/// Adds a cell.
fn add(cell: &[u64; 2], qual: &mut Qual, seen: &mut Seen) {
    let [case, payload] = *cell;
    let mut number = String::new();
    let kind = match case & 0xff {
        0 => {
            number.push_str(if payload & 0xff == 0 { "false" } else { "true" });
            Constant::Bool
        }
        8 => {
            number = text(payload);
            Constant::Text
        }
        case @ (2 | 4 | 6 | 10 | 11) => {
            // Of a smaller number the higher bytes are not written.
            let unused = match case {
                2 => 48,
                4 => 32,
                _ => 0,
            };
            push_int(&mut number, (payload as i64) << unused >> unused);
            match case {
                10 => Constant::Timestamp,
                11 => Constant::Timestamptz,
                _ => Constant::Int,
            }
        }
        _ => Constant::Other,
    };
    qual.add(kind, &number, seen);
}

/// Hands a cell to the host, which copies it.
pub(crate) fn push(row: &types::Row, ty: Type, cell: Option<Cell>) {
    let (case, first, second) = match cell {
        None => (0, 0, 0),
        Some(Cell::Bool(value)) => (0, i64::from(value), 0),
        Some(Cell::Int(value)) => {
            let case = match ty {
                Type::I16 => 2,
                Type::I32 => 4,
                Type::Date => 9,
                Type::Timestamp => 10,
                Type::Timestamptz => 11,
                _ => 6,
            };
            (case, value, 0)
        }
        Some(Cell::Float(value)) => match ty {
            Type::F32 => (3, i64::from((value as f32).to_bits()), 0),
            Type::Numeric => (7, value.to_bits() as i64, 0),
            _ => (5, value.to_bits() as i64, 0),
        },
        Some(Cell::Text(text)) => {
            let case = match ty {
                Type::Json => 12,
                Type::Uuid => 13,
                _ => 8,
            };
            (case, text.as_ptr() as usize as i64, text.len())
        }
    };
    // SAFETY: these are the flat parts of an optional `cell`; a text is only read during the call.
    unsafe { row_push(row.handle(), u32::from(cell.is_some()), case, first, second) };
}

/// Address and length of a text, or of a list.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Part(pub usize, pub usize);

impl Part {
    /// Of a text.
    pub(crate) fn of(text: &str) -> Part {
        Part(text.as_ptr() as usize, text.len())
    }
}

/// What the host makes of a request: an answer's url, status, headers and body, or in the url's place an error.
#[repr(C)]
#[derive(Default)]
pub(crate) struct Answer {
    is_error: u8,
    url: Part,
    status: u16,
    headers: Part,
    body: Part,
}

/// Sends a GET.
pub(crate) fn get(url: &str, headers: &[(String, String)]) -> Result<Response, String> {
    let mut pairs = Vec::with_capacity(headers.len());
    for (name, value) in headers {
        pairs.push([Part::of(name), Part::of(value)]);
    }
    let mut answer = Answer::default();
    // SAFETY: these are the flat parts of a `request`, read only during the call; the method's first case is GET. The
    // host writes a result of a `response`, whose layout is this one's.
    unsafe { http_get(0, url.as_ptr(), url.len(), pairs.as_ptr(), pairs.len(), url.as_ptr(), 0, &mut answer) };
    let url = owned(answer.url);
    if answer.is_error != 0 {
        return Err(url);
    }
    let Part(start, pairs) = answer.headers;
    let mut retry_after = None;
    // Pairs of texts are texts, one after the other.
    for pair in texts(Part(start, 2 * pairs)).chunks_exact(2) {
        if let [name, value] = pair
            && name.eq_ignore_ascii_case("retry-after")
        {
            retry_after = Some(value.clone());
        }
    }
    Ok(Response { status: answer.status, retry_after, body: owned(answer.body) })
}

/// Microseconds since the Unix epoch of an RFC 3339 time.
pub(crate) fn parse_rfc3339(text: &str) -> Option<i64> {
    let mut area = [0; 2];
    // SAFETY: the host reads the text during the call, and writes a result whose cases are eight bytes behind its tag.
    unsafe { time_parse_from_rfc3339(text.as_ptr(), text.len(), &mut area) };
    let [case, payload] = area;
    if case & 0xff == 0 {
        return Some(payload as i64);
    }
    // What the host says of the error.
    drop(self::text(payload));
    None
}

/// A text that the host wrote, its length in the upper half of the number.
fn text(payload: u64) -> String {
    owned(Part(payload as u32 as usize, (payload >> 32) as usize))
}

/// Texts that the host wrote.
pub(crate) fn texts(Part(start, count): Part) -> Vec<String> {
    let mut out = Vec::with_capacity(count);
    if count > 0 {
        // SAFETY: the host made a list of so many texts there, and gave it away.
        for part in unsafe { Vec::from_raw_parts(start as *mut Part, count, count) } {
            out.push(owned(part));
        }
    }
    out
}

/// A text that the host wrote.
pub(crate) fn owned(Part(start, length): Part) -> String {
    if length == 0 {
        return String::new();
    }
    // SAFETY: the host wrote so many bytes of UTF-8 there, into memory that it asked this instance for, and gave it away.
    unsafe { String::from_raw_parts(start as *mut u8, length, length) }
}
