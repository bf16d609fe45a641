//! Which quals become parameters, and which access path is taken: quals in, requests out.

mod common;

use common::{ALL_PARCELS, PARCEL_COLUMNS, Script, bool, is, page, qual, read, request, text};
use fdw_engine::request::Sort;
use fdw_engine::request::qual::{Constant, Qual};
use fdw_engine::request::types::Type;

/// The requests of a scan of parcels whose lists are all empty.
fn requests(quals: Vec<Qual>) -> Vec<String> {
    let mut host = Script::new();
    for _ in 0..12 {
        host = host.answer("[]");
    }
    let mut asked = request("parcels", PARCEL_COLUMNS);
    asked.quals = quals;
    // One object is none of these lists.
    let _ = read(&mut host, asked);
    host.sent
}

fn micros(column: &str, operator: &str, value: i64) -> Qual {
    qual(column, operator, &[Constant::Timestamptz(value)])
}

/// What the list is asked for, without order and page.
fn narrowed(param: &str) -> String {
    format!("/parcels?{param}&sort=%2Bmade_at&limit=3")
}

#[test]
fn conditions_become_parameters_where_they_mean_the_same() {
    let flag = |operator: &str, value: bool| bool("sent", operator, value);
    let cases: Vec<(Qual, String)> = vec![
        (is("state", &["new"]), narrowed("state=new")),
        (is("state", &["lost"]), ALL_PARCELS.into()),
        (text("state", "<>", "new"), ALL_PARCELS.into()),
        (is("owner_id", &["ann"]), narrowed("owner=ann")),
        // Case, blanks, commas, what is not ASCII.
        (is("owner_id", &["Ann"]), ALL_PARCELS.into()),
        (is("owner_id", &["a b"]), ALL_PARCELS.into()),
        (is("owner_id", &["a,b"]), ALL_PARCELS.into()),
        (is("owner_id", &["é"]), ALL_PARCELS.into()),
        (is("owner_id", &["%"]), narrowed("owner=%25")),
        (flag("=", true), narrowed("sent=true")),
        (flag("is", false), narrowed("sent=false")),
        (flag("is not", true), ALL_PARCELS.into()),
        (flag("<>", true), ALL_PARCELS.into()),
        // Patterns: the longest part that stands for itself.
        (text("label", "~~", "%box%"), narrowed("label_has=box")),
        (text("label", "~~*", "a_Large%BOX"), narrowed("label_has=Large")),
        (text("label", "=", "box 12345"), narrowed("label_has=12345")),
        (text("label", "~~", "%bo%"), ALL_PARCELS.into()),
        (text("label", "~~", "b\\ox\\%12"), ALL_PARCELS.into()),
        (text("label", "~~", "123\\456"), narrowed("label_has=123")),
        (text("label", "!~~", "%box%"), ALL_PARCELS.into()),
        (text("label", "~~", "%kéx%box%"), narrowed("label_has=box")),
        (text("barcode", "~~", "%box%"), narrowed("barcode_has=box")),
        (text("barcode", "~~*", "%box%"), ALL_PARCELS.into()),
        // `is null`, of any type.
        (text("label", "is", "null"), ALL_PARCELS.into()),
        // A moment, a little wider on both sides.
        (micros("made_at", "=", 1700000000000500), narrowed("made_after=1699999999999&made_before=1700000000002")),
    ];
    for (qual, want) in cases {
        assert_eq!(requests(vec![qual.clone()]), [want], "{qual:?}");
    }
}

#[test]
fn comparisons_of_moments_are_sent() {
    let after = || micros("made_at", ">=", 1_700_000_000_000_000);
    let before = || micros("made_at", "<", 1_800_000_000_000_001);
    let cases = [
        (vec![after()], narrowed("made_after=1699999999999")),
        (vec![before()], narrowed("made_before=1800000000002")),
        (vec![after(), before()], narrowed("made_after=1699999999999&made_before=1800000000002")),
        (vec![micros("made_at", "<>", 1_700_000_000_000_000)], ALL_PARCELS.into()),
        // A value of another type than the column's means another moment in each time zone.
        (vec![qual("made_at", ">", &[Constant::Int(5)])], ALL_PARCELS.into()),
        (vec![qual("made_at", ">", &[Constant::Timestamp(1_700_000_000_000_000)])], ALL_PARCELS.into()),
    ];
    for (quals, want) in cases {
        assert_eq!(requests(quals.clone()), [want], "{quals:?}");
    }
}

