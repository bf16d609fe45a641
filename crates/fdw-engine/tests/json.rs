//! The scanner, compared with serde_json.

use fdw_engine::json::{MAX_DEPTH, Malformed, Scanner, member, sanitize, unescape};
use serde_json::Value;

fn is_json(text: &str) -> bool {
    let mut scanner = Scanner::new(text);
    scanner.value().and_then(|_| scanner.end()).is_ok()
}

/// Whether serde_json accepts the syntax of a text. A `RawValue` is used, because serde_json rejects some valid JSON
/// when it builds values: lone surrogates, numbers out of a double's range and deep nesting.
fn serde_accepts(text: &str) -> bool {
    serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok()
}

const DOCUMENTS: &[&str] = &[
    r#"{}"#,
    r#" [ ] "#,
    r#"{"a":1,"b":[true,false,null],"c":{"d":"e"}}"#,
    r#"[[[[]]],{"a":[{}]}]"#,
    "\t{ \"a\" : [ 1 , 2 ] ,\r\n \"b\" : { } }",
    r#""é 漢 🦀 \u00e9 \ud83e\udd80 \"\\\/\b\f\n\r\t""#,
    "-0",
    "0.5e-10",
    "-12.75E+3",
    "123456789012345678901234567890",
    r#"{"":{"":""}}"#,
];

const INVALID: &[&str] = &[
    "",
    " ",
    "{",
    "}",
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{a:1}",
    "{1:1}",
    "{\"a\" 1}",
    "\"",
    "\"\\\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u+123\"",
    "\"\\u12é\"",
    "\"\n\"",
    "\"\u{1}\"",
    "01",
    "-",
    "+1",
    "1.",
    ".5",
    "1e",
    "1e+",
    "--1",
    "tru",
    "nul",
    "True",
    "[1 2]",
    "{\"a\":1 \"b\":2}",
    "[1}",
    "{\"a\":1]",
    "1 2",
    "[] []",
    "<html>",
    "\0",
];

#[test]
fn valid_documents_are_accepted_and_invalid_ones_rejected() {
    for text in DOCUMENTS {
        assert!(serde_accepts(text) && is_json(text), "{text}");
    }
    for text in INVALID {
        assert!(!serde_accepts(text) && !is_json(text), "{text:?}");
    }
}

#[test]
fn truncated_and_altered_documents_are_accepted_only_if_serde_json_accepts_them() {
    for text in DOCUMENTS {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let beginning = &text[..end];
            assert_eq!(is_json(beginning), serde_accepts(beginning), "{beginning:?}");
        }
        for at in 0..text.len() {
            for byte in b"{}[]:,\"\\0a-+.eE \n\x01u" {
                let mut altered = text.as_bytes().to_vec();
                altered[at] = *byte;
                if let Ok(altered) = String::from_utf8(altered) {
                    assert_eq!(is_json(&altered), serde_accepts(&altered), "{altered:?}");
                }
            }
        }
    }
}

/// The documents consist of tokens of JSON in a random order.
#[test]
fn random_documents_are_accepted_only_if_serde_json_accepts_them() {
    let pieces = ["{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u0041\"", "1", "-2.5e3", "true", "null", " ", "\"", "\\"];
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = move |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % n as u64) as usize
    };
    let mut valid = 0;
    for _ in 0..200_000 {
        let text: String = (0..1 + next(9)).map(|_| pieces[next(pieces.len())]).collect();
        assert_eq!(is_json(&text), serde_accepts(&text), "{text:?}");
        valid += usize::from(serde_accepts(&text));
    }
    assert!(valid > 1000, "only {valid} of the documents were JSON");
}

