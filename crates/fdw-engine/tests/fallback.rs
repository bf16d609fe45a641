//! Filters that the API refuses, and lists that it does not record.

mod common;

use common::{Script, one_of, read, request};
use fdw_engine::request::types::Type;

const LOG: &[(&str, Type)] = &[("id", Type::Text), ("who", Type::Text)];

#[test]
fn a_unsupported_leads_to_one_request_without_it_and_a_notice() {
    let mut host = Script::new()
        .status(400, &[], r#"{"errors":[{"short":"no parameter who"}]}"#)
        .response(r#"[{"id":"1","who":"a"},{"id":"2","who":"b"}]"#);
    let mut query = request("log", LOG);
    query.quals = vec![one_of("who", &["a"])];
    // Postgres checks the qual.
    assert_eq!(read(&mut host, query.clone()).expect("rows"), ["1|a", "2|b"]);
    assert_eq!(host.sent, ["/log?who=a&limit=3", "/log?limit=3"]);
    let notice = "log: GET /log?who=a&limit=3: HTTP 400: no parameter who; the list is read without conditions instead, \
                  and Postgres checks them";
    assert_eq!(host.notices, [notice]);
    // LIMIT does not shorten the list, because Postgres may discard rows.
    let mut host = Script::new().status(400, &[], "no").response("[]").response(r#"{"log":{"is_on":true}}"#);
    query.limit = Some(1);
    read(&mut host, query).expect("no rows");
    assert_eq!(host.sent, ["/log?who=a&limit=1", "/log?limit=3", "/settings"]);
}

#[test]
fn rows_are_counted_one_by_one_if_the_api_has_no_endpoint_that_counts_them() {
    for (status, body) in [(400, "no"), (404, r#"{"errors":[{"code":"unknown"}]}"#)] {
        let mut host = Script::new().status(status, &[], body).response(r#"[{"label":"a"},{"label":"b"}]"#);
        assert_eq!(read(&mut host, request("drawers", &[])).expect("rows").len(), 2);
        assert_eq!(host.sent, ["/drawers/count", "/drawers?limit=3"]);
    }
}

#[test]
fn any_other_error_is_final() {
    let refused = || Script::new().status(400, &[], "no");
    let mut query = request("log", LOG);
    assert!(read(&mut refused(), query.clone()).is_err(), "there is no filter");
    query.quals = vec![one_of("who", &["a"])];
    assert!(read(&mut Script::new().status(403, &[], "no"), query.clone()).is_err(), "not a status of refused filters");
    assert!(read(&mut refused().status(400, &[], "no"), query).is_err(), "refused without a filter");
    let mut by_key = request("keys", &[("id", Type::Text), ("owner", Type::Text)]);
    by_key.quals = vec![one_of("owner", &["o"])];
    assert!(read(&mut refused(), by_key).is_err(), "the object can only be read by key");
}

#[test]
fn a_scan_without_rows_warns_if_the_api_does_not_record_any() {
    let warning = "log: Widgetry does not record these rows; switch the log on";
    let cases = [
        (200, r#"{"log":{"is_on":false}}"#, Some(warning)),
        (200, r#"{"log":{"is_on":true}}"#, None),
        (200, "{}", None),
        (403, "no", None),
    ];
    for (status, body, want) in cases {
        let mut host = Script::new().response("[]").status(status, &[], body);
        assert!(read(&mut host, request("log", LOG)).expect("no rows").is_empty());
        assert_eq!(host.sent, ["/log?limit=3", "/settings"]);
        assert_eq!(host.warnings.first().map(String::as_str), want);
    }
    let mut host = Script::new().response(r#"[{"id":"1"}]"#);
    read(&mut host, request("log", LOG)).expect("rows");
    assert_eq!(host.sent, ["/log?limit=3"]);
}

#[test]
fn an_id_that_the_api_does_not_have_is_made_of_other_columns() {
    let mut host =
        Script::new().response(r#"[{"id":"x","at":1,"who":"a","what":"b"},{"id":null,"at":1,"what":"b/c"}]"#);
    assert_eq!(read(&mut host, request("log", &[("id", Type::Text)])).expect("rows"), ["x", "1//b/c"]);
}
