//! Failures, scanned with the built component: which requests it then makes, and which errors and warnings it reports.

mod common;

use std::collections::BTreeMap;

use clerk_mock::{Action, Fault, KEY, Mock};
use common::{component, error, first_column, ids, query, scan, server, targets};
use wrappers_harness::run;
use wrappers_harness::{Query, Server, Value};

fn mock() -> Mock {
    Mock::with_users(700).expect("a mock")
}

fn users() -> Query {
    query("users", "id text")
}

/// Number of attempts of the host: its HTTP middleware repeats a failed request before it reports the failure to the
/// guest.
const HOST_ATTEMPTS: u32 = 4;

#[test]
fn bad_options_make_no_request() {
    let mock = mock();
    let bare = || {
        let mut server = Server::new(&component()).option("api_url", &mock.url());
        server.virtual_time = true;
        server
    };
    let vault = |secret: &str| {
        let mut server = bare().option("api_key_id", "id-1");
        server.vault = BTreeMap::from([("id-1".to_owned(), secret.to_owned())]);
        server
    };
    let cases = [
        (bare(), "option api_key or api_key_id (the id of a Vault secret) must be set"),
        (
            server(&mock).option("api_key_id", "id-1"),
            "option api_key and api_key_id (the id of a Vault secret) are both set",
        ),
        (bare().option("api_key_id", "id-2"), "option api_key_id refers to a secret that does not exist in Vault"),
        (bare().option("api_key", ""), "option api_key provides an empty secret"),
        (vault(""), "option api_key_id provides an empty secret"),
        (bare().option("api_key", "sk_test_1\n"), "option api_key provides a secret that contains a space, a newline"),
        (vault("sk_test_1\u{7f}"), "option api_key_id provides a secret that contains a space, a newline"),
        (
            server(&mock).option("api_url", "http://127.0.0.1:1/\u{1}"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            server(&mock).option("api_url", "api.clerk.com/v1"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (
            server(&mock).option("api_url", "http://127.0.0.1:port/v1"),
            "option api_url must be a URL such as https://host/path or http://host:port/path",
        ),
        (server(&mock).option("stats", "on"), "option stats must be 'true' or 'false'"),
        (server(&mock).option("replay_budget_mib", "x"), "option replay_budget_mib must be a whole number"),
    ];
    for (server, want) in cases {
        let error = error(&server, &users());
        assert!(error.starts_with(want), "{error}");
        assert!(!error.contains("sk_test"), "{error}");
    }
    assert_eq!(targets(&mock), [""; 0]);
    let rows = run(&vault(KEY), &users()).expect("rows").rows;
    assert_eq!(rows.len(), 700);
}

#[test]
fn bad_queries_make_no_request() {
    let mock = mock();
    let cases = [
        (query("user", "id text"), "Clerk has no object \"user\"; its objects are: allowlist_identifiers, api_keys, "),
        (
            query("users", "id text, email text"),
            "object users has no column \"email\"; its columns are: id, object, external_id, ",
        ),
        (query("users", "id bigint"), "column users.id cannot have type bigint; declare it as text"),
        (
            query("users", "created_at boolean"),
            "column users.created_at cannot have type boolean; declare it as timestamptz",
        ),
        (query("users", "id \"char\""), "column users.id cannot have type \"char\"; declare it as text"),
        (
            Query { table_options: BTreeMap::new(), ..users() },
            "table option object is required; its value must be one of: ",
        ),
    ];
    for (query, want) in cases {
        let error = error(&server(&mock), &query);
        assert!(error.starts_with(want), "{error}");
    }
    assert_eq!(targets(&mock), [""; 0]);
}

#[test]
fn the_error_for_a_wrong_key_has_clerks_own_message() {
    let mock = mock();
    let server = server(&mock).option("api_key", "sk_test_wrong");
    let want = "users: GET /users?order_by=%2Bcreated_at&limit=500: HTTP 401: The provided Clerk Secret Key is \
                invalid. Make sure that your Clerk Secret Key is correct. (code clerk_key_invalid), trace \
                0af7651916cd43dd8448eb211c80319c; check the secret key that the option api_key or api_key_id supplies";
    assert_eq!(error(&server, &users()), want);
    assert_eq!(targets(&mock).len(), 1);
}

#[test]
fn permanent_failures_are_reported_without_another_attempt() {
    let prefix = "users: GET /users?order_by=%2Bcreated_at&limit=500: ";
    let clerk_error = r#"{"errors":[{"message":"no","long_message":"Not for you.","code":"forbidden","meta":{}}],
        "clerk_trace_id":"t-1"}"#;
    let cases = [
        (Fault::status_body(403, clerk_error), "HTTP 403: Not for you. (code forbidden), trace t-1".to_owned()),
        (Fault::status_body(422, clerk_error), "HTTP 422: Not for you. (code forbidden), trace t-1".into()),
        (
            Fault::status_body(404, "<!DOCTYPE html>\n<title>404</title>"),
            "HTTP 404: <!DOCTYPE html> <title>404</title>; check the option api_url, and whether your Clerk plan \
             includes this feature"
                .into(),
        ),
        (Fault::status_body(400, ""), "HTTP 400".into()),
        (Fault::response("<html>"), "the response is not valid JSON; it begins with: <html>".into()),
        (
            Fault::response("[{\"id\":\"user_1\"}"),
            "the response is not valid JSON; it begins with: [{\"id\":\"user_1\"}".into(),
        ),
        (
            Fault::response("{\"data\":7}"),
            "the response does not contain a list of objects; it begins with: {\"data\":7}".into(),
        ),
        (
            Fault::response("[{\"id\":\"user_1\",\"banned\":\"no\"}]"),
            "column users.banned of row user_1: the value \"no\" does not fit type boolean; types jsonb and text fit \
             any value"
                .into(),
        ),
    ];
    for (fault, want) in cases {
        let mock = mock();
        mock.fault(fault);
        let error = error(&server(&mock), &query("users", "id text, banned boolean"));
        let want = if want.starts_with("column") { want } else { format!("{prefix}{want}") };
        assert_eq!(error, want);
        assert_eq!(targets(&mock).len(), 1);
    }
}

#[test]
fn a_failure_in_the_middle_of_a_scan_is_an_error() {
    let mock = mock();
    mock.fault(Fault::status(403).after(1));
    let error = error(&server(&mock), &users());
    assert!(error.contains("&starting_after=user_") && error.contains("HTTP 403"), "{error}");
    mock.take_journal();
    // The scan gives up even if Clerk rejects every cursor.
    mock.fault(Fault::status(422).after(1).times(1000));
    let rejected = common::error(&server(&mock), &users());
    assert!(rejected.contains("HTTP 422"), "{rejected}");
    assert!(targets(&mock).len() < 20);
}

#[test]
fn an_unknown_endpoint_is_an_error_rather_than_an_empty_table() {
    let mock = mock();
    let server = server(&mock).option("api_url", &mock.url().replace("/v1", "/v2"));
    let error = error(&server, &users());
    assert!(error.contains("HTTP 404: No resource was found") && error.contains("check the option api_url"), "{error}");
}

#[test]
fn requests_are_repeated_after_transient_failures() {
    let cut = || Fault::new(Action::Truncate { truncate: 100 });
    let closed = || Fault::new(Action::Close { close: true });
    // Name, faults, number of requests, and the minimum and maximum time for which the guest sleeps, in seconds.
    let cases: Vec<(&str, Vec<Fault>, usize, f64, f64)> = vec![
        ("429 Retry-After", vec![Fault::status_with(429, "Retry-After", "7").times(HOST_ATTEMPTS)], 4 + 2, 7.0, 9.0),
        ("429", vec![Fault::status(429).times(HOST_ATTEMPTS)], 4 + 2, 0.5, 3.0),
        ("502 twice", vec![Fault::status(502).times(2 * HOST_ATTEMPTS)], 8 + 2, 1.5, 6.0),
        ("a closed connection", vec![closed().times(HOST_ATTEMPTS)], 4 + 2, 0.5, 3.0),
        // The host's middleware does not notice that a body is incomplete.
        ("an incomplete response", vec![cut()], 1 + 2, 0.5, 1.0),
        ("an incomplete response later in the scan", vec![cut().after(1)], 1 + 2, 0.5, 1.0),
        ("a slow response", vec![Fault::new(Action::Delay { delay_ms: 50 })], 2, 0.0, 0.0),
    ];
    for (name, faults, requests, min, max) in cases {
        let mock = mock();
        for fault in faults {
            mock.fault(fault);
        }
        let mut node = wrappers_harness::Node::new(&server(&mock)).expect("an instance");
        node.begin(&users()).expect("a scan");
        assert_eq!(first_column(&node.rest().expect(name)), ids(&mock, "users"), "{name}");
        assert_eq!(targets(&mock).len(), requests, "{name}");
        let slept = node.environment().clock.slept.as_secs_f64();
        assert!((min..=max).contains(&slept), "{name}: slept {slept} s");
    }
}

#[test]
fn a_date_in_retry_after_is_waited_for() {
    let mock = mock();
    let date = (chrono::Utc::now() + chrono::TimeDelta::seconds(20)).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    mock.fault(Fault::status_with(429, "Retry-After", &date).times(HOST_ATTEMPTS));
    let mut node = wrappers_harness::Node::new(&server(&mock)).expect("an instance");
    node.begin(&users()).expect("a scan");
    node.rest().expect("rows");
    let slept = node.environment().clock.slept.as_secs_f64();
    // The date is twenty seconds ahead, of which the host's own attempts take some.
    assert!((10.0..=21.0).contains(&slept), "slept {slept} s");

    let mock = self::mock();
    mock.fault(Fault::status_with(429, "Retry-After", "Wed, 21 Oct 2099 07:28:00 GMT").times(HOST_ATTEMPTS));
    let too_long = error(&server(&mock), &users());
    assert!(
        too_long.contains("gave up after 1 attempt in ") && too_long.contains("the API asks to wait another "),
        "{too_long}"
    );
}

/// The reader checks that rows of earlier pages are still in the list. If it finds none of them, even after it has gone
/// back further, the scan must fail: if it ended instead, 734 of the 1,234 rows would silently be missing.
#[test]
fn a_list_that_becomes_empty_or_different_during_a_scan_is_an_error() {
    let other_rows: String = (0..500).map(|n| format!(r#"{{"id":"user_other{n}"}},"#)).collect();
    let responses = [
        "[]".to_owned(),
        r#"{"data":null}"#.to_owned(),
        r#"{"data":[]}"#.to_owned(),
        format!("[{other_rows}{{\"id\":\"x\"}}]"),
    ];
    // One list is read by cursor, the other by offset.
    for object in ["users", "organization_memberships"] {
        for response in &responses {
            let size = clerk_mock::data::Size { users: 1_234, organizations: 5, memberships: 1_234, others: 5 };
            let mock = Mock::start(&clerk_mock::Config { size, ..Default::default() }).expect("a mock");
            mock.fault(Fault::response(response).after(1).times(1000));
            let error = error(&server(&mock), &query(object, "id text"));
            let want = format!("{object}: the list changed faster than it could be read, so rows could be missing");
            assert!(error.contains(&want), "{error}");
            assert!(targets(&mock).len() <= 20);
        }
    }
}

#[test]
fn attempts_and_waiting_are_bounded() {
    let mock = mock();
    mock.fault(Fault::status(503).times(1000));
    let mut node = wrappers_harness::Node::new(&server(&mock)).expect("an instance");
    node.begin(&users()).expect("a scan");
    let error_of_503 = node.next_row().expect_err("an error").to_string();
    assert!(node.environment().clock.slept.as_secs() <= 60, "slept {:?}", node.environment().clock.slept);
    assert!(error_of_503.contains("gave up after 6 attempts in "), "{error_of_503}");
    assert!(
        error_of_503
            .contains(" s in total; last error: HTTP 503: This is status 503 on demand. (code on_demand), trace ")
    );
    assert_eq!(targets(&mock).len(), 6 * HOST_ATTEMPTS as usize);

    let mock = Mock::with_users(1).expect("a mock");
    mock.fault(Fault::status_with(429, "Retry-After", "3600").times(1000));
    let error_of_429 = error(&server(&mock), &users());
    assert!(error_of_429.contains("gave up after 1 attempt in "), "{error_of_429}");
    assert!(error_of_429.contains(", and the API asks to wait another 3600.0 s;"), "{error_of_429}");

    let gone = server(&mock);
    drop(mock);
    let error_without_server = error(&gone, &users());
    assert!(error_without_server.contains("gave up after 6 attempts in "), "{error_without_server}");
    assert!(error_without_server.contains("last error: no response: "), "{error_without_server}");
}

#[test]
fn errors_contain_no_secret() {
    let echo = format!(r#"{{"errors":[{{"long_message":"the key {KEY} is bad","code":"x"}}],"clerk_trace_id":"t"}}"#);
    for fault in [
        Fault::status_body(401, &echo),
        Fault::status_body(400, &format!("<p>{KEY}</p>")),
        Fault::response(&format!("{}{KEY}", "x".repeat(170))),
        Fault::response(&format!("[{{\"id\":\"{KEY}\",\"banned\":\"{KEY}\"}}]")),
    ] {
        let mock = mock();
        mock.fault(fault);
        let error = error(&server(&mock), &query("users", "id text, banned boolean"));
        assert!(!error.contains("sk_test") && error.contains("***"), "{error}");
    }
}

#[test]
fn values_that_postgres_cannot_store_are_replaced_with_a_warning() {
    let mock = mock();
    let deep = "[".repeat(3000) + &"]".repeat(3000);
    let rows = format!(
        r#"[{{"id":"user_1","first_name":"a\u0000b",
            "public_metadata":{{"x":"\u0000","deep":{deep},"big":1e999,"half":"\ud800"}},
            "created_at":99999999999999999}}]"#
    );
    mock.fault(Fault::response(&rows));
    let columns = "first_name text, public_metadata jsonb, attrs jsonb, created_at timestamptz, created_at date, \
                   public_metadata_half text";
    let outcome = scan(&mock, "users", columns);
    let row = &outcome.rows[0];
    assert_eq!(row[0], Value::Text("a\u{fffd}b".into()));
    let Value::Json(metadata) = &row[1] else { panic!("no metadata") };
    assert_eq!(metadata["x"], "\u{fffd}");
    assert_eq!(metadata["big"], "1e999");
    assert_eq!(metadata["half"], "\u{fffd}");
    assert!(metadata["deep"].is_array());
    assert!(matches!(&row[2], Value::Json(attrs) if attrs["first_name"] == "a\u{fffd}b"));
    assert_eq!(row[3..], [Value::Null, Value::Null, Value::Text("\u{fffd}".into())]);
    let warnings: Vec<&str> = outcome.messages.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(warnings.len(), 6, "{warnings:?}");
    assert!(warnings[0].starts_with("column users.first_name of row user_1: "), "{warnings:?}");
    assert_eq!(targets(&mock).len(), 1);
}

#[test]
fn a_list_shorter_than_its_count_is_reported() {
    let mock = mock();
    mock.fault(Fault::response(r#"{"data":[],"total_count":3}"#));
    let outcome = scan(&mock, "domains", "id text");
    assert_eq!(outcome.rows.len(), 0);
    assert_eq!(targets(&mock), ["/domains"]);
    assert_eq!(
        outcome.messages[0].text,
        "domains: Clerk reports a total of 3 rows but returned 0; rows may be missing"
    );
}

/// A trap has no message from the guest, and its backtrace shows only functions of the interpreter. The host therefore
/// reads the position in the bytecode and looks the function up.
#[test]
fn a_trap_in_bytecode_names_its_function() {
    let mock = Mock::with_users(600).expect("a mock");
    let component = component_build::variant_of_component(component_build::Variant::Interpreted).expect("a component");
    let mut server = Server::new(&component).option("api_url", &mock.url()).option("api_key", KEY);
    // Too little memory for the response.
    server.memory_limit = 3 << 20;
    let error = error(&server, &query("users", "id text"));
    assert!(error.contains("unreachable"), "{error}");
    let position = error.split("position in bytecode: ").nth(1).unwrap_or_else(|| panic!("no position: {error}"));
    let (position, name) = position.split_once(", in ").unwrap_or_else(|| panic!("no name: {error}"));
    assert!(position.parse::<u32>().is_ok(), "{error}");
    assert!(name.contains("alloc"), "{error}");
}
