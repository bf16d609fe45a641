//! Key columns whose values come from parents, queries that read several lists, and embedded rows.

mod common;

use common::{Script, begin, one_of, read, request, rest};
use fdw_engine::request::qual::{Condition, Qual};
use fdw_engine::request::types::Type;

#[test]
fn a_missing_key_is_an_error_when_the_first_row_is_read() {
    let mut host = Script::new();
    let mut scans = begin(&mut host, request("keys", &[("id", Type::Text)])).unwrap();
    let error = rest(&mut scans, &mut host).unwrap_err();
    assert!(
        error.starts_with("keys: rows can only be read by key; add a condition on owner that uses = or in"),
        "{error}"
    );
    let mut host = Script::new().response(r#"{"items":[{"id":"k1","owner":"o"}]}"#);
    let mut query = request("keys", &[("id", Type::Text), ("owner", Type::Text)]);
    query.quals = vec![one_of("owner", &["o"])];
    assert_eq!(read(&mut host, query).unwrap(), ["k1|o"]);
    assert_eq!(host.sent, ["/keys?owner=o&limit=3"]);
}

#[test]
fn parents_are_read_up_to_a_maximum_number() {
    let columns = [("id", Type::Text), ("depot_id", Type::Text)];
    let depots = r#"{"items":[{"id":"d1"},{"id":"d/2"}],"count":2}"#;
    let mut host = Script::new().response(depots).response(r#"{"items":[{"id":"p1"}]}"#).status(
        404,
        &[],
        r#"{"errors":[{"code":"unknown"}]}"#,
    );
    assert_eq!(read(&mut host, request("parcels", &columns)).unwrap(), ["p1|d1"]);
    assert_eq!(host.sent, ["/depots?limit=3", "/depots/d1/parcels?limit=3", "/depots/d%2F2/parcels?limit=3"]);
    // Any other 404 is an error.
    let mut host = Script::new().response(depots).status(404, &[], "no such page");
    let error = read(&mut host, request("parcels", &columns)).unwrap_err();
    assert_eq!(error, "parcels: GET /depots/d1/parcels?limit=3: HTTP 404: no such page");
    let mut host = Script::new().option("max_parents", "1").response(depots).response(r#"{"items":[],"count":7}"#);
    let error = read(&mut host, request("parcels", &columns)).unwrap_err();
    assert_eq!(
        error,
        "parcels: without a condition on depot_id, this query needs at least 7 requests, one for each row of depots, \
         but option max_parents allows at most 1; add a condition on id or depot_id that uses = or in with constant \
         values (values from a join or a sub-select do not reach the foreign-data wrapper), or raise max_parents"
    );
    assert_eq!(host.sent, ["/depots?limit=3", "/depots?limit=1"]);
}

#[test]
fn a_key_whose_value_the_host_did_not_pass_has_an_error_of_its_own() {
    let unpassed = |column: &str| Qual {
        column: column.to_owned(),
        operator: "=".to_owned(),
        condition: Condition::Other,
        is_parameter: true,
    };
    let cases = [
        (
            "parcels",
            "depot_id",
            "parcels: the value of the condition on depot_id does not reach the foreign-data wrapper, so this query \
             needs at least 7 requests, one for each row of depots, but option max_parents allows at most 1; write the \
             value into the statement, as in depot_id = 'value', instead of a sub-select or an expression",
        ),
        (
            "keys",
            "owner",
            "keys: rows can only be read by key, and the value of the condition on owner does not reach the \
             foreign-data wrapper; write the value into the statement, as in owner = 'value', instead of a sub-select \
             or an expression",
        ),
    ];
    for (object, column, want) in cases {
        let depots = r#"{"items":[{"id":"d1"},{"id":"d2"}],"count":2}"#;
        let mut host = Script::new().option("max_parents", "1").response(depots).response(r#"{"items":[],"count":7}"#);
        let mut query = request(object, &[("id", Type::Text), (column, Type::Text)]);
        query.quals = vec![unpassed(column)];
        assert_eq!(read(&mut host, query).unwrap_err(), want);
    }
}

#[test]
fn a_row_of_several_lists_is_returned_once() {
    let mut host = Script::new()
        .response(r#"{"items":[{"id":"a"},{"id":"b"}],"count":2}"#)
        .response(r#"{"items":[{"id":"b"},{"id":"c"}],"count":2}"#);
    assert_eq!(read(&mut host, request("notes", &[("id", Type::Text)])).unwrap(), ["a", "b", "c"]);
    assert_eq!(host.sent, ["/notes?limit=3", "/notes?state=gone&limit=3"]);
    // A filter on the query parameter of the partitions selects one of them; other filters apply to each partition.
    for (quals, want) in [
        (vec![one_of("state", &["gone"])], vec!["/notes?state=gone&limit=3"]),
        (vec![one_of("id", &["a"])], vec!["/notes?find=a&limit=3", "/notes?find=a&state=gone&limit=3"]),
        (vec![one_of("id", &["a", "b"])], vec!["/notes?limit=3", "/notes?state=gone&limit=3"]),
    ] {
        let mut host = Script::new().response("[]").response("[]");
        let mut query = request("notes", &[("id", Type::Text), ("state", Type::Text)]);
        query.quals = quals;
        read(&mut host, query).unwrap();
        assert_eq!(host.sent, want);
    }
}

#[test]
fn embedded_rows_are_read_from_their_owners() {
    let columns = [("widget_id", Type::Text), ("id", Type::Text), ("size", Type::I64)];
    let page = r#"{"items":[
        {"id":"w1","wheels":[{"id":"a","size":1},{"id":"b","size":2}]},
        {"id":"w2","wheels":null},
        {"id":"w3","wheels":[]}]}"#;
    let next = r#"{"items":[{"id":"w3","wheels":[]},{"id":"w4","wheels":[{"size":3}]}]}"#;
    let mut host = Script::new().response(page).response(next);
    assert_eq!(read(&mut host, request("wheels", &columns)).unwrap(), ["w1|a|1", "w1|b|2", "w4|NULL|3"]);
    assert_eq!(host.sent, ["/widgets?limit=3", "/widgets?limit=3&from=2"]);
    // The list may also be the response itself, and an owner may lack the attribute that contains embedded rows.
    let mut host = Script::new().response(r#"[{"id":"w1","wheels":[{"id":"a","size":1}]},{"id":"w2"}]"#);
    assert_eq!(read(&mut host, request("wheels", &columns)).unwrap(), ["w1|a|1"]);
    let mut host = Script::new().response(r#"{"id":"w1","wheels":[{"id":"a","size":1}]}"#);
    let mut query = request("wheels", &columns);
    query.quals = vec![one_of("widget_id", &["w1"])];
    assert_eq!(read(&mut host, query).unwrap(), ["w1|a|1"]);
    assert_eq!(host.sent, ["/widgets/w1"]);
    // A wheel that is requested by its own id does not contain the id of its widget.
    for (columns, want) in [(&columns[1..], "/wheels/a"), (&columns[..], "/widgets?limit=3")] {
        let mut host = Script::new().response(r#"{"id":"a","size":1,"items":[]}"#);
        let mut query = request("wheels", columns);
        query.quals = vec![one_of("id", &["a"])];
        read(&mut host, query).unwrap();
        assert_eq!(host.sent, [want]);
    }
}

#[test]
fn a_single_object_is_one_row() {
    let mut host = Script::new().response(r#"{"up":true,"items":[]}"#);
    assert_eq!(read(&mut host, request("status", &[("up", Type::Bool)])).unwrap(), ["true"]);
    assert_eq!(host.sent, ["/status"]);
    let mut host = Script::new().status(404, &[], r#"{"errors":[{"code":"unknown"}]}"#);
    assert!(read(&mut host, request("status", &[])).unwrap_err().contains("HTTP 404"));
}

#[test]
fn two_key_columns_can_come_from_the_same_parent() {
    let columns = &[("cabinet", Type::Text), ("drawer", Type::Text), ("id", Type::Text)];
    let drawers = r#"[{"cabinet":"c1","label":"a","has_items":true},{"cabinet":"c1","label":"b","has_items":false}]"#;
    let more = r#"[{"cabinet":"c2","label":"a b"}]"#;
    // Drawers without items are skipped, but not those of which this is unknown.
    let mut host = Script::new().response(drawers).response(r#"[{"id":"1"}]"#);
    assert_eq!(read(&mut host, request("items", columns)).unwrap(), ["c1|a|1"]);
    assert_eq!(host.sent, ["/drawers?limit=3", "/cabinets/c1/drawers/a/items"]);
    let mut host = Script::new().response(more).response(r#"[{"id":"2"}]"#);
    assert_eq!(read(&mut host, request("items", columns)).unwrap(), ["c2|a b|2"]);
    assert_eq!(host.sent[1], "/cabinets/c2/drawers/a%20b/items");
    // With a condition on one key, parents are read with it, and those that do not satisfy it are skipped.
    let mut host = Script::new().response(&drawers.replace("false", "true")).response(r#"[{"id":"3"}]"#);
    let mut query = request("items", columns);
    query.quals = vec![one_of("drawer", &["b"])];
    assert_eq!(read(&mut host, query).unwrap(), ["c1|b|3"]);
    assert_eq!(host.sent, ["/drawers?label=b&limit=3", "/cabinets/c1/drawers/b/items"]);
    // With conditions on both keys, no parents are read.
    let mut host = Script::new().response("[]").response("[]");
    let mut query = request("items", columns);
    query.quals = vec![one_of("drawer", &["a"]), one_of("cabinet", &["c1", "c2"])];
    read(&mut host, query).unwrap();
    assert_eq!(host.sent, ["/cabinets/c1/drawers/a/items", "/cabinets/c2/drawers/a/items"]);
}

#[test]
fn a_row_in_the_lists_of_several_parents_is_returned_once_if_it_is_the_same() {
    let mut host = Script::new()
        .response(r#"[{"id":"d1"},{"id":"d2"}]"#)
        .response(r#"[{"id":"v1"},{"id":"v2"}]"#)
        .response(r#"[{"id":"v2"},{"id":"v3"}]"#);
    assert_eq!(read(&mut host, request("visits", &[("id", Type::Text)])).unwrap(), ["v1", "v2", "v3"]);
    assert_eq!(host.sent, ["/depots?limit=3", "/depots/d1/visits", "/depots/d2/visits"]);
}

#[test]
fn given_keys_are_looked_up_among_the_parents_if_the_endpoint_has_lists_for_others() {
    let columns = &[("id", Type::Text), ("depot", Type::Text)];
    let mut query = request("shelves", columns);
    query.quals = vec![one_of("depot", &["d1", "attic"])];
    let mut host = Script::new().response(r#"[{"id":"d1"},{"id":"d2"}]"#).response(r#"[{"id":"s"}]"#);
    assert_eq!(read(&mut host, query.clone()).unwrap(), ["s|d1"]);
    assert_eq!(host.sent, ["/depots?limit=3", "/rooms/d1/shelves"]);
    // The access path needs another permission than the object.
    let mut host = Script::new().response(r#"[{"id":"d1"}]"#).status(403, &[], "no");
    assert!(read(&mut host, query).unwrap_err().ends_with("the key needs the permission view-rooms"));
}

#[test]
fn an_object_that_always_has_rows_warns_if_there_are_none() {
    let columns = &[("id", Type::Text), ("depot", Type::Text)];
    let warning = "shelves: Widgetry returned no rows, possibly because the key needs the permission view-shelves";
    let mut query = request("shelves", columns);
    for (quals, want) in [(vec![], vec![warning]), (vec![one_of("depot", &["d1"])], vec![])] {
        let mut host = Script::new().response(r#"[{"id":"d1"}]"#).response("[]");
        query.quals = quals;
        assert!(read(&mut host, query.clone()).unwrap().is_empty());
        assert_eq!(host.warnings, want);
    }
}