#[test]
fn the_cheapest_way_is_taken() {
    let key = |values: &[&str]| is("depot_id", values);
    let mut with_key = PARCEL_COLUMNS.to_vec();
    with_key.push(("depot_id", Type::Text));
    let cases: Vec<(Vec<Qual>, Vec<&str>)> = vec![
        (vec![is("id", &["p/1"])], vec!["/parcels/p%2F1"]),
        (vec![is("id", &["."])], vec![ALL_PARCELS]),
        // Several at once, each of them once; a sign means what it is.
        (
            vec![is("id", &["p1", "-p2", "p1", "p3"])],
            vec!["/parcels?sort=%2Bmade_at&id=p1&id=%2B-p2&limit=3", "/parcels?sort=%2Bmade_at&id=p3&limit=3"],
        ),
        (vec![is("id", &["p1", "a,b"])], vec![ALL_PARCELS]),
        // A second list of values stays here where it would make lists of lists.
        (
            vec![is("id", &["p1", "p2", "p3"]), is("owner_id", &["ann", "bob"])],
            vec!["/parcels?sort=%2Bmade_at&id=p1&id=p2&limit=3", "/parcels?sort=%2Bmade_at&id=p3&limit=3"],
        ),
        (
            vec![is("state", &["new", "done"])],
            vec!["/parcels?sort=%2Bmade_at&state=new&limit=3", "/parcels?sort=%2Bmade_at&state=done&limit=3"],
        ),
        (vec![is("state", &["new"]), is("sent", &["x"])], vec!["/parcels?state=new&sort=%2Bmade_at&limit=3"]),
    ];
    for (quals, want) in cases {
        assert_eq!(requests(quals.clone()), want, "{quals:?}");
    }
    let mut host = Script::new().answer(r#"{"items":[{"id":"p1"}]}"#).answer(r#"{"items":[]}"#);
    let mut asked = request("parcels", &with_key);
    asked.quals = vec![key(&["d1", "d2"]), is("owner_id", &["-x"])];
    assert_eq!(read(&mut host, asked).unwrap(), ["p1|NULL|NULL|NULL|NULL|NULL|NULL|NULL|d1"]);
    assert_eq!(host.sent, ["/depots/d1/parcels?owner=%2B-x&limit=3", "/depots/d2/parcels?owner=%2B-x&limit=3"]);
}

#[test]
fn top_n_stops_only_where_it_is_allowed_and_sure() {
    let rows = page(&[("c", 3), ("b", 2), ("a", 1)]);
    let sort = |column: &str, descending: bool| Sort::By { column: column.to_owned(), descending };
    let state = || vec![is("state", &["new"])];
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
        let mut host = Script::new().answer(&rows).answer("[]").answer("[]").answer("[]").answer("[]");
        host.table.insert("top_n", top_n.to_string());
        let mut asked = request("parcels", PARCEL_COLUMNS);
        (asked.sort, asked.quals, asked.limit) = (sort, quals, limit);
        let _ = read(&mut host, asked);
        assert_eq!(host.sent[0], want);
    }
    let mut host = Script::new().answer(&page(&[("c", 3), ("b", 2)]));
    host.table.insert("top_n", "true".into());
    let mut asked = request("parcels", &[("id", Type::Text), ("moved_at", Type::I64)]);
    (asked.sort, asked.limit) = (sort("moved_at", true), Some(2));
    assert_eq!(read(&mut host, asked).unwrap(), ["c|3", "b|2"]);
    assert_eq!(host.sent.len(), 1);
}

#[test]
fn an_alias_is_the_object() {
    let mut host = Script::new().answer(r#"{"count":0}"#);
    read(&mut host, request("post/parcels", &[])).unwrap();
    assert_eq!(host.sent, ["/parcels/count"]);
}
