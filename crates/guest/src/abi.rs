//! The one call to the host that is not generated. This is the only module with `unsafe` code that is not generated, and
//! it is compiled for wasm32 alone.

#![expect(unsafe_code, reason = "a host's function is declared here by hand")]

use fdw_engine::reader::rows::Cell;
use fdw_engine::request::types::Type;

use crate::bindings::types::Row;
use crate::row::{Flat, flat};

#[link(wasm_import_module = "supabase:wrappers/types@0.2.0")]
unsafe extern "C" {
    /// `push: func(cell: option<cell>)`: the row's handle, whether there is a cell, its case, and the case's value, which
    /// for a text is its address and its length.
    #[link_name = "[method]row.push"]
    fn row_push(row: u32, is_some: u32, case: u32, first: i64, second: usize);
}

/// Hands a cell to the host, which copies it.
pub fn push(row: &Row, ty: Type, cell: Option<Cell>) {
    let (is_some, case, first, second) = match cell.map(|cell| flat(ty, cell)) {
        None => (0, 0, 0, 0),
        Some((case, Flat::Bits(bits))) => (1, case as u32, bits, 0),
        Some((case, Flat::Text(text))) => (1, case as u32, text.as_ptr().addr() as i64, text.len()),
    };
    // SAFETY: these are the flat parameters of `push` as the canonical ABI has them. The host reads a text only during
    // the call, for which `cell` borrows it.
    unsafe { row_push(row.handle(), is_some, case, first, second) };
}
