//! Walking parents, several lists for one query, and rows that are parts of objects.

mod common;

use common::{Script, begin, is, read, request, rest};
use fdw_engine::request::types::Type;

#[test]
fn what_the_path_lacks_is_said_when_rows_are_asked_for() {
    let mut host = Script::new();
    let mut scans = begin(&mut host, request("keys", &[("id", Type::Text)])).unwrap();
    let error = rest(&mut scans, &mut host).unwrap_err();
    assert!(error.starts_with("keys: rows can only be asked for by a key: filter, by = or in, on owner"), "{error}");
    let mut host = Script::new().answer(r#"{"items":[{"id":"k1","owner":"o"}]}"#);
    let mut asked = request("keys", &[("id", Type::Text), ("owner", Type::Text)]);
    asked.quals = vec![is("owner", &["o"])];
    assert_eq!(read(&mut host, asked).unwrap(), ["k1|o"]);
    assert_eq!(host.sent, ["/keys?owner=o&limit=3"]);
}

#[test]
fn parents_are_walked_up_to_a_number() {
    let columns = [("id", Type::Text), ("depot_id", Type::Text)];
    let depots = r#"{"items":[{"id":"d1"},{"id":"d/2"}],"count":2}"#;
    let mut host = Script::new().answer(depots).answer(r#"{"items":[{"id":"p1"}]}"#).status(
        404,
        &[],
        r#"{"errors":[{"code":"unknown"}]}"#,
    );
    assert_eq!(read(&mut host, request("parcels", &columns)).unwrap(), ["p1|d1"]);
    assert_eq!(host.sent, ["/depots?limit=3", "/depots/d1/parcels?limit=3", "/depots/d%2F2/parcels?limit=3"]);
    // Any other 404 is an error.
    let mut host = Script::new().answer(depots).status(404, &[], "no such page");
    let error = read(&mut host, request("parcels", &columns)).unwrap_err();
    assert_eq!(error, "parcels: GET /depots/d1/parcels?limit=3: HTTP 404: no such page");
    let mut host = Script::new().option("max_parents", "1").answer(depots).answer(r#"{"items":[],"count":7}"#);
    let error = read(&mut host, request("parcels", &columns)).unwrap_err();
    assert_eq!(
        error,
        "parcels: without a filter on depot_id this takes 7 requests, one for each of depots, and option max_parents \
         allows 1; filter, by = or in, on id or depot_id"
    );
    assert_eq!(host.sent, ["/depots?limit=3", "/depots?limit=1"]);
}

#[test]
fn rows_of_several_lists_come_once() {
    let mut host = Script::new()
        .answer(r#"{"items":[{"id":"a"},{"id":"b"}],"count":2}"#)
        .answer(r#"{"items":[{"id":"b"},{"id":"c"}],"count":2}"#);
    assert_eq!(read(&mut host, request("notes", &[("id", Type::Text)])).unwrap(), ["a", "b", "c"]);
    assert_eq!(host.sent, ["/notes?limit=3", "/notes?state=gone&limit=3"]);
    // A condition on what makes the parts says which is meant; another leaves them.
    for (quals, want) in [
        (vec![is("state", &["gone"])], vec!["/notes?state=gone&limit=3"]),
        (vec![is("id", &["a"])], vec!["/notes?find=a&limit=3", "/notes?find=a&state=gone&limit=3"]),
        (vec![is("id", &["a", "b"])], vec!["/notes?limit=3", "/notes?state=gone&limit=3"]),
    ] {
        let mut host = Script::new().answer("[]").answer("[]");
        let mut asked = request("notes", &[("id", Type::Text), ("state", Type::Text)]);
        asked.quals = quals;
        read(&mut host, asked).unwrap();
        assert_eq!(host.sent, want);
    }
}

#[test]
fn parts_of_objects_are_rows_of_their_own() {
    let columns = [("widget_id", Type::Text), ("id", Type::Text), ("size", Type::I64)];
    let page = r#"{"items":[
        {"id":"w1","wheels":[{"id":"a","size":1},{"id":"b","size":2}]},
        {"id":"w2","wheels":null},
        {"id":"w3","wheels":[]}]}"#;
    let next = r#"{"items":[{"id":"w3","wheels":[]},{"id":"w4","wheels":[{"size":3}]}]}"#;
    let mut host = Script::new().answer(page).answer(next);
    assert_eq!(read(&mut host, request("wheels", &columns)).unwrap(), ["w1|a|1", "w1|b|2", "w4|NULL|3"]);
    assert_eq!(host.sent, ["/widgets?limit=3", "/widgets?limit=3&from=2"]);
    // Also in a bare array, where an object may not have the attribute at all.
    let mut host = Script::new().answer(r#"[{"id":"w1","wheels":[{"id":"a","size":1}]},{"id":"w2"}]"#);
    assert_eq!(read(&mut host, request("wheels", &columns)).unwrap(), ["w1|a|1"]);
    let mut host = Script::new().answer(r#"{"id":"w1","wheels":[{"id":"a","size":1}]}"#);
    let mut asked = request("wheels", &columns);
    asked.quals = vec![is("widget_id", &["w1"])];
    assert_eq!(read(&mut host, asked).unwrap(), ["w1|a|1"]);
    assert_eq!(host.sent, ["/widgets/w1"]);
    // By its own id a wheel does not tell whose it is.
    for (columns, want) in [(&columns[1..], "/wheels/a"), (&columns[..], "/widgets?limit=3")] {
        let mut host = Script::new().answer(r#"{"id":"a","size":1,"items":[]}"#);
        let mut asked = request("wheels", columns);
        asked.quals = vec![is("id", &["a"])];
        read(&mut host, asked).unwrap();
        assert_eq!(host.sent, [want]);
    }
}

#[test]
fn one_object_is_one_row() {
    let mut host = Script::new().answer(r#"{"up":true,"items":[]}"#);
    assert_eq!(read(&mut host, request("status", &[("up", Type::Bool)])).unwrap(), ["true"]);
    assert_eq!(host.sent, ["/status"]);
    let mut host = Script::new().status(404, &[], r#"{"errors":[{"code":"unknown"}]}"#);
    assert!(read(&mut host, request("status", &[])).unwrap_err().contains("HTTP 404"));
}
