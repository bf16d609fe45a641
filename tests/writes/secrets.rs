//! No message and no error contains a secret that a statement writes or that a response returns.

use clerk_mock::{Fault, KEY, Mock};

use crate::check::{messages, open, row, server};
use crate::select::fill;

/// The secrets in the statements below.
const SECRETS: [&str; 10] = [
    "s3cr3t",
    "pa\"s\\w\u{f6}",
    "$2a$10$digest-of-a-password",
    "JBSWY3DPEHPK3PXP",
    "backup-code-1",
    "backup-code-2",
    "signing-key-of-a-template",
    "client-secret-of-a-connection",
    "certificate-of-a-connection",
    "support-address@example.com",
];

/// Secrets in responses of the mock.
const RETURNED: [&str; 4] = [
    "ak_fake_key_of_the_mock",
    "ak_fake_secret_of_the_mock",
    "fake_client_secret_of_the_mock",
    "scim_fake_key_of_the_mock",
];

/// A statement: the object, the row id of an UPDATE, and columns. `{s3}` stands for the fourth secret.
type Write = (&'static str, Option<&'static str>, &'static [(&'static str, &'static str)]);

const WRITES: &[Write] = &[
    ("users", None, &[("password text", "{s0}")]),
    ("users", None, &[("password text", "{s1}")]),
    ("users", Some("{users}"), &[("password text", "{s0}"), ("first_name text", "Ada")]),
    ("users", None, &[("attrs jsonb", r#"{"password":"{s0}"}"#)]),
    ("users", None, &[("attrs jsonb", r#"{"password":"{s1}","backup_codes":["{s4}","{s5}"]}"#)]),
    ("users", Some("{users}"), &[("attrs jsonb", r#"{"password":"{s0}"}"#), ("public_metadata jsonb", "{}")]),
    ("users", Some("{users}"), &[("attrs text", r#"{"totp_secret":"{s3}","password_digest":"{s2}"}"#)]),
    ("users", None, &[("password_digest text", "{s2}"), ("password_hasher text", "bcrypt")]),
    ("users", None, &[("totp_secret text", "{s3}"), ("backup_codes jsonb", r#"["{s4}","{s5}"]"#)]),
    ("jwt_templates", None, &[("name text", "n"), ("claims jsonb", "{}"), ("signing_key text", "{s6}")]),
    ("jwt_templates", None, &[("attrs jsonb", r#"{"name":"n","claims":{},"signing_key":"{s6}"}"#)]),
    (
        "enterprise_connections",
        None,
        &[
            ("name text", "n"),
            ("provider text", "oidc_custom"),
            ("domains jsonb", r#"["a.example.com"]"#),
            ("oauth_config_client_secret text", "{s7}"),
            ("saml_connection_idp_certificate text", "{s8}"),
        ],
    ),
    (
        "enterprise_connections",
        Some("{enterprise_connections}"),
        &[("attrs jsonb", r#"{"oidc":{"client_secret":"{s7}"},"saml":{"idp_certificate":"{s8}"}}"#)],
    ),
    ("instance", Some("{instance}"), &[("support_email text", "{s9}")]),
    ("machines", None, &[("name text", "n")]),
    ("api_keys", None, &[("name text", "n"), ("subject text", "{users}")]),
    ("oauth_applications", None, &[("name text", "n")]),
    ("directories", None, &[("enterprise_connection_id text", "{enterprise_connections}"), ("provider text", "okta")]),
];

/// Replaces the placeholders of secrets. In JSON text they are escaped.
fn with_secrets(text: &str) -> String {
    // A placeholder alone is the whole value of a text column.
    let is_json = text.starts_with("{\"") || text.starts_with('[');
    SECRETS.iter().enumerate().fold(text.to_owned(), |text, (n, secret)| {
        let quoted = serde_json::Value::from(*secret).to_string();
        let inner = if is_json { &quoted[1..quoted.len() - 1] } else { secret };
        text.replace(&format!("{{s{n}}}"), inner)
    })
}

/// Runs a statement with the option `debug`. Returns its messages and its error.
fn said(mock: &Mock, (object, row_id, columns): Write) -> Vec<String> {
    let columns: Vec<(&str, String)> =
        columns.iter().map(|(column, value)| (*column, fill(mock, &with_secrets(value)))).collect();
    let columns: Vec<(&str, &str)> = columns.iter().map(|(column, value)| (*column, value.as_str())).collect();
    let mut node = open(&server(mock).option("debug", "true"), object).expect("a write");
    let outcome = match row_id {
        Some(row_id) => node.update(&fill(mock, row_id), &row(&columns)),
        None => node.insert(&row(&columns)),
    };
    let error = outcome.err().map(|error| error.to_string());
    messages(&node).into_iter().chain(error).collect()
}

/// Fails if a text contains a secret, literally or as in JSON or Rust text.
fn check(texts: &[String], what: &str) {
    for secret in SECRETS.iter().chain(&RETURNED).chain(&[KEY]) {
        let quoted = format!("{secret:?}");
        for text in texts {
            let is_safe = !text.contains(secret) && !text.contains(&quoted[1..quoted.len() - 1]);
            assert!(is_safe, "{what}: {secret} in {text}");
        }
    }
}

#[test]
fn no_message_contains_a_secret() {
    let mock = crate::mock();
    for write in WRITES {
        mock.reset();
        let texts = said(&mock, *write);
        assert!(!texts.is_empty(), "{write:?}");
        check(&texts, &format!("{write:?}"));
    }
}

/// The mock repeats a password that is too short, which shows that the component removes it.
#[test]
fn the_error_for_a_short_password_does_not_contain_it() {
    let mock = crate::mock();
    let mut short = 0;
    for write in WRITES {
        mock.reset();
        let texts = said(&mock, *write).join("\n");
        if texts.contains("Passwords must be 8 characters or more") {
            assert!(texts.contains("but \"***\" is shorter"), "{texts}");
            short += 1;
        }
    }
    assert_eq!(short, 6);
}

#[test]
fn no_error_repeats_a_secret_of_the_request() {
    let mock = crate::mock();
    for write in WRITES {
        let all: String = write.2.iter().map(|(_, value)| format!("{} ", with_secrets(value))).collect();
        let json =
            serde_json::json!({ "errors": [{ "long_message": format!("{KEY} {all}"), "code": all }] }).to_string();
        for body in [json, format!("<p>{all} {KEY}</p>"), format!("{}{all}", "x".repeat(190))] {
            for status in [400, 503] {
                mock.reset();
                mock.fault(Fault::status_body(status, &body).times(1000));
                let texts = said(&mock, *write);
                assert!(texts.iter().any(|text| text.contains(&format!("HTTP {status}: "))), "{texts:?}");
                check(&texts, &format!("{status} {body}"));
            }
        }
    }
}

/// A row id from a response is part of a message, so it is redacted too.
#[test]
fn an_id_that_is_a_secret_is_not_shown() {
    let mock = crate::mock();
    mock.fault(Fault::response(&serde_json::json!({ "id": format!("{KEY} s3cr3t") }).to_string()));
    let texts = said(&mock, ("users", None, &[("password text", "{s0}")]));
    check(&texts, "a response");
    assert!(texts.iter().any(|text| text.contains("***")), "{texts:?}");
}

/// A planning error names the column and the type, never the value.
#[test]
fn errors_before_the_first_request_contain_no_value() {
    let mock = crate::mock();
    for write in [
        ("users", None, &[("password text", "{s0}"), ("first_nam text", "{s2}")][..]),
        ("users", None, &[("backup_codes text", "{s4}")]),
        ("users", None, &[("attrs text", "{s0}")]),
        ("users", Some("{users}"), &[("banned text", "{s0}")]),
        ("jwt_templates", None, &[("signing_key text", "{s6}")]),
    ] {
        let texts = said(&mock, write);
        assert_eq!(texts.len(), 1, "{texts:?}");
        check(&texts, &format!("{write:?}"));
    }
    assert!(mock.take_journal().is_empty());
}
