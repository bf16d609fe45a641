//! Rows that are all the same are counted.

mod common;

use common::{Script, begin, bool, is, read, request, rest, text};
use fdw_engine::request::types::Type;

#[test]
fn rows_that_are_all_the_same_are_counted() {
    let sent = [("sent", Type::Bool)];
    let is_sent = || vec![bool("sent", "=", true)];
    let count = || Script::new().answer(r#"{"count":3}"#);
    let mut host = count();
    assert_eq!(read(&mut host, request("parcels", &[])).unwrap(), ["", "", ""]);
    assert_eq!(host.sent, ["/parcels/count"]);
    let mut host = count();
    let mut asked = request("parcels", &sent);
    asked.quals = is_sent();
    assert_eq!(read(&mut host, asked).unwrap(), ["true", "true", "true"]);
    assert_eq!(host.sent, ["/parcels/count?sent=true"]);
    // Beside a page of one row; each part counted; a second scan counts nothing.
    let mut host = Script::new().answer(r#"{"items":[{}],"count":2}"#).answer(r#"{"items":[],"count":1}"#);
    let mut scans = begin(&mut host, request("notes", &[])).unwrap();
    assert_eq!(rest(&mut scans, &mut host).unwrap().len(), 3);
    scans.rewind().ok().unwrap();
    assert_eq!(rest(&mut scans, &mut host).unwrap().len(), 3);
    assert_eq!(host.sent, ["/notes?limit=1", "/notes?state=gone&limit=1"]);
    // Not where a condition is answered loosely, or one of several values.
    for quals in [
        vec![text("label", "~~", "%box%")],
        vec![is("owner_id", &["ann"])],
        vec![is("state", &["new", "done"])],
        vec![is("state", &["new"]), text("label", "=", "x")],
    ] {
        let mut host = Script::new().answer("[]").answer("[]");
        let columns: Vec<(&str, Type)> = quals.iter().map(|qual| (qual.column.as_str(), Type::Text)).collect();
        let mut asked = request("parcels", &columns);
        asked.quals = quals.clone();
        read(&mut host, asked).unwrap();
        assert!(host.sent[0].ends_with("&limit=3"), "{:?} of {quals:?}", host.sent);
    }
    // A list that does not tell its count is read.
    let mut host = Script::new().answer(r#"[{"id":"d1"}]"#).answer(r#"[{"id":"d1"},{"id":"d2"}]"#);
    assert_eq!(read(&mut host, request("depots", &[])).unwrap().len(), 2);
    assert_eq!(host.sent, ["/depots?limit=1", "/depots?limit=3"]);
    let mut host = Script::new().answer("{}");
    let error = read(&mut host, request("parcels", &[])).unwrap_err();
    assert_eq!(error, "parcels: GET /parcels/count: the answer has no count, it begins: {}");
}
