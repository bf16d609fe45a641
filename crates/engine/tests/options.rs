//! Options of the server, checked before any request.

mod common;

use common::{Script, read, request};
use fdw_engine::request::types::Type;

const ID: &[(&str, Type)] = &[("id", Type::Text)];

#[test]
fn options_are_checked_before_any_request() {
    let cases = [
        (Script::new().without("key"), "option key or key_id (the id of a Vault secret) must be set"),
        (Script::new().option("key_id", "1"), "option key and key_id (the id of a Vault secret) are both set"),
        (Script::new().option("key", ""), "option key gives an empty secret"),
        (Script::new().option("key", "a\nb"), "option key gives a secret with a space, a newline,"),
        (Script::new().option("key", "ké"), "option key gives a secret with a space, a newline,"),
        (
            Script::new().without("key").option("key_id", "none"),
            "option key_id names a secret that Vault does not have",
        ),
        (Script::new().without("key").option("key_id", "empty"), "option key_id gives an empty secret"),
        (
            Script::new().without("key").option("key_id", "line"),
            "option key_id gives a secret with a space, a newline,",
        ),
        (
            Script::new().option("api_url", "api.example.com"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "ftp://x"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https:///v1"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://:80/v1"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", ""),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://a:b/v1"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://a:/v1"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://a:0"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://a:65536"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://[::1]x"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://[::1]80"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://[::1"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://a<b>/v1"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://[a%]/v1"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://[]/v1"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://a b"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://a\r\nx: y"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://me:pw@a"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (
            Script::new().option("api_url", "https://a/v1?x=1"),
            "option api_url must be https://host/path or http://host:port/path in ASCII",
        ),
        (Script::new().option("stats", "yes"), "option stats must be 'true' or 'false'"),
        (
            Script::new().option("replay_budget_mib", "-1"),
            "option replay_budget_mib must be a whole number from 0 to 1024",
        ),
        (Script::new().option("replay_budget_mib", "1025"), "option replay_budget_mib must be a whole number"),
        (Script::new().option("replay_budget_mib", "lots"), "option replay_budget_mib must be a whole number"),
    ];
    for (mut host, want) in cases {
        host.vault.extend([("empty", ""), ("line", "key\n")]);
        let error = read(&mut host, request("widgets", ID)).unwrap_err();
        assert!(error.starts_with(want), "{error}");
        assert_eq!(host.sent.len(), 0);
    }
    for (url, sent) in [
        ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1/widgets"),
        ("http://[::1]:80", "http://[::1]:80/widgets"),
        ("http://[::1]/v1", "http://[::1]/v1/widgets"),
        ("https://x//", "https://x/widgets"),
    ] {
        let mut host = Script::new().option("api_url", url).answer("[]");
        read(&mut host, request("widgets", ID)).unwrap();
        assert_eq!(host.sent, [format!("{sent}?order=age&limit=3")]);
    }
    let mut host = Script::new().without("key").option("key_id", "good").answer("[]");
    host.vault.insert("good", "from-vault");
    read(&mut host, request("widgets", ID)).unwrap();
    assert_eq!(host.headers[0].1, "Bearer from-vault");
}
