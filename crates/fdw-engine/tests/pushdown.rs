//! Planning: which quals are pushed down, and which access path is used. Each test compares the requests for given
//! quals.

mod common;

use common::{ALL_PARCELS, PARCEL_COLUMNS, Script, bool, one_of, page, qual, read, request, text};
use fdw_engine::request::Sort;
use fdw_engine::request::qual::{Constant, Qual};
use fdw_engine::request::types::Type;

/// The requests of a scan of parcels with these quals. All lists are empty.
fn requests(quals: Vec<Qual>) -> Vec<String> {
    let mut host = Script::new();
    for _ in 0..12 {
        host = host.response("[]");
    }
    let mut query = request("parcels", PARCEL_COLUMNS);
    query.quals = quals;
    // The result may be an error, because an empty list is not a valid response for a single object.
    let _ = read(&mut host, query);
    host.sent
}

fn micros(column: &str, operator: &str, value: i64) -> Qual {
    qual(column, operator, &[Constant::Timestamptz(value)])
}

/// The request for the parcels that a query parameter selects.
fn filtered(parameter: &str) -> String {
    format!("/parcels?{parameter}&sort=%2Bmade_at&limit=3")
}

#[test]
fn quals_are_pushed_down_if_the_api_evaluates_them_alike() {
    let flag = |operator: &str, value: bool| bool("sent", operator, value);
    let cases: Vec<(Qual, String)> = vec![
        (one_of("state", &["new"]), filtered("state=new")),
        (one_of("state", &["lost"]), ALL_PARCELS.into()),
        (text("state", "<>", "new"), ALL_PARCELS.into()),
        (one_of("owner_id", &["ann"]), filtered("owner=ann")),
        // Upper case, spaces, commas and characters outside ASCII are not sent.
        (one_of("owner_id", &["Ann"]), ALL_PARCELS.into()),
        (one_of("owner_id", &["a b"]), ALL_PARCELS.into()),
        (one_of("owner_id", &["a,b"]), ALL_PARCELS.into()),
        (one_of("owner_id", &["é"]), ALL_PARCELS.into()),
        (one_of("owner_id", &["%"]), filtered("owner=%25")),
        (flag("=", true), filtered("sent=true")),
        (flag("is", false), filtered("sent=false")),
        (flag("is not", true), ALL_PARCELS.into()),
        (flag("<>", true), ALL_PARCELS.into()),
        // Of a pattern, the longest literal part is sent.
        (text("label", "~~", "%box%"), filtered("label_has=box")),
        (text("label", "~~*", "a_Large%BOX"), filtered("label_has=Large")),
        (text("label", "=", "box 12345"), filtered("label_has=12345")),
        (text("label", "~~", "%bo%"), ALL_PARCELS.into()),
        (text("label", "~~", "b\\ox\\%12"), ALL_PARCELS.into()),
        (text("label", "~~", "123\\456"), filtered("label_has=123")),
        (text("label", "!~~", "%box%"), ALL_PARCELS.into()),
        (text("label", "~~", "%kéx%box%"), filtered("label_has=box")),
        (text("barcode", "~~", "%box%"), filtered("barcode_has=box")),
        (text("barcode", "~~*", "%box%"), ALL_PARCELS.into()),
        // `is null`, of any type.
        (text("label", "is", "null"), ALL_PARCELS.into()),
        // The interval around a time is widened on both sides.
        (micros("made_at", "=", 1700000000000500), filtered("made_after=1699999999999&made_before=1700000000002")),
    ];
    for (qual, want) in cases {
        assert_eq!(requests(vec![qual.clone()]), [want], "{qual:?}");
    }
}

#[test]
fn phrases_and_the_last_name_of_a_path_are_pushed_down() {
    for (column, value, want) in [
        ("label", "a b, c", "/drawers?label=a%20b%2C%20c&limit=3"),
        ("label", " a", "/drawers?limit=3"),
        ("label", "a\tb", "/drawers?limit=3"),
        ("label", "é", "/drawers?limit=3"),
        ("path", "/all/the things", "/drawers?inexact=true&label=things"),
        ("path", "/all/100\\%ab", "/drawers?inexact=true&label=100"),
        ("path", "/things/ab", "/drawers?limit=3"),
        ("path", "things", "/drawers?limit=3"),
    ] {
        let mut host = Script::new().response("[]");
        let mut query = request("drawers", &[("label", Type::Text), ("path", Type::Text)]);
        query.quals = vec![one_of(column, &[value])];
        read(&mut host, query).unwrap();
        assert_eq!(host.sent, [want], "{column} = {value}");
    }
}

#[test]
fn comparisons_of_times_are_pushed_down() {
    let after = || micros("made_at", ">=", 1_700_000_000_000_000);
    let before = || micros("made_at", "<", 1_800_000_000_000_001);
    let cases = [
        (vec![after()], filtered("made_after=1699999999999")),
        (vec![before()], filtered("made_before=1800000000002")),
        (vec![after(), before()], filtered("made_after=1699999999999&made_before=1800000000002")),
        (vec![micros("made_at", "<>", 1_700_000_000_000_000)], ALL_PARCELS.into()),
        // A value of another type than the column's is a different time in each time zone.
        (vec![qual("made_at", ">", &[Constant::Int(5)])], ALL_PARCELS.into()),
        (vec![qual("made_at", ">", &[Constant::Timestamp(1_700_000_000_000_000)])], ALL_PARCELS.into()),
    ];
    for (quals, want) in cases {
        assert_eq!(requests(quals.clone()), [want], "{quals:?}");
    }
}

