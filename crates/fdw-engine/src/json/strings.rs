//! Strings and values of JSON: resolving escapes, finding attributes, and replacing what Postgres cannot store.

use super::number;
use super::scanner::{MAX_DEPTH, Scanner};

/// The character that replaces NUL and lone surrogates.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// Reads the escape at the beginning of `rest`. Returns its character and its length in bytes; the character is `None`
/// if Postgres cannot store it. Returns `None` if the escape is not valid.
pub fn escape(rest: &str) -> Option<(Option<char>, usize)> {
    let c = match *rest.as_bytes().get(1)? {
        c @ (b'"' | b'\\' | b'/') => c as char,
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode_escape(rest),
        _ => return None,
    };
    Some((Some(c), 2))
}

fn unicode_escape(rest: &str) -> Option<(Option<char>, usize)> {
    let high = code_unit(rest, 2)?;
    if (0xD800..0xDC00).contains(&high)
        && rest.get(6..8) == Some("\\u")
        && let Some(low @ 0xDC00..0xE000) = code_unit(rest, 8)
    {
        let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        return Some((char::from_u32(code), 12));
    }
    Some((char::from_u32(high).filter(|c| *c != '\0'), 6))
}

/// The UTF-16 code unit that four hexadecimal digits at offset `at` denote.
fn code_unit(text: &str, at: usize) -> Option<u32> {
    let mut unit = 0;
    for digit in text.as_bytes().get(at..at + 4)? {
        unit = unit * 16 + (*digit as char).to_digit(16)?;
    }
    Some(unit)
}

/// Appends the characters of a string, given without its quotes, to `out`. Returns whether characters that Postgres
/// cannot store were replaced.
pub fn unescape(raw: &str, out: &mut String) -> bool {
    let mut replaced = false;
    let mut rest = raw;
    while let Some((plain, escaped)) = split_at_backslash(rest) {
        out.push_str(plain);
        let Some((c, length)) = escape(escaped) else { break };
        replaced |= c.is_none();
        out.push(c.unwrap_or(REPLACEMENT));
        rest = escaped.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    replaced
}

/// Splits a text before its first backslash; `None` if it has none.
fn split_at_backslash(text: &str) -> Option<(&str, &str)> {
    let at = text.as_bytes().iter().position(|&byte| byte == b'\\')?;
    text.split_at_checked(at)
}

/// Whether a string, given without its quotes, has the characters of `plain`.
pub fn raw_equals(raw: &str, plain: &str) -> bool {
    if split_at_backslash(raw).is_some() { escaped_equals(raw, plain) } else { raw == plain }
}

/// Like [`raw_equals`], for a string with escapes.
#[inline(never)] // Cold: the keys of an API's own objects have no escapes.
fn escaped_equals(raw: &str, plain: &str) -> bool {
    let mut text = String::new();
    unescape(raw, &mut text);
    text == plain
}

/// Appends the JSON text of a value to `out`, and replaces what Postgres or the host rejects. Returns whether anything
/// was replaced.
pub fn sanitize(text: &str, out: &mut String) -> bool {
    let mut scanner = Scanner::new(text);
    let mut depth = 0;
    let mut changed = false;
    loop {
        let byte = scanner.byte();
        let is_too_deep = matches!(byte, b'{' | b'[') && depth == MAX_DEPTH;
        if matches!(byte, b'"' | b'-' | b'0'..=b'9') || is_too_deep {
            // This never fails, because the text has been scanned before.
            let Ok(span) = scanner.value() else { return changed };
            let value = span.of(text);
            if byte == b'"' {
                changed |= sanitize_string(value, out);
            } else if is_too_deep || number::double(value).is_none() {
                out.push_str(&to_string_literal(value));
                changed = true;
            } else {
                out.push_str(value);
            }
            continue;
        }
        match byte {
            0 => return changed,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        scanner.pass_byte();
        out.push(byte as char);
    }
}

/// Appends a string with its quotes to `out`. Escapes whose character Postgres cannot store become U+FFFD. Returns
/// whether there were any.
fn sanitize_string(quoted: &str, out: &mut String) -> bool {
    let mut changed = false;
    let mut rest = quoted;
    while let Some((plain, escaped)) = split_at_backslash(rest) {
        out.push_str(plain);
        let Some((c, length)) = escape(escaped) else { break };
        if c.is_none() {
            out.push(REPLACEMENT);
            changed = true;
        } else {
            out.push_str(escaped.get(..length).unwrap_or(""));
        }
        rest = escaped.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    changed
}

/// Writes a text as a JSON string.
pub fn to_string_literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Finds the value of the attribute `key` in the JSON object `text`; `None` if there is no such attribute or the text
/// is another value. If the key occurs several times, the last value is used.
pub fn member<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut scanner = Scanner::new(text);
    let mut found = None;
    let outcome = scanner.object(&mut |scanner, name| {
        let value = scanner.value()?;
        if raw_equals(name, key) {
            found = Some(value.of(text));
        }
        Ok(())
    });
    outcome.ok()?;
    found
}

/// The part between the quotes of a JSON string, with its escapes; `None` if `text` is another value.
pub fn raw_string(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
}
