//! Secrets, and text from outside without them.

use crate::json;

/// How much of a foreign text an error shows, in characters.
const MAX_SHOWN: usize = 200;

/// A text that ends with this many bytes of a secret, or more, has them redacted. Fewer only say what kind of key it is, such
/// as `sk_test`.
const MIN_SECRET_PREFIX: usize = 8;

/// Bytes of a JSON escape such as `\u0041`.
const UNICODE_ESCAPE: usize = 6;

/// What must never be shown, wherever it may come back from. There is no `Debug`, so that it cannot end in a log.
#[derive(Default)]
pub struct Secrets {
    permanent: Vec<String>,
    /// The latest tokens, the newest at the end.
    tokens: Vec<String>,
}

/// So many tokens are remembered: an answer may still name one that was renewed.
const MAX_TOKENS: usize = 4;

impl Secrets {
    /// Adds a secret.
    pub fn add(&mut self, secret: &str) {
        if !secret.is_empty() {
            self.permanent.push(secret.to_owned());
        }
    }

    /// Adds a token, which is renewed after a while.
    pub fn add_token(&mut self, token: &str) {
        if self.tokens.len() == MAX_TOKENS {
            self.tokens.remove(0);
        }
        self.tokens.push(token.to_owned());
    }

    /// Text from outside, fit for an error: without secrets, on one line, cut to a bounded length. Secrets are redacted
    /// first, so that the cut cannot leave half of one.
    pub fn redact(&self, foreign: &str) -> String {
        let mut out = String::new();
        let mut rest = foreign;
        for _ in 0..MAX_SHOWN {
            let Some(c) = rest.chars().next() else { return out };
            let all = self.permanent.iter().chain(&self.tokens);
            let redacted = all.map(|secret| secret_length(rest, secret)).max().unwrap_or(0);
            if redacted > 0 {
                out.push_str("***");
            } else {
                out.push(if c.is_control() { ' ' } else { c });
            }
            rest = rest.get(redacted.max(c.len_utf8())..).unwrap_or("");
        }
        if !rest.is_empty() {
            out.push('…');
        }
        out
    }
}

/// How many bytes at the beginning of a text are the secret, as it is or with JSON's escapes; 0 if they are not. A text
/// that was cut in the middle of the secret ends with a part of it.
fn secret_length(text: &str, secret: &str) -> usize {
    let mut rest = text;
    for (at, byte) in secret.bytes().enumerate() {
        let (c, length) = match rest.chars().next() {
            None if at >= MIN_SECRET_PREFIX => break,
            None => return 0,
            Some('\\') => match json::escape(rest) {
                Some((Some(c), length)) => (c, length),
                None if at >= MIN_SECRET_PREFIX && rest.len() < UNICODE_ESCAPE => break,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(all: &[&str]) -> Secrets {
        let mut secrets = Secrets::default();
        all.iter().for_each(|secret| secrets.add(secret));
        secrets
    }

    #[test]
    fn redacted_text_has_no_secret_no_control_characters_and_an_end() {
        assert_eq!(secrets(&[""]).redact("a\nb\u{7}c"), "a b c");
        let cases = [
            ("key sk_test_1, again sk_test_1", "key ***, again ***"),
            ("both sk_test_1 and other-secret", "both *** and ***"),
            // Escaped, as JSON may be.
            (r"sk\u005ftest\u005f1 and \u0073k_test_1", "*** and ***"),
            (r"sk_test_\", r"***\"),
            // Cut.
            ("it begins with sk_test_", "it begins with ***"),
            ("it begins with sk_test", "it begins with sk_test"),
            ("sk_test_2", "sk_test_2"),
        ];
        for (text, want) in cases {
            assert_eq!(secrets(&["sk_test_1", "other-secret"]).redact(text), want);
        }
        let long = format!("{}sk_test_123456", "x".repeat(MAX_SHOWN - 4));
        assert!(!secrets(&["sk_test_123456"]).redact(&long).contains("sk_"));
        assert_eq!(secrets(&[]).redact(&"é".repeat(MAX_SHOWN + 1)).chars().count(), MAX_SHOWN + 1);
        assert_eq!(secrets(&[]).redact(&"é".repeat(MAX_SHOWN)).chars().count(), MAX_SHOWN);
    }

    #[test]
    fn the_latest_tokens_are_secrets() {
        let mut secrets = Secrets::default();
        (0..MAX_TOKENS + 1).for_each(|n| secrets.add_token(&format!("token-{n}")));
        assert_eq!(secrets.redact("token-0 token-1 token-4"), "token-0 *** ***");
    }
}
