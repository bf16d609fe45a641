//! Options of the server are checked before the first request.

mod common;

use common::{Script, read, request};
use fdw_engine::request::types::Type;

const ID: &[(&str, Type)] = &[("id", Type::Text)];

#[test]
fn options_are_checked_before_the_first_request() {
    let cases = [
        (Script::new().without("key"), "option key or key_id (the id of a Vault secret) must be set"),
        (Script::new().option("key_id", "1"), "option key and key_id (the id of a Vault secret) are both set"),
        (Script::new().option("key", ""), "option key provides an empty secret"),
        (Script::new().option("key", "a\nb"), "option key provides a secret that contains a space, a newline,"),
        (Script::new().option("key", "ké"), "option key provides a secret that contains a space, a newline,"),
        (
            Script::new().without("key").option("key_id", "none"),
            "option key_id refers to a secret that does not exist in Vault",
        ),
        (Script::new().without("key").option("key_id", "empty"), "option key_id provides an empty secret"),
        (
            Script::new().without("key").option("key_id", "line"),
            "option key_id provides a secret that contains a space, a newline,",
        ),
        (
            Script::new().option("api_url", "api.example.com"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "ftp://x"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https:///v1"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://:80/v1"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", ""),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://a:b/v1"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://a:/v1"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://a:0"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://a:65536"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://[::1]x"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://[::1]80"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://[::1"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://a<b>/v1"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://[a%]/v1"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://[]/v1"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://a b"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://a\r\nx: y"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://me:pw@a"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            Script::new().option("api_url", "https://a/v1?x=1"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
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
        let mut host = Script::new().option("api_url", url).response("[]");
        read(&mut host, request("widgets", ID)).unwrap();
        assert_eq!(host.sent, [format!("{sent}?order=age&limit=3")]);
    }
    let mut host = Script::new().without("key").option("key_id", "good").response("[]");
    host.vault.insert("good", "from-vault");
    read(&mut host, request("widgets", ID)).unwrap();
    assert_eq!(host.headers[0].1, "Bearer from-vault");
}