#[test]
fn objects_are_visited_with_the_whole_text_of_each_value() {
    let text = r#" {"a" : [1, {"b":"}"}] , "c":"x,y" } "#;
    let mut scanner = Scanner::new(text);
    let mut visited = vec![];
    let outcome = scanner.object(&mut |scanner, key| {
        let value = scanner.value()?;
        visited.push((key, scanner.text(value)));
        Ok(())
    });
    assert_eq!(outcome.and_then(|()| scanner.end()), Ok(()));
    assert_eq!(visited, [("a", r#"[1, {"b":"}"}]"#), ("c", r#""x,y""#)]);
    assert_eq!(Scanner::new("[1]").object(&mut |_, _| Ok(())), Err(Malformed));
}

#[test]
fn nesting_is_not_limited() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert!(is_json(&deep));
    assert!(!is_json(&deep[1..]));
}

#[test]
fn members_are_found_by_key() {
    let cases = [
        (r#"{"a":1,"b":2}"#, "b", Some("2")),
        (r#"{"a":1,"a":2}"#, "a", Some("2")),
        (r#"{"\u0061":1}"#, "a", Some("1")),
        (r#"{"a":{"b":1}}"#, "b", None),
        (r#"[{"a":1}]"#, "a", None),
        (r#"null"#, "a", None),
    ];
    for (text, key, want) in cases {
        assert_eq!(member(text, key), want, "{key} of {text}");
    }
}

#[test]
fn strings_are_unescaped_like_in_serde_json() {
    for text in [r#"\"\\\/\b\f\n\r\t"#, r"\u00e9\u6f22\ud83e\udd80", "plain é", r"a\u0041", ""] {
        let mut out = String::new();
        assert!(!unescape(text, &mut out));
        assert_eq!(out, serde_json::from_str::<String>(&format!("\"{text}\"")).unwrap());
    }
}

#[test]
fn values_that_postgres_rejects_are_replaced() {
    let cases = [
        // JSON text, unescaped characters if it is a string, sanitized JSON text.
        (r#""a\u0000b""#, Some("a\u{fffd}b"), "\"a\u{fffd}b\""),
        (r#""\ud800""#, Some("\u{fffd}"), "\"\u{fffd}\""),
        (r#""\udc00x""#, Some("\u{fffd}x"), "\"\u{fffd}x\""),
        (r#""\ud800\u0041""#, Some("\u{fffd}A"), "\"\u{fffd}\\u0041\""),
        (r#"{"k\u0000":1e999,"n":-1e5}"#, None, "{\"k\u{fffd}\":\"1e999\",\"n\":-1e5}"),
        (r#""\\u0000""#, Some("\\u0000"), r#""\\u0000""#),
    ];
    for (text, characters, json) in cases {
        let mut scanner = Scanner::new(text);
        scanner.value().unwrap();
        assert!(scanner.needs_sanitizing || text.contains(r"\\u"), "{text}");
        let mut out = String::new();
        sanitize(text, &mut out);
        assert_eq!(out, json);
        assert!(serde_json::from_str::<Value>(&out).is_ok());
        if let Some(characters) = characters {
            let mut out = String::new();
            unescape(&text[1..text.len() - 1], &mut out);
            assert_eq!(out, characters);
        }
    }
}

#[test]
fn values_that_are_nested_too_deeply_become_strings() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in [MAX_DEPTH, MAX_DEPTH + 1, 5000] {
            let text = open.repeat(depth) + "1" + &close.repeat(depth);
            let mut out = String::new();
            let changed = sanitize(&text, &mut out);
            assert_eq!(changed, depth > MAX_DEPTH);
            serde_json::from_str::<Value>(&out).expect("the host's parser should accept the text");
            let mut scanner = Scanner::new(&text);
            scanner.value().unwrap();
            assert_eq!(scanner.needs_sanitizing, depth > MAX_DEPTH);
        }
    }
}

#[test]
fn sanitizing_leaves_other_values_unchanged() {
    for text in DOCUMENTS {
        let mut out = String::new();
        assert!(!sanitize(text.trim(), &mut out));
        assert_eq!(out, text.trim());
    }
}
