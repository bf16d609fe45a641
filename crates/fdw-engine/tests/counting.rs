//! Counting instead of reading, if all rows of a query are equal.

mod common;

use common::{Script, begin, bool, one_of, read, request, rest, text};
use fdw_engine::request::types::Type;

#[test]
fn equal_rows_are_counted_instead_of_read() {
    let sent = [("sent", Type::Bool)];
    let is_sent = || vec![bool("sent", "=", true)];
    let count = || Script::new().response(r#"{"count":3}"#);
    let mut host = count();
    assert_eq!(read(&mut host, request("parcels", &[])).unwrap(), ["", "", ""]);
    assert_eq!(host.sent, ["/parcels/count"]);
    let mut host = count();
    let mut query = request("parcels", &sent);
    query.quals = is_sent();
    assert_eq!(read(&mut host, query).unwrap(), ["true", "true", "true"]);
    assert_eq!(host.sent, ["/parcels/count?sent=true"]);
    // Without a count endpoint, the total of a page of one row is the count. Each partition is counted. A rescan sends
    // no request.
    let mut host = Script::new().response(r#"{"items":[{}],"count":2}"#).response(r#"{"items":[],"count":1}"#);
    let mut scans = begin(&mut host, request("notes", &[])).unwrap();
    assert_eq!(rest(&mut scans, &mut host).unwrap().len(), 3);
    scans.rewind().ok().unwrap();
    assert_eq!(rest(&mut scans, &mut host).unwrap().len(), 3);
    assert_eq!(host.sent, ["/notes?limit=1", "/notes?state=gone&limit=1"]);
    // Rows are read if a filter is inexact, or if a qual has several values.
    for quals in [
        vec![text("label", "~~", "%box%")],
        vec![one_of("owner_id", &["ann"])],
        vec![one_of("state", &["new", "done"])],
        vec![one_of("state", &["new"]), text("label", "=", "x")],
    ] {
        let mut host = Script::new().response("[]").response("[]");
        let columns: Vec<(&str, Type)> = quals.iter().map(|qual| (qual.column.as_str(), Type::Text)).collect();
        let mut query = request("parcels", &columns);
        query.quals = quals.clone();
        read(&mut host, query).unwrap();
        assert!(host.sent[0].ends_with("&limit=3"), "{:?} of {quals:?}", host.sent);
    }
    // A list without a total is read.
    let mut host = Script::new().response(r#"[{"id":"d1"}]"#).response(r#"[{"id":"d1"},{"id":"d2"}]"#);
    assert_eq!(read(&mut host, request("depots", &[])).unwrap().len(), 2);
    assert_eq!(host.sent, ["/depots?limit=1", "/depots?limit=3"]);
    let mut host = Script::new().response("{}");
    let error = read(&mut host, request("parcels", &[])).unwrap_err();
    assert_eq!(error, "parcels: GET /parcels/count: the response does not contain a count; it begins with: {}");
}
