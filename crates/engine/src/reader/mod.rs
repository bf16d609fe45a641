//! From the text of an answer to cells: pages, what is looked for in their rows, and its decoding.

pub mod decode;
pub mod layout;
pub mod page;
pub mod projection;
pub mod rows;
