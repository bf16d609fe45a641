//! Scans through the engine, with every request and answer in a script.

mod common;

use common::{CATALOGUE, PARCEL_COLUMNS, SECRET, Script, begin, is, read, request, rest, text};
use fdw_engine::host::Metric;
use fdw_engine::request::types::Type;
use fdw_engine::request::{RequestedColumn, Sort};

const ID: &[(&str, Type)] = &[("id", Type::Text)];

#[test]
fn columns_come_from_where_the_catalogue_says() {
    let body = r#"{"count": 1, "items": [{
        "id": "w1", "na\"me": "Anvil", "is_new": true, "weight": 12, "stock": 3, "made_at": 1700000000000, "tags": ["a", 1],
        "meta": {"role": "heavy", "user": {"role": "nested", "Id": 7}, "user_role": "flat", "stripeId": "x", "list": [1]},
        "maker": {"id": "m1", "meta": {"k": "v"}, "address": {"city": "Ghent"}},
        "parts": [{"id": "p1", "label": "head"}, {"id": "p2", "label": "horn"}], "main_part_id": "p2"
    }]}"#;
    let cases: &[(&str, Type, &str)] = &[
        ("id", Type::Text, "w1"),
        ("na\"me", Type::Text, "Anvil"),
        ("is_new", Type::Bool, "true"),
        ("weight", Type::I32, "12"),
        ("made_at", Type::Timestamptz, "1700000000000000"),
        ("tags", Type::Json, r#"["a", 1]"#),
        ("tags", Type::Text, r#"["a", 1]"#),
        ("meta_role", Type::Text, "heavy"),
        // The longer key wins; a level can be part of the name; unquoted names are lower-case in Postgres.
        ("meta_user_role", Type::Text, "flat"),
        ("meta_user_id", Type::I64, "7"),
        ("meta_stripeId", Type::Text, "x"),
        ("meta_stripeid", Type::Text, "x"),
        ("meta_list", Type::Json, "[1]"),
        ("meta_list_0", Type::Json, "NULL"),
        ("meta_none", Type::Text, "NULL"),
        ("maker_id", Type::Text, "m1"),
        ("maker_meta_k", Type::Text, "v"),
        ("maker_city", Type::Text, "Ghent"),
        ("maker", Type::Json, r#"{"id": "m1", "meta": {"k": "v"}, "address": {"city": "Ghent"}}"#),
        ("main_part", Type::Text, "horn"),
        ("legacy", Type::Text, "NULL"),
    ];
    for (name, ty, want) in cases {
        let rows = read(&mut Script::new().answer(body), request("widgets", &[(name, *ty)])).unwrap();
        assert_eq!(rows, [*want], "{name}");
    }
    let all: Vec<(&str, Type)> = cases.iter().map(|(name, ty, _)| (*name, *ty)).collect();
    let want: Vec<&str> = cases.iter().map(|(_, _, want)| *want).collect();
    assert_eq!(read(&mut Script::new().answer(body), request("widgets", &all)).unwrap(), [want.join("|")]);
    let whole = read(&mut Script::new().answer(body), request("widgets", &[("attrs", Type::Json)])).unwrap();
    assert!(body.contains(&whole[0]) && whole[0].starts_with("{\n") && whole[0].ends_with('}'), "{}", whole[0]);
}

#[test]
fn a_lookup_finds_nothing_where_there_is_nothing() {
    for row in [
        r#"{"id":"1"}"#,
        r#"{"main_part_id":null,"parts":[{"id":null,"label":"x"}]}"#,
        r#"{"main_part_id":"p","parts":null}"#,
        r#"{"main_part_id":"p","parts":[]}"#,
        r#"{"main_part_id":"p","parts":[{"id":"q","label":"x"},7,{"id":"p"}]}"#,
    ] {
        let rows =
            read(&mut Script::new().answer(&format!("[{row}]")), request("widgets", &[("main_part", Type::Text)]));
        assert_eq!(rows.unwrap(), ["NULL"], "{row}");
    }
}

#[test]
fn both_shapes_of_lists_are_read() {
    let shapes = [
        (r#"[{"id":"a"}]"#, vec!["a"]),
        (r#"{"items":[{"id":"a"}],"count":1}"#, vec!["a"]),
        (r#" {"x":[{"id":"n"}], "count":1, "items" : [ {"id":"a"} ] , "y":{"items":[]}} "#, vec!["a"]),
        (r#"{"items":null,"count":0}"#, vec![]),
        ("[]", vec![]),
    ];
    for (body, want) in shapes {
        assert_eq!(read(&mut Script::new().answer(body), request("widgets", ID)).unwrap(), want, "{body}");
    }
}

#[test]
fn requests_and_their_parameters() {
    let pages = || Script::new().answer(r#"[{"id":"a"},{"id":"b"},{"id":"+c"}]"#).answer(r#"[{"id":"+c"},{"id":"d"}]"#);
    let mut host = pages();
    assert_eq!(read(&mut host, request("widgets", ID)).unwrap(), ["a", "b", "+c", "d"]);
    assert_eq!(host.sent, ["/widgets?order=age&limit=3", "/widgets?order=age&limit=3&from=2"]);
    let headers: Vec<(&str, &str)> = host.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(headers, [("authorization", &*format!("Bearer {SECRET}")), ("accept", "application/json")]);

    let mut host = pages();
    assert_eq!(read(&mut host, request("gadgets", ID)).unwrap(), ["a", "b", "+c", "d"]);
    assert_eq!(host.sent, ["/gadgets?limit=3", "/gadgets?limit=3&after=b"]);

    // A parameter that a column calls for; not where the column is part of another object.
    let mut host = Script::new().answer("[]");
    let columns = [("stock", Type::I64), ("maker_stock", Type::I64)];
    read(&mut host, request("widgets", &columns)).unwrap();
    assert_eq!(host.sent, ["/widgets?order=age&with_stock=true&limit=3"]);

    // The row id is encoded.
    let mut host = Script::new().answer(r#"[{"id":"a"},{"id":"+b/é"},{"id":"c"}]"#).answer(r#"[{"id":"c"}]"#);
    read(&mut host, request("gadgets", ID)).unwrap();
    assert_eq!(host.sent[1], "/gadgets?limit=3&after=%2Bb%2F%C3%A9");
}

#[test]
fn a_limit_sizes_the_first_page_and_ends_nothing() {
    let cases = [
        (Some(1), false, 1),
        (Some(2), false, 2),
        (Some(0), false, 1),
        (Some(9), false, 3),
        (Some(-1), false, 3),
        (Some(1), true, 3),
        (Some(i64::MAX), false, 3),
        (None, false, 3),
    ];
    for (limit, is_sorted, first) in cases {
        let mut host = Script::new().answer("[]");
        let mut asked = request("widgets", ID);
        asked.limit = limit;
        asked.sort = if is_sorted { Sort::Other } else { Sort::Unsorted };
        read(&mut host, asked).unwrap();
        assert_eq!(host.sent, [format!("/widgets?order=age&limit={first}")], "{limit:?}");
    }
    let mut host = Script::new().answer(r#"[{"id":"a"}]"#).answer(r#"[{"id":"a"},{"id":"b"}]"#);
    let mut asked = request("widgets", ID);
    asked.limit = Some(1);
    assert_eq!(read(&mut host, asked).unwrap(), ["a", "b"]);
}

#[test]
fn what_is_asked_is_checked_before_any_request() {
    let text = |name: &'static str| [(name, Type::Text)];
    let cases = [
        (request("things", ID), "Widgetry has no object \"things\"; it has: widgets, gadgets, parcels, "),
        (
            request("widgets", &text("wieght")),
            "widgets has no column \"wieght\"; it has: id, na\"me, is_new, weight, stock, made_at, tags, meta, meta_<key>, \
             maker_id, maker_meta, maker_meta_<key>, maker_stock, maker, maker_city, main_part, legacy, attrs",
        ),
        (request("widgets", &text("meta_")), "widgets has no column \"meta_\"; it has: "),
        (request("widgets", &text("maker_name")), "widgets has no column \"maker_name\"; it has: "),
        (request("widgets", &text("weight_x")), "widgets has no column \"weight_x\"; it has: "),
        (request("widgets", &[("is_new", Type::I32)]), "column widgets.is_new cannot have type integer; boolean fits"),
        (request("widgets", &[("id", Type::I64)]), "column widgets.id cannot have type bigint; text fits"),
        (request("widgets", &[("weight", Type::Date)]), "column widgets.weight cannot have type date; bigint fits"),
        (
            request("widgets", &[("made_at", Type::I32)]),
            "column widgets.made_at cannot have type integer; timestamptz fits",
        ),
        (request("widgets", &[("tags", Type::Bool)]), "column widgets.tags cannot have type boolean; jsonb fits"),
    ];
    for (request, want) in cases {
        let mut host = Script::new();
        let error = read(&mut host, request).unwrap_err();
        assert!(error.starts_with(want), "{error}");
        assert_eq!(host.sent.len(), 0);
    }
    let mut without = request("widgets", ID);
    without.object = None;
    let error = read(&mut Script::new(), without).unwrap_err();
    assert_eq!(
        error,
        "table option object is required; it is one of: widgets, gadgets, parcels, notes, depots, wheels, keys, status"
    );
    let mut named = request("widgets", &[]);
    named.columns.push(RequestedColumn { name: "id".into(), ty: Err("point".into()) });
    assert_eq!(read(&mut Script::new(), named).unwrap_err(), "column widgets.id cannot have type point; text fits");
}

#[test]
fn failures_say_what_came_back() {
    let target = "widgets: GET /widgets?order=age&limit=3: ";
    let errors = r#"{"errors":[{"short":"s","long":"The long text","code":"c1"},{"short":"only short"}],"trace":"t1"}"#;
    let cases = [
        (Script::new().status(403, &[], errors), "HTTP 403: The long text (code c1), trace t1".to_owned()),
        (Script::new().status(401, &[], errors), "HTTP 401: The long text (code c1), trace t1; look at the key".into()),
        (Script::new().status(404, &[], "not here"), "HTTP 404: not here".into()),
        (Script::new().status(422, &[], "{}"), "HTTP 422: {}".into()),
        (Script::new().status(302, &[], ""), "HTTP 302: ".into()),
        (Script::new().answer("<html>\n<body>"), "the answer is not JSON, it begins: <html> <body>".into()),
        (Script::new().answer(""), "the answer is not JSON, it begins: ".into()),
        (
            Script::new().answer(r#"[{"id":"a"},{"id":"#),
            r#"the answer is not JSON, it begins: [{"id":"a"},{"id":"#.into(),
        ),
        (
            Script::new().answer(r#"{"items":[{"id":"a"}]"#),
            r#"the answer is not JSON, it begins: {"items":[{"id":"a"}]"#.into(),
        ),
        (
            Script::new().answer(r#"{"other":[]}"#),
            r#"the answer has no list of objects, it begins: {"other":[]}"#.into(),
        ),
        (
            Script::new().answer(r#"{"items":"x"}"#),
            r#"the answer has no list of objects, it begins: {"items":"x"}"#.into(),
        ),
        (Script::new().answer("7"), "the answer has no list of objects, it begins: 7".into()),
    ];
    for (mut host, want) in cases {
        assert_eq!(read(&mut host, request("widgets", ID)).unwrap_err(), format!("{target}{want}"));
        assert_eq!((host.sent.len(), host.slept.len()), (1, 0));
    }
}

#[test]
fn transient_failures_are_tried_again_for_a_bounded_time() {
    let ok = r#"[{"id":"a"}]"#;
    // Waits as asked, in seconds; backs off where a date is given.
    let date = "Tue, 14 Nov 2023 22:13:23 GMT";
    let mut host =
        Script::new().status(429, &[("Retry-After", "2")], "").status(429, &[("retry-after", date)], "").answer(ok);
    assert_eq!(read(&mut host, request("widgets", ID)).unwrap(), ["a"]);
    assert!(host.slept[0] == 2000 && (1000..=2000).contains(&host.slept[1]), "{:?}", host.slept);
    // Backs off.
    let mut host =
        Script::new().status(503, &[], "busy").no_answer("connection refused").status(429, &[], "").answer(ok);
    assert_eq!(read(&mut host, request("widgets", ID)).unwrap(), ["a"]);
    let bounds = [(500, 1000), (1000, 2000), (2000, 4000)];
    assert!(
        host.slept.iter().zip(bounds).all(|(slept, (least, most))| (least..=most).contains(slept)),
        "{:?}",
        host.slept
    );
    // Gives up after so many attempts.
    let mut host = (0..6).fold(Script::new(), |host, _| host.status(500, &[], "down"));
    let error = read(&mut host, request("widgets", ID)).unwrap_err();
    let tried = host.slept.iter().sum::<u64>();
    let want = format!(
        "gave up after 6 attempts in {0}.{1} s, {0}.{1} s of waiting in this scan; the last answer: HTTP 500: down",
        tried / 1000,
        tried / 100 % 10
    );
    assert!(error.ends_with(&want), "{error} does not end with {want}");
    // Or at once, where it would take too long.
    let mut host = Script::new().status(429, &[("retry-after", "3600")], "");
    let error = read(&mut host, request("widgets", ID)).unwrap_err();
    assert!(
        error
            .ends_with("gave up after 1 attempt in 0.0 s, 0.0 s of waiting in this scan (it asks to wait 3600.0 s more); the last answer: HTTP 429: "),
        "{error}"
    );
    assert!(host.slept.is_empty());
}

#[test]
fn misfits_name_table_column_row_and_what_was_found() {
    let mut host = Script::new().answer(r#"[{"id":"w1","weight":1},{"id":"w2","weight":"heavy"}]"#);
    let error = read(&mut host, request("widgets", &[("weight", Type::I32)])).unwrap_err();
    assert_eq!(error, r#"column widgets.weight of row w2: "heavy" does not fit type integer"#);
}

#[test]
fn changed_values_are_told_once_a_column() {
    let rows = r#"[{"id":"a","meta":{"x":"\u0000"},"made_at":1e30},{"id":"b","meta":{"x":"\u0000"},"made_at":1e30}]"#;
    let mut host = Script::new().answer(rows);
    let columns = [("meta_x", Type::Text), ("made_at", Type::Timestamptz)];
    assert_eq!(read(&mut host, request("widgets", &columns)).unwrap(), ["\u{fffd}|NULL", "\u{fffd}|NULL"]);
    let want = [
        "column widgets.meta_x of row a: a value that Postgres cannot store was changed (reported once per column)",
        "column widgets.made_at of row a: a time outside Postgres' range became NULL (reported once per column)",
    ];
    assert_eq!(host.warnings, want);
}

#[test]
fn what_is_no_row_is_an_error() {
    for body in [r#"["rate limited"]"#, r#"{"items":[null]}"#, r#"[{"id":"a"},7]"#, "[[]]"] {
        let mut host = Script::new().answer(body);
        let error = read(&mut host, request("widgets", ID)).unwrap_err();
        assert_eq!(
            error,
            format!("widgets: GET /widgets?order=age&limit=3: the answer has no list of objects, it begins: {body}")
        );
    }
}

#[test]
fn rows_without_an_id_are_distinguished_by_their_text() {
    let columns = [("weight", Type::I64)];
    let mut host = Script::new()
        .answer(r#"[{"id":null,"weight":1},{"id":null,"weight":2},{"weight":3}]"#)
        .answer(r#"[{"weight":3},{"id":null,"weight":4}]"#);
    assert_eq!(read(&mut host, request("widgets", &columns)).unwrap(), ["1", "2", "3", "4"]);
}

#[test]
fn of_many_errors_the_first_is_shown() {
    let errors = r#"{"long":"no","code":"c"},"#.repeat(1000);
    let mut host = Script::new().status(400, &[], &format!(r#"{{"errors":[{}{{}}],"trace":"t"}}"#, errors));
    let error = read(&mut host, request("widgets", ID)).unwrap_err();
    assert!(error.ends_with("HTTP 400: no (code c), trace t"), "{error}");
}

#[test]
fn a_scan_waits_for_a_bounded_time_in_all() {
    // Each page is answered at the second attempt, after nearly a minute. It begins with the last row of the one before.
    let mut host = Script::new();
    for page in 0..20 {
        let rows: Vec<String> = (2 * page..=2 * page + 2).map(|id| format!(r#"{{"id":"w{id}"}}"#)).collect();
        host = host.status(429, &[("retry-after", "59")], "").answer(&format!("[{}]", rows.join(",")));
    }
    let error = read(&mut host, request("widgets", ID)).unwrap_err();
    assert!(error.contains("590.0 s of waiting in this scan (it asks to wait 59.0 s more)"), "{error}");
    assert_eq!(host.slept.len(), 10);
}

#[test]
fn a_list_shorter_than_its_count_is_told() {
    let mut host = Script::new().answer(r#"{"items":[],"count":5}"#);
    assert_eq!(read(&mut host, request("widgets", ID)).unwrap(), [""; 0]);
    assert_eq!(host.warnings, ["widgets: Widgetry counts 5 rows but lists 0"]);
}

#[test]
fn no_secret_comes_out() {
    let body = format!(r#"{{"errors":[{{"long":"bad key {SECRET}","code":"{SECRET}"}}],"trace":"x {SECRET}"}}"#);
    let scripts = [
        Script::new().status(401, &[], &body),
        Script::new().status(400, &[], &format!("<{SECRET}>")),
        Script::new().answer(&format!("{}{SECRET}", "x".repeat(190))),
        Script::new().answer(&format!(r#"[{{"id":"{}"#, &SECRET[..12])),
        Script::new().answer(r#"{"x":"very\u002dsecret\u002dkey"}"#),
        Script::new().answer(&format!(r#"[{{"id":"{SECRET}","weight":"{SECRET}"}}]"#)),
        (0..6).fold(Script::new(), |host, _| host.no_answer(&format!("cannot send {SECRET}"))),
    ];
    for mut host in scripts {
        let error = read(&mut host, request("widgets", &[("weight", Type::I64)])).unwrap_err();
        assert!(!error.contains("very") && error.contains("***"), "{error}");
    }
    let mut host = Script::new().answer(&format!(r#"[{{"id":"{SECRET}","meta":{{"x":"\u0000"}}}}]"#));
    read(&mut host, request("widgets", &[("meta_x", Type::Text)])).unwrap();
    assert!(!host.warnings[0].contains("very") && host.warnings[0].contains("***"), "{:?}", host.warnings);
}

#[test]
fn a_scan_begun_again_uses_the_rows_it_has() {
    let mut host = Script::new().answer(r#"[{"id":"a"},{"id":"b"},{"id":"c"}]"#).answer(r#"[{"id":"c"},{"id":"d"}]"#);
    let mut scans = begin(&mut host, request("widgets", ID)).unwrap();
    assert!(scans.next(&mut host).is_ok_and(|cells| cells.is_some()));
    assert!(scans.rewind().is_ok());
    let all = ["a", "b", "c", "d"];
    assert_eq!(rest(&mut scans, &mut host).unwrap(), all);
    assert!(scans.begin(&CATALOGUE, &host, &request("widgets", ID)).is_ok());
    assert_eq!(rest(&mut scans, &mut host).unwrap(), all);
    assert_eq!(host.sent.len(), 2);
    // Other columns are another scan; the one before is still there.
    host = host.answer(r#"[{"id":"a","weight":5}]"#);
    assert!(scans.begin(&CATALOGUE, &host, &request("widgets", &[("weight", Type::I64)])).is_ok());
    assert_eq!(rest(&mut scans, &mut host).unwrap(), ["5"]);
    assert!(scans.begin(&CATALOGUE, &host, &request("widgets", ID)).is_ok());
    assert_eq!(rest(&mut scans, &mut host).unwrap(), all);
    assert_eq!(host.answers.len(), 0);
}

#[test]
fn counters_are_kept_only_where_asked_for() {
    let body = r#"[{"id":"a"},{"id":"b"}]"#;
    for (stats, want) in [
        ("false", vec![]),
        (
            "true",
            vec![
                (Metric::CreateTimes, 1),
                (Metric::RowsIn, 2),
                (Metric::BytesIn, body.len() as i64),
                (Metric::RowsOut, 2),
            ],
        ),
    ] {
        let mut host = Script::new().option("stats", stats).answer(body);
        read(&mut host, request("widgets", ID)).unwrap();
        let want: Vec<_> = want.into_iter().map(|(metric, by)| ("WidgetFdw".to_owned(), metric, by)).collect();
        assert_eq!(host.counted, want);
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
fn debug_tells_each_request() {
    let mut host = Script::new().option("debug", "true").answer(r#"[{"id":"p1"}]"#).answer(r#"{"count":4}"#);
    let mut asked = request("parcels", PARCEL_COLUMNS);
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
