//! Scans with scripted responses.

mod common;

use common::{CATALOGUE, PARCEL_COLUMNS, SECRET, Script, begin, one_of, qual, read, request, rest, text};
use fdw_engine::host::Metric;
use fdw_engine::request::qual::Constant;
use fdw_engine::request::types::Type;
use fdw_engine::request::{RequestedColumn, Sort};

const ID: &[(&str, Type)] = &[("id", Type::Text)];

#[test]
fn columns_have_the_values_that_the_catalogue_declares() {
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
        // The longest key takes precedence; a name can spell several keys; case is ignored if no key matches exactly.
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
        let rows = read(&mut Script::new().response(body), request("widgets", &[(name, *ty)])).unwrap();
        assert_eq!(rows, [*want], "{name}");
    }
    let all: Vec<(&str, Type)> = cases.iter().map(|(name, ty, _)| (*name, *ty)).collect();
    let want: Vec<&str> = cases.iter().map(|(_, _, want)| *want).collect();
    assert_eq!(read(&mut Script::new().response(body), request("widgets", &all)).unwrap(), [want.join("|")]);
    let whole = read(&mut Script::new().response(body), request("widgets", &[("attrs", Type::Json)])).unwrap();
    assert!(body.contains(&whole[0]) && whole[0].starts_with("{\n") && whole[0].ends_with('}'), "{}", whole[0]);
}

#[test]
fn a_lookup_without_a_matching_element_is_null() {
    for row in [
        r#"{"id":"1"}"#,
        r#"{"main_part_id":null,"parts":[{"id":null,"label":"x"}]}"#,
        r#"{"main_part_id":"p","parts":null}"#,
        r#"{"main_part_id":"p","parts":[]}"#,
        r#"{"main_part_id":"p","parts":[{"id":"q","label":"x"},7,{"id":"p"}]}"#,
    ] {
        let rows =
            read(&mut Script::new().response(&format!("[{row}]")), request("widgets", &[("main_part", Type::Text)]));
        assert_eq!(rows.unwrap(), ["NULL"], "{row}");
    }
}

