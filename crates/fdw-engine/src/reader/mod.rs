//! Reading responses: from the JSON text of a response to pages, rows and decoded cells.

pub mod decode;
pub(crate) mod layout;
pub(crate) mod page;
pub(crate) mod projection;
pub mod row_buffer;
