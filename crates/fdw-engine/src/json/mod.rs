//! Reading JSON (RFC 8259) without building a tree of values: a validating scanner that returns positions in the text.
//!
//! Some values are valid JSON, but Postgres or the Wrappers host rejects them. The scanner notices when a text may
//! contain such values ([`Scanner::needs_sanitizing`]), and they are replaced when a value is copied ([`sanitize`],
//! [`unescape`]): `\u0000` and lone surrogates become U+FFFD. Numbers outside a double's range, and values nested
//! deeper than [`MAX_DEPTH`], become strings that contain their text.

pub mod number;
mod scanner;
mod strings;

pub use scanner::{MAX_DEPTH, Malformed, Scanner, Span};
pub use strings::{escape, member, raw_equals, raw_string, sanitize, to_string_literal, unescape};
