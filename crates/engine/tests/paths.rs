//! Which way a query takes: conditions in, requests and rows out.

mod common;

use common::{CATALOGUE, Script, begin, is, qual, read, request, rest};
use fdw_engine::request::Sort;
use fdw_engine::request::qual::{Constant, Qual};
use fdw_engine::request::types::Type;

const COLUMNS: &[(&str, Type)] = &[
    ("id", Type::Text),
    ("state", Type::Text),
    ("label", Type::Text),
    ("barcode", Type::Text),
    ("owner_id", Type::Text),
    ("sent", Type::Bool),
    ("made_at", Type::Timestamptz),
    ("moved_at", Type::Timestamptz),
];

/// The requests of a scan of parcels whose lists are all empty.
fn requests(quals: Vec<Qual>, options: &[&'static str]) -> Vec<String> {
    let mut host = options.iter().fold(Script::new(), |host, name| host.option(name, "true"));
    for _ in 0..12 {
        host = host.answer("[]");
    }
    let mut asked = request("parcels", COLUMNS);
    asked.quals = quals;
    // One object is none of these lists.
    let _ = read(&mut host, asked);
    host.sent
}

fn text(column: &str, operator: &str, value: &str) -> Qual {
    qual(column, operator, &[Constant::Text(value.to_owned())])
}

fn bool(column: &str, operator: &str, value: bool) -> Qual {
    qual(column, operator, &[Constant::Bool(value)])
}

fn micros(column: &str, operator: &str, value: i64) -> Qual {
    qual(column, operator, &[Constant::Timestamptz(value)])
}

const ALL: &str = "/parcels?sort=%2Bmade_at&limit=3";

/// What the list is asked for, without order and page.
fn narrowed(param: &str) -> String {
    format!("/parcels?{param}&sort=%2Bmade_at&limit=3")
}

#[test]
fn conditions_become_parameters_where_they_mean_the_same() {
    let flag = |operator: &str, value: bool| bool("sent", operator, value);
    let cases: Vec<(Qual, String)> = vec![
        (is("state", &["new"]), narrowed("state=new")),
        (is("state", &["lost"]), ALL.into()),
        (text("state", "<>", "new"), ALL.into()),
        (is("owner_id", &["ann"]), narrowed("owner=ann")),
        // Case, blanks, commas, what is not ASCII.
        (is("owner_id", &["Ann"]), ALL.into()),
        (is("owner_id", &["a b"]), ALL.into()),
        (is("owner_id", &["a,b"]), ALL.into()),
        (is("owner_id", &["é"]), ALL.into()),
        (is("owner_id", &["%"]), narrowed("owner=%25")),
        (flag("=", true), narrowed("sent=true")),
        (flag("is", false), narrowed("sent=false")),
        (flag("is not", true), ALL.into()),
        (flag("<>", true), ALL.into()),
        // Patterns: the longest part that stands for itself.
        (text("label", "~~", "%box%"), narrowed("label_has=box")),
        (text("label", "~~*", "a_Large%BOX"), narrowed("label_has=Large")),
        (text("label", "=", "box 12345"), narrowed("label_has=12345")),
        (text("label", "~~", "%bo%"), ALL.into()),
        (text("label", "~~", "b\\ox\\%12"), ALL.into()),
        (text("label", "~~", "123\\456"), narrowed("label_has=123")),
        (text("label", "!~~", "%box%"), ALL.into()),
        (text("label", "~~", "%kéx%box%"), narrowed("label_has=box")),
        (text("barcode", "~~", "%box%"), narrowed("barcode_has=box")),
        (text("barcode", "~~*", "%box%"), ALL.into()),
        // `is null`, of any type.
        (text("label", "is", "null"), ALL.into()),
        // A moment, a little wider on both sides.
        (micros("made_at", "=", 1700000000000500), narrowed("made_after=1699999999999&made_before=1700000000002")),
    ];
    for (qual, want) in cases {
        assert_eq!(requests(vec![qual.clone()], &[]), [want], "{qual:?}");
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
        (vec![micros("made_at", "<>", 1_700_000_000_000_000)], ALL.into()),
        // A value of another type than the column's means another moment in each time zone.
        (vec![qual("made_at", ">", &[Constant::Int(5)])], ALL.into()),
        (vec![qual("made_at", ">", &[Constant::Timestamp(1_700_000_000_000_000)])], ALL.into()),
    ];
    for (quals, want) in cases {
        assert_eq!(requests(quals.clone(), &[]), [want], "{quals:?}");
    }
}

#[test]
fn the_cheapest_way_is_taken() {
    let key = |values: &[&str]| is("depot_id", values);
    let mut with_key = COLUMNS.to_vec();
    with_key.push(("depot_id", Type::Text));
    let cases: Vec<(Vec<Qual>, Vec<&str>)> = vec![
        (vec![is("id", &["p/1"])], vec!["/parcels/p%2F1"]),
        (vec![is("id", &["."])], vec![ALL]),
        // Several at once, each of them once; a sign means what it is.
        (
            vec![is("id", &["p1", "-p2", "p1", "p3"])],
            vec!["/parcels?sort=%2Bmade_at&id=p1&id=%2B-p2&limit=3", "/parcels?sort=%2Bmade_at&id=p3&limit=3"],
        ),
        (vec![is("id", &["p1", "a,b"])], vec![ALL]),
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
        assert_eq!(requests(quals.clone(), &[]), want, "{quals:?}");
    }
    let mut host = Script::new().answer(r#"{"items":[{"id":"p1"}]}"#).answer(r#"{"items":[]}"#);
    let mut asked = request("parcels", &with_key);
    asked.quals = vec![key(&["d 1", "d2"]), is("owner_id", &["-x"])];
    // A key with a blank is no key: every depot is asked.
    asked.quals[0] = key(&["d1", "d2"]);
    assert_eq!(read(&mut host, asked).unwrap(), ["p1|NULL|NULL|NULL|NULL|NULL|NULL|NULL|d1"]);
    assert_eq!(host.sent, ["/depots/d1/parcels?owner=%2B-x&limit=3", "/depots/d2/parcels?owner=%2B-x&limit=3"]);
}

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
fn secrets_are_never_shown() {
    let body = r#"[{"pin":"1234","id":"a","body":{"key":{"deep":"5678"},"open":1},"x":"1234"}]"#;
    let columns = [("attrs", Type::Json), ("body", Type::Text), ("body_key", Type::Text), ("body_open", Type::I64)];
    let mut host = Script::new().answer(body).answer("[]");
    let rows = read(&mut host, request("notes", &columns)).unwrap();
    let want = r#"{"pin":null,"id":"a","body":{"key":null,"open":1},"x":"1234"}|{"key":null,"open":1}|NULL|1"#;
    assert_eq!(rows, [want]);
    let mut half = Script::new().answer(r#"[{"pin":"1234","id"#);
    let error = read(&mut half, request("notes", &columns)).unwrap_err();
    assert_eq!(error, "notes: GET /notes?limit=3: the answer is not JSON, it begins: ***");
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
    assert_eq!(error, "parcels: GET /parcels/count: the answer has no list of objects, it begins: {}");
}

fn parcel(id: &str, moved_at: i64) -> String {
    format!(r#"{{"id":"{id}","moved_at":{moved_at}}}"#)
}

fn page(parcels: &[(&str, i64)]) -> String {
    let rows: Vec<String> = parcels.iter().map(|(id, at)| parcel(id, *at)).collect();
    format!("[{}]", rows.join(","))
}

/// Reads what moved at 100 or later.
fn moved(host: &mut Script) -> Result<Vec<String>, String> {
    let mut asked = request("parcels", &[("id", Type::Text), ("moved_at", Type::I64)]);
    asked.quals = vec![qual("moved_at", ">=", &[Constant::Int(100)])];
    read(host, asked)
}

#[test]
fn what_changed_is_read_newest_first_and_no_further() {
    let asks = |from: &str| format!("/parcels?sort=-moved_at&limit=3{from}");
    let script = Script::new;
    let mut host = script().answer(&page(&[("c", 103), ("b", 99), ("a", 90)]));
    assert_eq!(moved(&mut host).unwrap(), ["c|103", "b|99"]);
    assert_eq!(host.sent, [asks("")]);
    // After more than one page the front is looked at again: what moved meanwhile has gone there, unseen.
    let mut host = script()
        .answer(&page(&[("e", 105), ("d", 104), ("c", 103)]))
        .answer(&page(&[("c", 103), ("b", 50)]))
        .answer(&page(&[("b", 106), ("e", 105), ("d", 104)]));
    assert_eq!(moved(&mut host).unwrap(), ["e|105", "d|104", "c|103", "b|106"]);
    assert_eq!(host.sent, [asks(""), asks("&from=2"), asks("")]);
    // An order that is none ends nothing.
    let mut host = script().answer(&page(&[("c", 101), ("b", 102), ("a", 80)])).answer(&page(&[("a", 80), ("z", 3)]));
    host = host.answer("[]").answer("[]").answer("[]");
    assert_eq!(moved(&mut host).unwrap(), ["c|101", "b|102", "a|80", "z|3"]);
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
        (false, sort("moved_at", true), vec![], Some(2), ALL),
        (true, sort("label", true), vec![], Some(2), ALL),
        (true, Sort::Other, vec![], Some(2), ALL),
        (true, sort("moved_at", true), vec![text("label", "~~", "x%")], Some(2), ALL),
        (true, sort("moved_at", true), vec![], None, ALL),
    ];
    for (top_n, sort, quals, limit, want) in cases {
        let mut host = Script::new().answer(&rows).answer("[]").answer("[]").answer("[]").answer("[]");
        host.table.insert("top_n", top_n.to_string());
        let mut asked = request("parcels", COLUMNS);
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
fn debug_tells_each_request() {
    let mut host = Script::new().option("debug", "true").answer(r#"[{"id":"p1"}]"#).answer(r#"{"count":4}"#);
    let mut asked = request("parcels", COLUMNS);
    asked.quals = vec![is("state", &["new"]), text("label", "~~", "%box%"), text("barcode", "<>", "x")];
    read(&mut host, asked).unwrap();
    read(&mut host, request("parcels", &[])).unwrap();
    let want = [
        "parcels: GET /parcels?state=new&label_has=box&sort=%2Bmade_at&limit=3: 1 rows, 0 s; state = is answered by \
         the request; label ~~ narrows the request; barcode <> stays with Postgres",
        "parcels: GET /parcels/count: 4 counted, 0 s",
    ];
    assert_eq!(host.notices, want);
}

#[test]
fn keys_that_come_again_cost_nothing_within_the_budget() {
    let by = |owner: &str| {
        let mut asked = request("keys", &[("id", Type::Text), ("owner", Type::Text)]);
        asked.quals = vec![is("owner", &[owner])];
        asked.quals[0].is_parameter = true;
        asked
    };
    let script = |budget: &str| {
        let mut host = Script::new().option("replay_budget_mib", budget);
        for n in 0..9 {
            host = host.answer(&format!(r#"[{{"id":"k{n}","owner":"o"}}]"#));
        }
        host
    };
    let read_all = |host: &mut Script, owners: &[&str]| -> Vec<String> {
        let mut scans = begin(host, by("null")).unwrap();
        let read = |owner: &&str| {
            assert!(scans.begin(&CATALOGUE, host, &by(owner)).is_ok());
            rest(&mut scans, host).unwrap().join(";")
        };
        owners.iter().map(read).collect()
    };
    let mut host = script("1");
    let rows = read_all(&mut host, &["a", "b", "a", "c", "b", "a"]);
    assert_eq!(rows, ["k0|o", "k1|o", "k0|o", "k2|o", "k1|o", "k0|o"]);
    assert_eq!(host.sent, ["/keys?owner=a&limit=3", "/keys?owner=b&limit=3", "/keys?owner=c&limit=3"]);
    let mut host = script("0");
    assert_eq!(read_all(&mut host, &["a", "b", "a"]), ["k0|o", "k1|o", "k2|o"]);
    // Past the budget the one used longest ago goes.
    let mut host = Script::new().option("replay_budget_mib", "1");
    let big = "x".repeat(110_000);
    for _ in 0..9 {
        host = host.answer(&format!(r#"[{{"id":"{big}","owner":"o"}}]"#));
    }
    read_all(&mut host, &["a", "b", "c", "d", "a", "e", "a", "b"]);
    let owners: Vec<&str> = host.sent.iter().map(|target| &target[12..13]).collect();
    assert_eq!(owners, ["a", "b", "c", "d", "e", "b"]);
}

#[test]
fn an_alias_is_the_object() {
    let mut host = Script::new().answer(r#"{"count":0}"#);
    read(&mut host, request("post/parcels", &[])).unwrap();
    assert_eq!(host.sent, ["/parcels/count"]);
}
