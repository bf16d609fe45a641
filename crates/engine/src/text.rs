//! Small pieces of text building that cost less code than `core::fmt`.

use alloc::string::String;

use crate::json::escape;

/// How much of a foreign text an error shows, in characters.
const QUOTE: usize = 200;

/// How much of a secret tells too much of it, in bytes. Keys begin with what they are for, which is no secret.
const SECRET_PART: usize = 8;

/// Appends a whole number.
pub fn push_int(out: &mut String, value: i64) {
    if value < 0 {
        out.push('-');
    }
    let mut rest = value.unsigned_abs();
    let mut divisor = 1_u64;
    while rest / divisor >= 10 {
        divisor *= 10;
    }
    while divisor > 0 {
        out.push((b'0' + (rest / divisor) as u8) as char);
        rest %= divisor;
        divisor /= 10;
    }
}

/// Joins the pieces.
pub fn concat(parts: &[&str]) -> String {
    let mut out = String::new();
    append(&mut out, parts);
    out
}

/// Appends the pieces.
pub fn append(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

/// The text before the first such byte, and what follows it, where it is there. `byte` is ASCII.
pub fn cut(text: &str, byte: u8) -> (&str, Option<&str>) {
    match text.as_bytes().iter().position(|b| *b == byte) {
        Some(at) => (text.get(..at).unwrap_or(""), text.get(at + 1..)),
        None => (text, None),
    }
}

/// The lines of a text, each of which ends with a line feed.
pub fn lines(text: &str) -> Lines<'_> {
    Lines(text)
}

/// See [`lines`].
#[derive(Clone)]
pub struct Lines<'a>(&'a str);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let (line, rest) = cut(self.0, b'\n');
        self.0 = rest?;
        Some(line)
    }
}

/// Text from outside, fit for an error: without the secret, on one line, cut to a bounded length. The secret goes first,
/// so that a cut cannot leave half of it.
pub fn quote(foreign: &str, secret: &str) -> String {
    let mut out = String::new();
    let mut rest = foreign;
    for _ in 0..QUOTE {
        let Some(c) = rest.chars().next() else { return out };
        let masked = secret_length(rest, secret);
        if masked > 0 {
            out.push_str("***");
        } else {
            out.push(if c.is_control() { ' ' } else { c });
        }
        rest = rest.get(masked.max(c.len_utf8())..).unwrap_or("");
    }
    if !rest.is_empty() {
        out.push('…');
    }
    out
}

/// How many bytes at the beginning of a text are the secret, as it is or with JSON's escapes; 0 if they are not. A text
/// that was cut in the middle of the secret ends with a part of it.
fn secret_length(text: &str, secret: &str) -> usize {
    let mut rest = text;
    for (at, byte) in secret.bytes().enumerate() {
        let (c, length) = match rest.chars().next() {
            None if at >= SECRET_PART => break,
            None => return 0,
            Some('\\') => match escape(rest) {
                Some((Some(c), length)) => (c, length),
                None if at >= SECRET_PART && rest.len() < 6 => break,
                _ => return 0,
            },
            Some(c) => (c, c.len_utf8()),
        };
        if c != byte as char {
            return 0;
        }
        rest = rest.get(length..).unwrap_or("");
    }
    text.len() - rest.len()
}

/// Appends an SQL identifier in quotes.
pub fn push_identifier(out: &mut String, name: &str) {
    push_quoted(out, '"', name);
}

/// Appends an SQL string literal.
pub fn push_literal(out: &mut String, value: &str) {
    push_quoted(out, '\'', value);
}

fn push_quoted(out: &mut String, quote: char, text: &str) {
    out.push(quote);
    let mut rest = text;
    while let (before, Some(behind)) = cut(rest, quote as u8) {
        out.push_str(before);
        out.push(quote);
        out.push(quote);
        rest = behind;
    }
    out.push_str(rest);
    out.push(quote);
}

/// Appends a value of a query string, percent-encoded but for the unreserved characters of RFC 3986.
pub fn push_encoded(out: &mut String, value: &str) {
    // A list of ids has nothing to encode.
    if value.bytes().all(is_unreserved) { out.push_str(value) } else { push_escaped(out, value) }
}

#[inline(never)] // Cold: few values need it.
fn push_escaped(out: &mut String, value: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in value.as_bytes() {
        if is_unreserved(byte) {
            out.push(byte as char);
        } else {
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)] as char);
            out.push(HEX[usize::from(byte & 15)] as char);
        }
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// FNV-1a, 64 bits.
pub fn fingerprint(text: &str) -> u64 {
    let mix = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, mix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints() {
        for value in [0, 7, -7, 10, 99, 100, i64::MAX, i64::MIN, 1_000_000_007] {
            let mut out = String::new();
            push_int(&mut out, value);
            assert_eq!(out, std::format!("{value}"));
        }
    }

    #[test]
    fn quoting() {
        type Push = fn(&mut String, &str);
        let cases: &[(Push, &str, &str)] = &[
            (push_identifier, "users", "\"users\""),
            (push_identifier, "a\"b", "\"a\"\"b\""),
            (push_literal, "o'clock", "'o''clock'"),
            (push_encoded, "user_2x-~.", "user_2x-~."),
            (push_encoded, "+1 é&=%", "%2B1%20%C3%A9%26%3D%25"),
        ];
        for (push, text, want) in cases {
            let mut out = String::new();
            push(&mut out, text);
            assert_eq!(out, *want);
        }
    }

    #[test]
    fn a_quote_has_no_secret_no_control_characters_and_an_end() {
        assert_eq!(quote("a\nb\u{7}c", ""), "a b c");
        let cases = [
            ("key sk_test_1, again sk_test_1", "key ***, again ***"),
            // Escaped, as JSON may be.
            (r"sk\u005ftest\u005f1 and \u0073k_test_1", "*** and ***"),
            (r"sk_test_\", r"***\"),
            // Cut.
            ("it begins with sk_test_", "it begins with ***"),
            ("it begins with sk_test", "it begins with sk_test"),
            ("sk_test_2", "sk_test_2"),
        ];
        for (text, want) in cases {
            assert_eq!(quote(text, "sk_test_1"), want);
        }
        let long = std::format!("{}sk_test_123456", "x".repeat(QUOTE - 4));
        assert!(!quote(&long, "sk_test_123456").contains("sk_"));
        assert_eq!(quote(&"é".repeat(QUOTE + 1), "").chars().count(), QUOTE + 1);
        assert_eq!(quote(&"é".repeat(QUOTE), "").chars().count(), QUOTE);
    }
}
