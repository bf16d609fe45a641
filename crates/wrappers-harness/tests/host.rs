//! Tests of the imports and of the output. An import reports an error wherever the extension would panic or Postgres
//! would reject a value.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use wasmtime::component::Resource;
use wrappers_harness::clock::Clock;
use wrappers_harness::output::{Format, rows};
use wrappers_harness::{Column, Harness, PgType, Value};
use wrappers_host::bindings::supabase::wrappers::http::{Host as Http, Method, Request};
use wrappers_host::bindings::supabase::wrappers::jwt::Host as Jwt;
use wrappers_host::bindings::supabase::wrappers::stats::{Host as Stats, Metric};
use wrappers_host::bindings::supabase::wrappers::time::Host as Time;
use wrappers_host::bindings::supabase::wrappers::types::{
    Cell, HostColumn, HostContext, HostOptions, HostRow, OptionsType,
};
use wrappers_host::bindings::supabase::wrappers::utils::Host as Utils;
use wrappers_host::{Level, scan};

type State = wrappers_host::State<Harness>;

fn state(columns: &[(&str, PgType)]) -> State {
    let options = BTreeMap::from([("api_url".to_owned(), "http://x".to_owned())]);
    let vault = BTreeMap::from([("id-1".to_owned(), "secret".to_owned())]);
    let columns: Vec<Column> = columns.iter().map(|(name, ty)| Column::new(name, *ty)).collect();
    let column = |column: &Column| scan::Column { name: column.name.clone(), num: 1, type_oid: column.ty.oid() };
    let scanned = columns.iter().map(column).collect();
    let mut state = State::new(options, Harness { vault, columns, clock: Clock::virtual_time(), ..Harness::default() });
    state.scan.columns = scanned;
    state
}

fn push(ty: PgType, cell: Cell) -> Result<Value, String> {
    let mut state = state(&[("c", ty)]);
    state.push(Resource::new_own(0), Some(cell)).map_err(|error| error.to_string())?;
    Ok(state.row.values.remove(0))
}

#[test]
fn cells_that_cannot_be_converted_fail_the_run() {
    let json = |text: &str| Cell::Json(text.to_owned());
    let text = |text: &str| Cell::String(text.to_owned());
    let fails = [
        (PgType::Jsonb, json("{"), "host panic"),
        (PgType::Jsonb, json("\"\\ud800\""), "host panic"),
        (PgType::Jsonb, json("1e999"), "host panic"),
        (PgType::Jsonb, json(&("[".repeat(200) + &"]".repeat(200))), "host panic"),
        (PgType::Jsonb, json("{\"a\\u0000\":1}"), "Postgres: unsupported Unicode escape"),
        (PgType::Text, text("a\0"), "Postgres: invalid byte sequence"),
        (PgType::Timestamp, Cell::Timestamp(i64::MIN), "host panic"),
        (PgType::Timestamptz, Cell::Timestamptz(-210_866_803_200_000_001), "host panic"),
        (PgType::Date, Cell::Date(i64::MAX), "host panic"),
        (PgType::Uuid, Cell::Uuid("x".to_owned()), "host panic"),
        (PgType::Numeric, Cell::Numeric(f64::NAN), "host panic"),
        (PgType::Text, Cell::Other("x".to_owned()), "does not fit"),
        (PgType::I32, Cell::I64(1), "does not fit"),
        (PgType::Jsonb, text("{}"), "does not fit"),
    ];
    for (ty, cell, want) in fails {
        let shown = format!("{cell:?}");
        let error = push(ty, cell).expect_err(&shown);
        assert!(error.contains(want), "{shown}: {error}");
    }
    let fits = [
        (PgType::Jsonb, json("[1]"), Value::Json(serde_json::json!([1]))),
        (PgType::Timestamptz, Cell::Timestamptz(i64::MAX), Value::Time(i64::MAX)),
        (PgType::I16, Cell::I16(7), Value::Int(7)),
        (PgType::Numeric, Cell::Numeric(0.5), Value::Float(0.5)),
    ];
    for (ty, cell, want) in fits {
        assert_eq!(push(ty, cell), Ok(want));
    }
}

#[test]
fn one_push_too_many_fails_the_run() {
    let mut state = state(&[("a", PgType::Text)]);
    state.push(Resource::new_own(0), None).expect("the first push");
    let error = state.push(Resource::new_own(0), None).expect_err("the second push").to_string();
    assert!(error.contains("host panic: index out of bounds"), "{error}");
}

#[test]
fn a_type_that_the_interface_cannot_express_fails_the_run() {
    let mut state = state(&[("a", PgType::Unsupported)]);
    let columns = state.get_columns(Resource::new_own(0)).expect("columns");
    assert_eq!(columns.len(), 1);
    let error = state.type_oid(Resource::new_own(0)).expect_err("a type").to_string();
    assert!(error.contains("host panic"), "{error}");
}

fn request(url: &str, headers: &[(&str, &str)]) -> Request {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Request { method: Method::Get, url: url.to_owned(), headers, body: String::new() }
}

