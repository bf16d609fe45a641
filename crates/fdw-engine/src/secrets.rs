//! Secrets, and their redaction in texts that come from outside.

use crate::json;

/// Maximum length of a text from outside that an error contains, in characters.
const MAX_SHOWN: usize = 200;

/// Minimum length in bytes of an incomplete secret that is redacted. A text that was cut may end with the beginning of
/// a secret. A shorter beginning reveals only the kind of API key, such as `sk_test`.
const MIN_SECRET_PREFIX: usize = 8;

/// Length in bytes of a JSON escape such as `\u0041`.
const UNICODE_ESCAPE: usize = 6;

/// Minimum length in bytes of a secret in a row that is redacted.
const MIN_ROW_SECRET: usize = 3;

/// Minimum length in bytes of a secret in a row that is redacted inside words even if it consists of letters only. A
/// shorter one may be an ordinary word, and would show itself by what is left of a longer word that contains it.
const MIN_WORD_IN_WORD: usize = 8;

/// The secrets that no message may contain. The type does not implement `Debug`, so that they cannot end up in a log.
#[derive(Default)]
pub struct Secrets {
    /// Secrets that do not change, such as an API key.
    permanent: Vec<String>,
    /// The latest access tokens, with the newest at the end.
    tokens: Vec<String>,
    /// The secrets in the row that is being written, such as a password.
    of_row: Vec<String>,
}

/// Maximum number of access tokens kept. A response may still contain a token that has been renewed.
const MAX_TOKENS: usize = 4;

impl Secrets {
    /// Adds a secret that does not change. An empty one is ignored.
    pub fn add(&mut self, secret: &str) {
        if !secret.is_empty() {
            self.permanent.push(secret.to_owned());
        }
    }

    /// Adds an access token. The oldest one is forgotten if there are too many.
    pub fn add_token(&mut self, token: &str) {
        if self.tokens.len() == MAX_TOKENS {
            self.tokens.remove(0);
        }
        self.tokens.push(token.to_owned());
    }

    /// Replaces the secrets of the row that was written last by those of the row that is written next. Those that are
    /// too short to be recognised in a text are ignored.
    pub fn set_row(&mut self, secrets: Vec<String>) {
        self.of_row = secrets;
        self.of_row.retain(|secret| secret.len() >= MIN_ROW_SECRET);
    }

    /// Makes a text from outside fit for an error message: redacts secrets, puts it on one line, and cuts it to
    /// `MAX_SHOWN` characters. Secrets are redacted before the text is cut, so that no part of a secret is left.
    pub fn redact(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        let mut previous = None;
        for _ in 0..MAX_SHOWN {
            let Some(c) = rest.chars().next() else { return out };
            let all = self.permanent.iter().chain(&self.tokens);
            let of_row = self.of_row.iter().filter(|secret| {
                let following = rest.get(matching_length(rest, secret)..).and_then(|rest| rest.chars().next());
                let may_be_word = secret.len() < MIN_WORD_IN_WORD && secret.chars().all(char::is_alphabetic);
                !(may_be_word && (previous.is_some_and(is_word) || following.is_some_and(is_word)))
            });
            let redacted = all.chain(of_row).map(|secret| matching_length(rest, secret)).max().unwrap_or(0);
            if redacted > 0 {
                out.push_str("***");
            } else {
                out.push(if c.is_control() { ' ' } else { c });
            }
            previous = Some(c);
            rest = rest.get(redacted.max(c.len_utf8())..).unwrap_or("");
        }
        if !rest.is_empty() {
            out.push('…');
        }
        out
    }
}

/// Whether a character is part of a word, such as an error code.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The number of bytes at the beginning of a text that are the secret, literally or with JSON escapes; 0 if the text
/// does not begin with it. A text that was cut in the middle of the secret contains only its beginning.
fn matching_length(text: &str, secret: &str) -> usize {
    let literal = |rest: &str| rest.chars().next().map(|c| (c, c.len_utf8()));
    let escaped = |rest: &str| match json::escape(rest).filter(|_| rest.starts_with('\\')) {
        Some((c, length)) => Some((c?, length)),
        // The text was cut in the middle of an escape.
        None if rest.starts_with('\\') && rest.len() < UNICODE_ESCAPE => None,
        None => literal(rest),
    };
    matching_length_of(text, secret, literal).max(matching_length_of(text, secret, escaped))
}

/// The same for one way to read a character: `next` returns the first character of a text and its length in bytes.
fn matching_length_of(text: &str, secret: &str, next: impl Fn(&str) -> Option<(char, usize)>) -> usize {
    let mut rest = text;
    for (at, expected) in secret.chars().enumerate() {
        match next(rest) {
            None if at >= MIN_SECRET_PREFIX => break,
            Some((c, length)) if c == expected => rest = rest.get(length..).unwrap_or(""),
            _ => return 0,
        }
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
    fn redact_removes_secrets_and_control_characters_and_cuts_the_text() {
        assert_eq!(secrets(&[""]).redact("a\nb\u{7}c"), "a b c");
        let cases = [
            ("key sk_test_1, again sk_test_1", "key ***, again ***"),
            ("both sk_test_1 and other-secret", "both *** and ***"),
            // With JSON escapes.
            (r"sk\u005ftest\u005f1 and \u0073k_test_1", "*** and ***"),
            (r"sk_test_\", r"***\"),
            (r"pa\w and pa\\w and p\u0061\\w", "*** and *** and ***"),
            // Cut in the middle of the secret.
            ("it begins with sk_test_", "it begins with ***"),
            ("it begins with sk_test", "it begins with sk_test"),
            ("sk_test_2", "sk_test_2"),
        ];
        for (text, want) in cases {
            assert_eq!(secrets(&["sk_test_1", "other-secret", r"pa\w"]).redact(text), want);
        }
        let long = format!("{}sk_test_123456", "x".repeat(MAX_SHOWN - 4));
        assert!(!secrets(&["sk_test_123456"]).redact(&long).contains("sk_"));
        assert_eq!(secrets(&[]).redact(&"é".repeat(MAX_SHOWN + 1)).chars().count(), MAX_SHOWN + 1);
        assert_eq!(secrets(&[]).redact(&"é".repeat(MAX_SHOWN)).chars().count(), MAX_SHOWN);
    }

    #[test]
    fn short_secrets_of_a_row_are_not_redacted_inside_words() {
        let mut secrets = Secrets::default();
        secrets.set_row(vec!["short".to_owned(), "long-secret".to_owned(), "ab".to_owned()]);
        let text = "\"short\" is shorter (code too_short, ab), xlong-secretx";
        assert_eq!(secrets.redact(text), "\"***\" is shorter (code too_short, ab), x***x");
        secrets.set_row(vec![]);
        assert_eq!(secrets.redact("short"), "short");
    }

    #[test]
    fn only_the_latest_tokens_are_redacted() {
        let mut secrets = Secrets::default();
        (0..MAX_TOKENS + 1).for_each(|n| secrets.add_token(&format!("token-{n}")));
        assert_eq!(secrets.redact("token-0 token-1 token-4"), "token-0 *** ***");
    }
}
