//! Strings and values of JSON: characters of escapes, attributes, and what Postgres refuses.

use super::number;
use super::scanner::{MAX_DEPTH, Scanner};

/// What takes the place of NUL and of half a surrogate pair.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// The character of the escape that `rest` begins with, if Postgres has it, and the escape's length in bytes; `None` if
/// `rest` begins with no escape.
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

/// Four hexadecimal digits.
fn code_unit(text: &str, at: usize) -> Option<u32> {
    let mut unit = 0;
    for digit in text.as_bytes().get(at..at + 4)? {
        unit = unit * 16 + (*digit as char).to_digit(16)?;
    }
    Some(unit)
}

/// Appends the characters of a raw string. Returns whether some had to be replaced.
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

fn split_at_backslash(text: &str) -> Option<(&str, &str)> {
    let at = text.as_bytes().iter().position(|&byte| byte == b'\\')?;
    text.split_at_checked(at)
}

/// Whether a raw string says `plain`.
pub fn same(raw: &str, plain: &str) -> bool {
    if split_at_backslash(raw).is_some() { same_escaped(raw, plain) } else { raw == plain }
}

/// Whether a raw string with escapes says `plain`.
#[inline(never)] // Cold: the keys of an API's own objects have no escapes.
fn same_escaped(raw: &str, plain: &str) -> bool {
    let mut text = String::new();
    unescape(raw, &mut text);
    text == plain
}

/// Appends a value's text with everything replaced that Postgres or the host would refuse.
/// Returns whether anything was.
pub fn mend(text: &str, out: &mut String) -> bool {
    let mut scanner = Scanner::new(text);
    let mut depth = 0;
    let mut changed = false;
    loop {
        let byte = scanner.byte();
        let is_too_deep = matches!(byte, b'{' | b'[') && depth == MAX_DEPTH;
        if matches!(byte, b'"' | b'-' | b'0'..=b'9') || is_too_deep {
            // The text was scanned before: it is not malformed.
            let Ok(span) = scanner.value() else { return changed };
            let value = span.of(text);
            if byte == b'"' {
                changed |= mend_string(value, out);
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

/// Copies a string with its quotes; escapes without a character become U+FFFD.
fn mend_string(quoted: &str, out: &mut String) -> bool {
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

/// A text as a JSON string.
pub fn to_string_literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The attribute `key` of the object that `text` is; `None` if it is no object or has none such.
/// A key that stands twice counts with its last value.
pub fn member<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut scanner = Scanner::new(text);
    let mut found = None;
    let walked = scanner.object(&mut |scanner, name| {
        let value = scanner.value()?;
        if same(name, key) {
            found = Some(value.of(text));
        }
        Ok(())
    });
    walked.ok()?;
    found
}

/// The raw string between the quotes, where `text` is a string.
pub fn raw_string(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
}