#[test]
fn header_names_in_upper_case_and_values_with_control_characters_fail_the_run() {
    for header in [("Accept", "x"), ("accept", "a\nb"), ("accept", "a\u{1}")] {
        let error =
            Http::get(&mut state(&[]), request("http://127.0.0.1:1", &[header])).expect_err("a panic").to_string();
        assert!(error.starts_with("host panic"), "{error}");
    }
}

#[test]
fn the_host_retries_transient_failures() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let server = std::thread::spawn(move || {
        for status in ["503 Busy", "429 Too Many", "200 OK"] {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut request = [0; 1024];
            let length = stream.read(&mut request).expect("a request");
            assert!(request[..length].starts_with(b"GET / "));
            let head = format!("HTTP/1.1 {status}\r\nX-Case: Kept\r\ncontent-length: 2\r\nconnection: close\r\n\r\n");
            stream.write_all(head.as_bytes()).expect("a head");
            // The body is not UTF-8: the host decodes it lossily.
            stream.write_all(b"a\xff").expect("a body");
        }
    });
    let mut state = state(&[]);
    let response = Http::get(&mut state, request(&url, &[("accept", "x")])).expect("no panic").expect("a response");
    server.join().expect("the server");
    assert_eq!((response.status_code, response.body.as_str()), (200, "a\u{fffd}"));
    assert!(response.headers.contains(&("x-case".to_owned(), "Kept".to_owned())));
    let statuses: Vec<Option<u16>> = state.environment.sent.iter().map(|sent| sent.status).collect();
    assert_eq!(statuses, [Some(503), Some(429), Some(200)]);
}

#[test]
fn imports_for_time_vault_messages_statistics_options_and_tokens_work() {
    let mut state = state(&[]);
    let before = state.epoch_secs().expect("a time");
    state.sleep(5_000).expect("sleep");
    assert!((5..=7).contains(&(state.epoch_secs().expect("a time") - before)));
    assert_eq!(state.environment.clock.slept, Duration::from_secs(5));
    assert_eq!(state.parse_from_rfc3339("1970-01-01T00:00:01.5Z".into()).expect("no panic"), Ok(1_500_000));
    assert!(state.parse_from_rfc3339("1970-01-01".into()).expect("no panic").is_err());
    let parsed = state.parse_from_str("1970-01-01 00:00:02 +0000".into(), "%Y-%m-%d %H:%M:%S %z".into());
    assert_eq!(parsed.expect("no panic"), Ok(2_000_000));
    assert_eq!(state.epoch_ms_to_rfc3339(1_500_000).expect("no panic"), Ok("1970-01-01T00:00:01.500+00:00".into()));

    assert_eq!(state.get_vault_secret("id-1".into()).expect("no panic").as_deref(), Some("secret"));
    assert_eq!(state.get_vault_secret("id-2".into()).expect("no panic"), None);
    state.report_notice("hello".into()).expect("a message");
    assert_eq!(
        (state.environment.messages[0].level, state.environment.messages[0].text.as_str()),
        (Level::Notice, "hello")
    );
    assert_eq!(state.report_error("stop".into()).expect_err("an error").to_string(), "stop");

    state.inc_stats("x".into(), Metric::RowsIn, 2).expect("a counter");
    state.inc_stats("x".into(), Metric::RowsIn, 3).expect("a counter");
    assert_eq!(state.environment.stats.counters[&("x".to_owned(), "rows_in")], 5);

    let server = HostOptions::new(&mut state, OptionsType::Server).expect("options");
    assert_eq!(HostOptions::get(&mut state, server, "api_url".into()).expect("no panic").as_deref(), Some("http://x"));

    let claims = vec![("sub".to_owned(), "me".to_owned())];
    let token = Jwt::encode(&mut state, claims, "HS256".into(), "key".into(), 1).expect("no panic").expect("a token");
    assert_eq!(token.split('.').count(), 3);
}

#[test]
fn rows_are_printed_as_table_json_and_csv() {
    let columns =
        [Column::new("a", PgType::Text), Column::new("t", PgType::Timestamptz), Column::new("j", PgType::Jsonb)];
    let values = vec![
        vec![Value::Text("x,\"y\"".into()), Value::Time(1_500_000), Value::Json(serde_json::json!({"k": [1]}))],
        vec![Value::Null, Value::Null, Value::Null],
    ];
    let csv = rows(&columns, &values, Format::Csv).expect("CSV");
    assert_eq!(csv, "a,t,j\n\"x,\"\"y\"\"\",1970-01-01 00:00:01.500,\"{\"\"k\"\":[1]}\"\n,,\n");
    let json: serde_json::Value =
        serde_json::from_str(&rows(&columns, &values, Format::Json).expect("JSON")).expect("JSON");
    let want = serde_json::json!([
        {"a": "x,\"y\"", "t": "1970-01-01 00:00:01.500", "j": {"k": [1]}},
        {"a": null, "t": null, "j": null},
    ]);
    assert_eq!(json, want);
    let table = rows(&columns, &values, Format::Table).expect("a table");
    assert!(table.contains("1970-01-01 00:00:01.500") && table.contains("x,\"y\""), "{table}");
    assert!(!table.contains("(no rows)"), "{table}");
    let empty = rows(&columns, &[], Format::Table).expect("a table");
    assert!(empty.ends_with("\n(no rows)\n") && empty.contains(" t "), "{empty}");
}