#[test]
fn lists_are_arrays_or_attributes_of_objects() {
    let shapes = [
        (r#"[{"id":"a"}]"#, vec!["a"]),
        (r#"{"items":[{"id":"a"}],"count":1}"#, vec!["a"]),
        (r#" {"x":[{"id":"n"}], "count":1, "items" : [ {"id":"a"} ] , "y":{"items":[]}} "#, vec!["a"]),
        (r#"{"items":null,"count":0}"#, vec![]),
        ("[]", vec![]),
    ];
    for (body, want) in shapes {
        assert_eq!(read(&mut Script::new().response(body), request("widgets", ID)).unwrap(), want, "{body}");
    }
}

#[test]
fn requests_have_the_query_parameters_of_pages_and_columns() {
    let pages =
        || Script::new().response(r#"[{"id":"a"},{"id":"b"},{"id":"+c"}]"#).response(r#"[{"id":"+c"},{"id":"d"}]"#);
    let mut host = pages();
    assert_eq!(read(&mut host, request("widgets", ID)).unwrap(), ["a", "b", "+c", "d"]);
    assert_eq!(host.sent, ["/widgets?order=age&limit=3", "/widgets?order=age&limit=3&from=2"]);
    let headers: Vec<(&str, &str)> = host.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(headers, [("authorization", &*format!("Bearer {SECRET}")), ("accept", "application/json")]);

    let mut host = pages();
    assert_eq!(read(&mut host, request("gadgets", ID)).unwrap(), ["a", "b", "+c", "d"]);
    assert_eq!(host.sent, ["/gadgets?limit=3", "/gadgets?limit=3&after=b"]);

    // A column may require a query parameter, but not if it belongs to a nested object.
    let mut host = Script::new().response("[]");
    let columns = [("stock", Type::I64), ("maker_stock", Type::I64)];
    read(&mut host, request("widgets", &columns)).unwrap();
    assert_eq!(host.sent, ["/widgets?order=age&with_stock=true&limit=3"]);

    // The row id is percent-encoded.
    let mut host = Script::new().response(r#"[{"id":"a"},{"id":"+b/é"},{"id":"c"}]"#).response(r#"[{"id":"c"}]"#);
    read(&mut host, request("gadgets", ID)).unwrap();
    assert_eq!(host.sent[1], "/gadgets?limit=3&after=%2Bb%2F%C3%A9");
}

#[test]
fn a_limit_sets_the_size_of_the_first_page_but_does_not_end_the_scan() {
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
        let mut host = Script::new().response("[]");
        let mut query = request("widgets", ID);
        query.limit = limit;
        query.sort = if is_sorted { Sort::Other } else { Sort::Unsorted };
        read(&mut host, query).unwrap();
        assert_eq!(host.sent, [format!("/widgets?order=age&limit={first}")], "{limit:?}");
    }
    let mut host = Script::new().response(r#"[{"id":"a"}]"#).response(r#"[{"id":"a"},{"id":"b"}]"#);
    let mut query = request("widgets", ID);
    query.limit = Some(1);
    assert_eq!(read(&mut host, query).unwrap(), ["a", "b"]);
}

#[test]
fn names_and_types_are_checked_before_the_first_request() {
    let text = |name: &'static str| [(name, Type::Text)];
    let cases = [
        (request("things", ID), "Widgetry has no object \"things\"; its objects are: widgets, gadgets, parcels, "),
        (
            request("widgets", &text("wieght")),
            "object widgets has no column \"wieght\"; its columns are: id, na\"me, is_new, weight, stock, made_at, \
             tags, meta, meta_<key>, maker_id, maker_meta, maker_meta_<key>, maker_stock, maker, maker_city, main_part, legacy, attrs",
        ),
        (request("widgets", &text("meta_")), "object widgets has no column \"meta_\"; its columns are: "),
        (request("widgets", &text("maker_name")), "object widgets has no column \"maker_name\"; its columns are: "),
        (request("widgets", &text("weight_x")), "object widgets has no column \"weight_x\"; its columns are: "),
        (
            request("widgets", &[("is_new", Type::I32)]),
            "column widgets.is_new cannot have type integer; declare it as boolean",
        ),
        (request("widgets", &[("id", Type::I64)]), "column widgets.id cannot have type bigint; declare it as text"),
        (
            request("widgets", &[("weight", Type::Date)]),
            "column widgets.weight cannot have type date; declare it as bigint",
        ),
        (
            request("widgets", &[("made_at", Type::I32)]),
            "column widgets.made_at cannot have type integer; declare it as timestamptz",
        ),
        (
            request("widgets", &[("tags", Type::Bool)]),
            "column widgets.tags cannot have type boolean; declare it as jsonb",
        ),
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
        "table option object is required; its value must be one of: widgets, gadgets, parcels, notes, depots, wheels, keys, \
         status, people, seats, passes, folders, folder_tags, stays, drawers, items, visits, shelves, log"
    );
    let mut named = request("widgets", &[]);
    named.columns.push(RequestedColumn { name: "id".into(), ty: Err("point".into()) });
    assert_eq!(
        read(&mut Script::new(), named).unwrap_err(),
        "column widgets.id cannot have type point; declare it as text"
    );
}

#[test]
fn errors_show_the_response() {
    let target = "widgets: GET /widgets?order=age&limit=3: ";
    let errors = r#"{"errors":[{"short":"s","long":"The long text","code":"c1"},{"short":"only short"}],"trace":"t1"}"#;
    let cases = [
        (Script::new().status(403, &[], errors), "HTTP 403: The long text (code c1), trace t1".to_owned()),
        (
            Script::new().status(401, &[], errors),
            "HTTP 401: The long text (code c1), trace t1; check the option key".into(),
        ),
        (Script::new().status(404, &[], "not here"), "HTTP 404: not here".into()),
        (Script::new().status(422, &[], "{}"), "HTTP 422: {}".into()),
        (Script::new().status(302, &[], ""), "HTTP 302".into()),
        (
            Script::new().response("<html>\n<body>"),
            "the response is not valid JSON; it begins with: <html> <body>".into(),
        ),
        (Script::new().response(""), "the response is not valid JSON; it is empty".into()),
        (
            Script::new().response(r#"[{"id":"a"},{"id":"#),
            r#"the response is not valid JSON; it begins with: [{"id":"a"},{"id":"#.into(),
        ),
        (
            Script::new().response(r#"{"items":[{"id":"a"}]"#),
            r#"the response is not valid JSON; it begins with: {"items":[{"id":"a"}]"#.into(),
        ),
        (
            Script::new().response(r#"{"other":[]}"#),
            r#"the response does not contain a list of objects; it begins with: {"other":[]}"#.into(),
        ),
        (
            Script::new().response(r#"{"items":"x"}"#),
            r#"the response does not contain a list of objects; it begins with: {"items":"x"}"#.into(),
        ),
        (Script::new().response("7"), "the response does not contain a list of objects; it begins with: 7".into()),
    ];
    for (mut host, want) in cases {
        assert_eq!(read(&mut host, request("widgets", ID)).unwrap_err(), format!("{target}{want}"));
        assert_eq!((host.sent.len(), host.slept.len()), (1, 0));
    }
}

#[test]
fn requests_are_repeated_after_transient_failures_for_a_limited_time() {
    let ok = r#"[{"id":"a"}]"#;
    // The client waits for the time that the response requests, in seconds or until a date.
    let date = "Tue, 14 Nov 2023 22:13:23 GMT";
    let mut host =
        Script::new().status(429, &[("Retry-After", "2")], "").status(429, &[("retry-after", date)], "").response(ok);
    assert_eq!(read(&mut host, request("widgets", ID)).unwrap(), ["a"]);
    assert!(host.slept[0] == 2000 && (1000..=2000).contains(&host.slept[1]), "{:?}", host.slept);
    // Without such a header, it waits twice as long each time.
    let mut host =
        Script::new().status(503, &[], "busy").no_response("connection refused").status(429, &[], "").response(ok);
    assert_eq!(read(&mut host, request("widgets", ID)).unwrap(), ["a"]);
    let bounds = [(500, 1000), (1000, 2000), (2000, 4000)];
    assert!(
        host.slept.iter().zip(bounds).all(|(slept, (least, most))| (least..=most).contains(slept)),
        "{:?}",
        host.slept
    );
    // It gives up after the maximum number of attempts.
    let mut host = (0..6).fold(Script::new(), |host, _| host.status(500, &[], "down"));
    let error = read(&mut host, request("widgets", ID)).unwrap_err();
    let tried = host.slept.iter().sum::<u64>();
    let want = format!(
        "gave up after 6 attempts in {0}.{1} s; waited {0}.{1} s in total; last error: HTTP 500: down",
        tried / 1000,
        tried / 100 % 10
    );
    assert!(error.ends_with(&want), "{error} does not end with {want}");
    // It gives up at once if the response requests too long a wait.
    let mut host = Script::new().status(429, &[("retry-after", "3600")], "");
    let error = read(&mut host, request("widgets", ID)).unwrap_err();
    let want = "gave up after 1 attempt in 0.0 s; waited 0.0 s in total, and the API asks to wait another \
                3600.0 s; last error: HTTP 429";
    assert!(error.ends_with(want), "{error}");
    assert!(host.slept.is_empty());
}

#[test]
fn a_type_mismatch_names_the_table_column_row_and_value() {
    let mut host = Script::new().response(r#"[{"id":"w1","weight":1},{"id":"w2","weight":"heavy"}]"#);
    let error = read(&mut host, request("widgets", &[("weight", Type::I32)])).unwrap_err();
    let want = "column widgets.weight of row w2: the value \"heavy\" does not fit type integer; types jsonb and text \
                fit any value";
    assert_eq!(error, want);
}

#[test]
fn changed_values_are_reported_once_per_column() {
    let rows = r#"[{"id":"a","meta":{"x":"\u0000"},"made_at":1e30},{"id":"b","meta":{"x":"\u0000"},"made_at":1e30}]"#;
    let mut host = Script::new().response(rows);
    let columns = [("meta_x", Type::Text), ("made_at", Type::Timestamptz)];
    assert_eq!(read(&mut host, request("widgets", &columns)).unwrap(), ["\u{fffd}|NULL", "\u{fffd}|NULL"]);
    let want = [
        "column widgets.meta_x of row a: a part of the value that Postgres cannot store was replaced (reported once \
         per column)",
        "column widgets.made_at of row a: the time is outside Postgres' range and became NULL (reported once per \
         column)",
    ];
    assert_eq!(host.warnings, want);
}

#[test]
fn elements_that_are_not_objects_are_an_error() {
    for body in [r#"["rate limited"]"#, r#"{"items":[null]}"#, r#"[{"id":"a"},7]"#, "[[]]"] {
        let mut host = Script::new().response(body);
        let error = read(&mut host, request("widgets", ID)).unwrap_err();
        assert_eq!(
            error,
            format!(
                "widgets: GET /widgets?order=age&limit=3: the response does not contain a list of objects; it begins \
                 with: {body}"
            )
        );
    }
}

#[test]
fn rows_without_a_primary_key_are_distinguished_by_their_text() {
    let columns = [("weight", Type::I64)];
    let mut host = Script::new()
        .response(r#"[{"id":null,"weight":1},{"id":null,"weight":2},{"weight":3}]"#)
        .response(r#"[{"weight":3},{"id":null,"weight":4}]"#);
    assert_eq!(read(&mut host, request("widgets", &columns)).unwrap(), ["1", "2", "3", "4"]);
}

#[test]
fn the_first_of_many_errors_is_shown() {
    let errors = r#"{"long":"no","code":"c"},"#.repeat(1000);
    let mut host = Script::new().status(400, &[], &format!(r#"{{"errors":[{}{{}}],"trace":"t"}}"#, errors));
    let error = read(&mut host, request("widgets", ID)).unwrap_err();
    assert!(error.ends_with("HTTP 400: no (code c), trace t"), "{error}");
}

#[test]
fn the_total_wait_of_a_scan_is_limited() {
    // Each page is returned at the second attempt, after nearly a minute. It begins with the last row of the previous
    // one.
    let mut host = Script::new();
    for page in 0..20 {
        let rows: Vec<String> = (2 * page..=2 * page + 2).map(|id| format!(r#"{{"id":"w{id}"}}"#)).collect();
        host = host.status(429, &[("retry-after", "59")], "").response(&format!("[{}]", rows.join(",")));
    }
    let error = read(&mut host, request("widgets", ID)).unwrap_err();
    assert!(error.contains("waited 590.0 s in total, and the API asks to wait another 59.0 s"), "{error}");
    assert_eq!(host.slept.len(), 10);
}

#[test]
fn a_list_with_fewer_rows_than_its_total_is_reported() {
    let mut host = Script::new().response(r#"{"items":[],"count":5}"#);
    assert_eq!(read(&mut host, request("widgets", ID)).unwrap(), [""; 0]);
    assert_eq!(host.warnings, ["widgets: Widgetry reports a total of 5 rows but returned 0; rows may be missing"]);
}

#[test]
fn the_api_key_is_redacted_in_all_messages() {
    let body = format!(r#"{{"errors":[{{"long":"bad key {SECRET}","code":"{SECRET}"}}],"trace":"x {SECRET}"}}"#);
    let scripts = [
        Script::new().status(401, &[], &body),
        Script::new().status(400, &[], &format!("<{SECRET}>")),
        Script::new().response(&format!("{}{SECRET}", "x".repeat(190))),
        Script::new().response(&format!(r#"[{{"id":"{}"#, &SECRET[..12])),
        Script::new().response(r#"{"x":"very\u002dsecret\u002dkey"}"#),
        Script::new().response(&format!(r#"[{{"id":"{SECRET}","weight":"{SECRET}"}}]"#)),
        (0..6).fold(Script::new(), |host, _| host.no_response(&format!("cannot send {SECRET}"))),
    ];
    for mut host in scripts {
        let error = read(&mut host, request("widgets", &[("weight", Type::I64)])).unwrap_err();
        assert!(!error.contains("very") && error.contains("***"), "{error}");
    }
    let mut host = Script::new().response(&format!(r#"[{{"id":"{SECRET}","meta":{{"x":"\u0000"}}}}]"#));
    read(&mut host, request("widgets", &[("meta_x", Type::Text)])).unwrap();
    assert!(!host.warnings[0].contains("very") && host.warnings[0].contains("***"), "{:?}", host.warnings);
}

#[test]
fn rescans_and_equal_scans_replay_kept_rows() {
    let mut host =
        Script::new().response(r#"[{"id":"a"},{"id":"b"},{"id":"c"}]"#).response(r#"[{"id":"c"},{"id":"d"}]"#);
    let mut scans = begin(&mut host, request("widgets", ID)).unwrap();
    assert!(scans.next(&mut host).is_ok_and(|cells| cells.is_some()));
    assert!(scans.rewind().is_ok());
    let all = ["a", "b", "c", "d"];
    assert_eq!(rest(&mut scans, &mut host).unwrap(), all);
    assert!(scans.begin(&CATALOGUE, &mut host, request("widgets", ID)).is_ok());
    assert_eq!(rest(&mut scans, &mut host).unwrap(), all);
    assert_eq!(host.sent.len(), 2);
    // A scan with other columns is another scan, but the rows of the earlier one are still kept.
    host = host.response(r#"[{"id":"a","weight":5}]"#);
    assert!(scans.begin(&CATALOGUE, &mut host, request("widgets", &[("weight", Type::I64)])).is_ok());
    assert_eq!(rest(&mut scans, &mut host).unwrap(), ["5"]);
    assert!(scans.begin(&CATALOGUE, &mut host, request("widgets", ID)).is_ok());
    assert_eq!(rest(&mut scans, &mut host).unwrap(), all);
    assert_eq!(host.responses.len(), 0);
}

#[test]
fn statistics_are_recorded_only_if_the_option_is_set() {
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
        let mut host = Script::new().option("stats", stats).response(body);
        read(&mut host, request("widgets", ID)).unwrap();
        let want: Vec<_> = want.into_iter().map(|(metric, by)| ("WidgetFdw".to_owned(), metric, by)).collect();
        assert_eq!(host.counted, want);
    }
}

#[test]
fn secret_attributes_are_null_in_all_columns() {
    let body = r#"[{"pin":"1234","id":"a","body":{"key":{"deep":"5678"},"open":1},"x":"1234"}]"#;
    let columns = [("attrs", Type::Json), ("body", Type::Text), ("body_key", Type::Text), ("body_open", Type::I64)];
    let mut host = Script::new().response(body).response("[]");
    let rows = read(&mut host, request("notes", &columns)).unwrap();
    let want = r#"{"pin":null,"id":"a","body":{"key":null,"open":1},"x":"1234"}|{"key":null,"open":1}|NULL|1"#;
    assert_eq!(rows, [want]);
    let mut truncated = Script::new().response(r#"[{"pin":"1234","id"#);
    let error = read(&mut truncated, request("notes", &columns)).unwrap_err();
    assert_eq!(error, "notes: GET /notes?limit=3: the response is not valid JSON; it begins with: ***");
}

#[test]
fn the_option_debug_reports_each_request() {
    let mut host = Script::new().option("debug", "true").response(r#"[{"id":"p1"}]"#).response(r#"{"count":4}"#);
    let mut query = request("parcels", PARCEL_COLUMNS);
    query.quals = vec![one_of("state", &["new"]), text("label", "~~", "%box%"), text("barcode", "<>", "x")];
    read(&mut host, query).unwrap();
    read(&mut host, request("parcels", &[])).unwrap();
    let want = [
        "parcels: GET /parcels?state=new&label_has=box&sort=%2Bmade_at&limit=3 returned 1 row in 0 s; state = is \
         pushed down exactly; label ~~ is pushed down inexactly; barcode <> is checked by Postgres only",
        "parcels: GET /parcels/count returned the count 4 in 0 s",
    ];
    assert_eq!(host.notices, want);
}

#[test]
fn a_scan_that_may_feed_a_write_reads_all_rows_before_the_first() {
    let ids: &[(&str, Type)] = &[("id", Type::Text), ("banned", Type::Bool)];
    let names: &[(&str, Type)] = &[("id", Type::Text), ("name", Type::Text)];
    let banned = || qual("banned", "=", &[Constant::Bool(true)]);
    let cases = [
        // The columns, the quals, LIMIT, the table option rowid_column, and how many pages are read for the first row.
        (ids, vec![banned()], None, Some("id"), 2),
        (&ids[..1], vec![], None, Some("id"), 2),
        (&ids[..1], vec![], None, None, 1),
        (&ids[..1], vec![], Some(10), Some("id"), 1),
        (ids, vec![], None, Some("id"), 1),
        (names, vec![], None, Some("id"), 1),
    ];
    for (at, (columns, quals, limit, rowid_column, want)) in cases.into_iter().enumerate() {
        let mut host = Script::new()
            .response(r#"[{"id":"a","banned":true},{"id":"b","banned":true},{"id":"c","banned":true}]"#)
            .response(r#"[{"id":"c","banned":true},{"id":"d","banned":true}]"#);
        host.table.extend(rowid_column.map(|column| ("rowid_column", column.to_owned())));
        let mut query = request("people", columns);
        (query.quals, query.limit) = (quals, limit);
        let mut scans = begin(&mut host, query).unwrap();
        assert!(scans.next(&mut host).unwrap().is_some());
        assert_eq!(host.sent.len(), want, "case {at}: {:?}", host.sent);
        // The second page overlaps the first by one row.
        assert_eq!(rest(&mut scans, &mut host).unwrap().len(), 3, "case {at}");
    }
}
