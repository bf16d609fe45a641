//! Small pieces of text: SQL quoting, percent-encoding, fingerprints.

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
    for (at, part) in text.split(quote).enumerate() {
        if at > 0 {
            out.push(quote);
            out.push(quote);
        }
        out.push_str(part);
    }
    out.push(quote);
}

/// Appends text to a url, percent-encoded but for the unreserved characters of RFC 3986, section 2.3.
pub fn push_encoded(out: &mut String, value: &str) {
    // A list of ids has nothing to encode.
    if value.bytes().all(is_unreserved) { out.push_str(value) } else { push_escaped(out, value) }
}

#[inline(never)] // Cold: few values need it.
fn push_escaped(out: &mut String, value: &str) {
    for byte in value.bytes() {
        if is_unreserved(byte) { out.push(byte as char) } else { out.push_str(&format!("%{byte:02X}")) }
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Whether text can be a segment of a url's path, encoded: `.` and `..` would lead to another path, and an empty segment to
/// another endpoint.
pub fn is_path_segment(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && !text.contains(char::is_control)
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
    fn quoting_and_encoding() {
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
    fn path_segments() {
        for (text, want) in [("master", true), ("a/b", true), ("", false), (".", false), ("..", false), ("a\nb", false)]
        {
            assert_eq!(is_path_segment(text), want, "{text:?}");
        }
    }
}
