//! Functions on short texts: SQL quoting, percent-encoding and fingerprints.

/// Appends a quoted SQL identifier.
pub fn push_identifier(out: &mut String, name: &str) {
    push_quoted(out, '"', name);
}

/// Appends an SQL string literal.
pub fn push_literal(out: &mut String, value: &str) {
    push_quoted(out, '\'', value);
}

fn push_quoted(out: &mut String, quote: char, text: &str) {
    out.push(quote);
    for (at, piece) in text.split(quote).enumerate() {
        if at > 0 {
            out.push(quote);
            out.push(quote);
        }
        out.push_str(piece);
    }
    out.push(quote);
}

/// Appends a text to a URL and percent-encodes all but the unreserved characters of RFC 3986, section 2.3.
pub fn push_encoded(out: &mut String, value: &str) {
    // Ids, the most frequent values, have only unreserved characters.
    if value.bytes().all(is_unreserved) { out.push_str(value) } else { push_percent_encoded(out, value) }
}

#[inline(never)] // Cold: few values need it.
fn push_percent_encoded(out: &mut String, value: &str) {
    for byte in value.bytes() {
        if is_unreserved(byte) { out.push(byte as char) } else { out.push_str(&format!("%{byte:02X}")) }
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Whether a text, once it is percent-encoded, can be a segment of a URL's path. `.`, `..` and the empty text cannot,
/// because they would lead to another endpoint.
pub fn is_path_segment(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && !text.contains(char::is_control)
}

/// The 64-bit FNV-1a hash of a text.
pub fn fingerprint(text: &str) -> u64 {
    let mix = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, mix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_and_percent_encoded() {
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
    fn dots_empty_texts_and_control_characters_are_not_path_segments() {
        for (text, want) in [("master", true), ("a/b", true), ("", false), (".", false), ("..", false), ("a\nb", false)]
        {
            assert_eq!(is_path_segment(text), want, "{text:?}");
        }
    }
}
