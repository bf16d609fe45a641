//! From the text of an answer to cells: pages, what is looked for in their rows, and its decoding.

pub mod decode;
pub(crate) mod layout;
pub(crate) mod page;
pub(crate) mod projection;
pub mod rows;
