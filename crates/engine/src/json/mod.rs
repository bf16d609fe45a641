//! Reading JSON (RFC 8259) without building anything: a validating scanner that returns positions in the text.
//!
//! Values that are valid JSON but that Postgres or its host refuses are noticed on the way
//! ([`Scanner::needs_mending`]) and replaced when a value is copied out ([`mend`], [`unescape`]):
//! `\u0000` and lone surrogates become U+FFFD, numbers beyond a double and values nested deeper than
//! [`MAX_DEPTH`] become strings of their text.

pub mod number;
mod scanner;
mod strings;

pub use scanner::{MAX_DEPTH, Malformed, Scanner, Span};
pub use strings::{escape, member, mend, raw_string, same, to_string_literal, unescape};