#[test]
fn the_cheapest_access_path_is_used() {
    let key = |values: &[&str]| one_of("depot_id", values);
    let mut with_key = PARCEL_COLUMNS.to_vec();
    with_key.push(("depot_id", Type::Text));
    let cases: Vec<(Vec<Qual>, Vec<&str>)> = vec![
        (vec![one_of("id", &["p/1"])], vec!["/parcels/p%2F1"]),
        (vec![one_of("id", &["."])], vec![ALL_PARCELS]),
        // A request contains several values, each of them once. The sign of a value is escaped by another sign.
        (
            vec![one_of("id", &["p1", "-p2", "p1", "p3"])],
            vec!["/parcels?sort=%2Bmade_at&id=p1&id=%2B-p2&limit=3", "/parcels?sort=%2Bmade_at&id=p3&limit=3"],
        ),
        (vec![one_of("id", &["p1", "a,b"])], vec![ALL_PARCELS]),
        // A second qual with several values stays local, because it would multiply the number of lists.
        (
            vec![one_of("id", &["p1", "p2", "p3"]), one_of("owner_id", &["ann", "bob"])],
            vec!["/parcels?sort=%2Bmade_at&id=p1&id=p2&limit=3", "/parcels?sort=%2Bmade_at&id=p3&limit=3"],
        ),
        (
            vec![one_of("state", &["new", "done"])],
            vec!["/parcels?sort=%2Bmade_at&state=new&limit=3", "/parcels?sort=%2Bmade_at&state=done&limit=3"],
        ),
        (vec![one_of("state", &["new"]), one_of("sent", &["x"])], vec!["/parcels?state=new&sort=%2Bmade_at&limit=3"]),
    ];
    for (quals, want) in cases {
        assert_eq!(requests(quals.clone()), want, "{quals:?}");
    }
    let mut host = Script::new().response(r#"{"items":[{"id":"p1"}]}"#).response(r#"{"items":[]}"#);
    let mut query = request("parcels", &with_key);
    query.quals = vec![key(&["d1", "d2"]), one_of("owner_id", &["-x"])];
    assert_eq!(read(&mut host, query).unwrap(), ["p1|NULL|NULL|NULL|NULL|NULL|NULL|NULL|d1"]);
    assert_eq!(host.sent, ["/depots/d1/parcels?owner=%2B-x&limit=3", "/depots/d2/parcels?owner=%2B-x&limit=3"]);
}

#[test]
fn top_n_ends_a_scan_only_if_the_option_allows_it_and_no_row_is_lost() {
    let rows = page(&[("c", 3), ("b", 2), ("a", 1)]);
    let sort = |column: &str, descending: bool| Sort::By { column: column.to_owned(), descending };
    let state = || vec![one_of("state", &["new"])];
    let cases = [
        (true, sort("moved_at", true), vec![], Some(2), "/parcels?sort=-moved_at&limit=2"),
        (true, sort("made_at", false), vec![], Some(2), "/parcels?sort=%2Bmade_at&limit=2"),
        (true, sort("made_at", true), state(), Some(9), "/parcels?state=new&sort=-made_at&limit=3"),
        (false, sort("moved_at", true), vec![], Some(2), ALL_PARCELS),
        (true, sort("label", true), vec![], Some(2), ALL_PARCELS),
        (true, Sort::Other, vec![], Some(2), ALL_PARCELS),
        (true, sort("moved_at", true), vec![text("label", "~~", "x%")], Some(2), ALL_PARCELS),
        (true, sort("moved_at", true), vec![], None, ALL_PARCELS),
    ];
    for (top_n, sort, quals, limit, want) in cases {
        let mut host = Script::new().response(&rows).response("[]").response("[]").response("[]").response("[]");
        host.table.insert("top_n", top_n.to_string());
        let mut query = request("parcels", PARCEL_COLUMNS);
        (query.sort, query.quals, query.limit) = (sort, quals, limit);
        let _ = read(&mut host, query);
        assert_eq!(host.sent[0], want);
    }
    let mut host = Script::new().response(&page(&[("c", 3), ("b", 2)]));
    host.table.insert("top_n", "true".into());
    let mut query = request("parcels", &[("id", Type::Text), ("moved_at", Type::I64)]);
    (query.sort, query.limit) = (sort("moved_at", true), Some(2));
    assert_eq!(read(&mut host, query).unwrap(), ["c|3", "b|2"]);
    assert_eq!(host.sent.len(), 1);
}

#[test]
fn an_alias_means_its_object() {
    let mut host = Script::new().response(r#"{"count":0}"#);
    read(&mut host, request("post/parcels", &[])).unwrap();
    assert_eq!(host.sent, ["/parcels/count"]);
}
