//! The scanner, with serde_json as its judge.

use fdw_engine::json::{MAX_DEPTH, Malformed, Scanner, member, mend, unescape};
use serde_json::Value;

fn is_json(text: &str) -> bool {
    let mut scanner = Scanner::new(text);
    scanner.value().and_then(|_| scanner.end()).is_ok()
}

/// serde_json refuses more than syntax: half surrogate pairs, numbers past a double, deep nesting.
fn judge(text: &str) -> bool {
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

const REFUSED: &[&str] = &[
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
fn syntax() {
    for text in DOCUMENTS {
        assert!(judge(text) && is_json(text), "{text}");
    }
    for text in REFUSED {
        assert!(!judge(text) && !is_json(text), "{text:?}");
    }
}

#[test]
fn every_beginning_and_every_change_of_a_byte_is_judged_alike() {
    for text in DOCUMENTS {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let part = &text[..end];
            assert_eq!(is_json(part), judge(part), "{part:?}");
        }
        for at in 0..text.len() {
            for byte in b"{}[]:,\"\\0a-+.eE \n\x01u" {
                let mut changed = text.as_bytes().to_vec();
                changed[at] = *byte;
                if let Ok(changed) = String::from_utf8(changed) {
                    assert_eq!(is_json(&changed), judge(&changed), "{changed:?}");
                }
            }
        }
    }
}

/// Made of the pieces of JSON, not always in a sensible order.
#[test]
fn random_documents_are_judged_alike() {
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
        assert_eq!(is_json(&text), judge(&text), "{text:?}");
        valid += usize::from(judge(&text));
    }
    assert!(valid > 1000, "only {valid} of the documents were JSON");
}

#[test]
fn values_are_passed_whole() {
    let text = r#" {"a" : [1, {"b":"}"}] , "c":"x,y" } "#;
    let mut scanner = Scanner::new(text);
    let mut seen = vec![];
    let walked = scanner.object(&mut |scanner, key| {
        let value = scanner.value()?;
        seen.push((key, scanner.text(value)));
        Ok(())
    });
    assert_eq!(walked.and_then(|()| scanner.end()), Ok(()));
    assert_eq!(seen, [("a", r#"[1, {"b":"}"}]"#), ("c", r#""x,y""#)]);
    assert_eq!(Scanner::new("[1]").object(&mut |_, _| Ok(())), Err(Malformed));
}

#[test]
fn a_hundred_thousand_levels_are_no_trouble() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert!(is_json(&deep));
    assert!(!is_json(&deep[1..]));
}

#[test]
fn members() {
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
fn strings_come_out_as_serde_json_reads_them() {
    for text in [r#"\"\\\/\b\f\n\r\t"#, r"\u00e9\u6f22\ud83e\udd80", "plain é", r"a\u0041", ""] {
        let mut out = String::new();
        assert!(!unescape(text, &mut out));
        assert_eq!(out, serde_json::from_str::<String>(&format!("\"{text}\"")).unwrap());
    }
}

#[test]
fn what_postgres_refuses_is_replaced() {
    let cases = [
        // Text, as a string's characters, as JSON.
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
        assert!(scanner.needs_mending || text.contains(r"\\u"), "{text}");
        let mut out = String::new();
        mend(text, &mut out);
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
fn deep_values_become_text_where_the_host_would_stop() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in [MAX_DEPTH, MAX_DEPTH + 1, 5000] {
            let text = open.repeat(depth) + "1" + &close.repeat(depth);
            let mut out = String::new();
            let changed = mend(&text, &mut out);
            assert_eq!(changed, depth > MAX_DEPTH);
            serde_json::from_str::<Value>(&out).expect("the host's parser takes it");
            let mut scanner = Scanner::new(&text);
            scanner.value().unwrap();
            assert_eq!(scanner.needs_mending, depth > MAX_DEPTH);
        }
    }
}

#[test]
fn mending_leaves_the_rest_as_it_is() {
    for text in DOCUMENTS {
        let mut out = String::new();
        assert!(!mend(text.trim(), &mut out));
        assert_eq!(out, text.trim());
    }
}
