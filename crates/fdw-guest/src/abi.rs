//! The only function of the host that is declared by hand. Apart from generated code, this is the only module with
//! `unsafe` code. It is compiled for wasm32 only.

#![expect(unsafe_code, reason = "this module declares a function of the host by hand")]

use fdw_engine::reader::row_buffer::Cell;
use fdw_engine::request::types::Type;

use crate::bindings::types::Row;
use crate::row::{Flat, flat};

#[link(wasm_import_module = "supabase:wrappers/types@0.2.0")]
unsafe extern "C" {
    /// The method `push: func(cell: option<cell>)` of a row. The parameters are the row's handle, whether there is a
    /// cell, the cell's case, and its value: the bits of a number, or the address and the length of a text.
    #[link_name = "[method]row.push"]
    fn row_push(row: u32, is_some: u32, case: u32, first: i64, second: usize);
}

/// Adds a cell to the host's row. The host copies the cell.
pub fn push(row: &Row, ty: Type, cell: Option<Cell>) {
    let (is_some, case, first, second) = match cell.map(|cell| flat(ty, cell)) {
        None => (0, 0, 0, 0),
        Some((case, Flat::Bits(bits))) => (1, case as u32, bits, 0),
        Some((case, Flat::Text(text))) => (1, case as u32, text.as_ptr().addr() as i64, text.len()),
    };
    // SAFETY: these are the flat parameters of `push` in the canonical ABI. The host reads a text only during the call,
    // and `cell` borrows the text for that long.
    unsafe { row_push(row.handle(), is_some, case, first, second) };
}
