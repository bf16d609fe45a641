//! Writes: which requests a row needs, what is refused before any request, and what errors say.

mod common;

use common::{CATALOGUE, SECRET, Script};
use fdw_engine::host::Host;
use fdw_engine::request::new_row::{NewRow, NewValue};
use fdw_engine::write::Writer;
use fdw_engine::write::error::WriteError;

fn text(text: &str) -> Option<NewValue> {
    Some(NewValue::Text(text.to_owned()))
}

fn json(text: &str) -> Option<NewValue> {
    Some(NewValue::Json(text.to_owned()))
}

fn int(number: i64) -> Option<NewValue> {
    Some(NewValue::Int(number))
}

fn bool(value: bool) -> Option<NewValue> {
    Some(NewValue::Bool(value))
}

fn row(columns: &[(&str, Option<NewValue>)]) -> NewRow {
    columns.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

/// A statement on one row.
enum Statement<'a> {
    Insert(&'a [(&'a str, Option<NewValue>)]),
    Update(&'a str, &'a [(&'a str, Option<NewValue>)]),
    Delete(&'a str),
}

use Statement::{Delete, Insert, Update};

fn begin(object: &str, host: &mut Script) -> Result<Writer, WriteError> {
    host.table.insert("object", object.to_owned());
    Writer::begin(&CATALOGUE, host)
}

fn run(writer: &mut Writer, host: &mut dyn Host, statement: &Statement) -> Result<(), WriteError> {
    match statement {
        Insert(columns) => writer.insert(host, &row(columns)),
        Update(id, columns) => writer.update(host, &NewValue::Text((*id).to_owned()), &row(columns)),
        Delete(id) => writer.delete(host, &NewValue::Text((*id).to_owned())),
    }
}

/// The requests of a statement, all of which succeed, or its error.
fn requests(object: &str, statement: &Statement, host: Script) -> Result<Vec<String>, String> {
    let mut host = (0..4).fold(host, |host, _| host.response("{}"));
    let outcome = begin(object, &mut host).and_then(|mut writer| run(&mut writer, &mut host, statement));
    match outcome {
        Ok(()) => Ok(host.written),
        Err(error) => {
            assert_eq!(host.written, Vec::<String>::new(), "a request was sent before the error");
            Err(error.report())
        }
    }
}

#[test]
fn statements_become_requests() {
    type Case<'a> = (&'a str, Statement<'a>, &'a [&'a str]);
    let cases: &[Case] = &[
        (
            "people",
            Insert(&[
                ("id", None),
                ("name", text("Ada")),
                ("email", text("a@b.c")),
                ("age", int(36)),
                ("born_at", Some(NewValue::Time(1_500_000))),
                ("notes_role", text("admin")),
                ("banned", bool(true)),
                ("attrs", None),
            ]),
            &[
                r#"POST /people {"age":36,"banned":true,"born_at":1500,"emails":["a@b.c"],"name":"Ada","notes":{"role":"admin"},"quota":null}"#,
            ],
        ),
        // The column attrs alone is the body as it is.
        ("people", Insert(&[("attrs", json(r#"{"z": 1, "a": 2}"#))]), &[r#"POST /people {"z": 1, "a": 2}"#]),
        (
            "people",
            Insert(&[
                ("attrs", json(r#"{"name":"x","emails":["a"],"notes":{"a":1}}"#)),
                ("name", text("y")),
                ("notes_b", int(2)),
            ]),
            &[r#"POST /people {"emails":["a"],"name":"y","notes":{"a":1,"b":2},"quota":null}"#],
        ),
        ("people", Update("p1", &[("name", None), ("age", int(1))]), &[r#"PATCH /people/p1 {"age":1,"name":null}"#]),
        ("people", Update("p1", &[("city", text("Rome"))]), &[r#"PATCH /people/p1 {"address":{"city":"Rome"}}"#]),
        ("people", Update("p1", &[("attrs", json(r#"{"x":1}"#))]), &[r#"PATCH /people/p1 {"x":1}"#]),
        (
            "people",
            Update("p1", &[("attrs", json(r#"{"x":1,"name":"a"}"#)), ("name", text("b"))]),
            &[r#"PATCH /people/p1 {"name":"b","x":1}"#],
        ),
        // Keys of maps are merged, whole maps are replaced.
        (
            "people",
            Update("p1", &[("notes_role", text("admin")), ("notes_old", None), ("secrets_n", int(1))]),
            &[r#"PATCH /people/p1/maps {"notes":{"old":null,"role":"admin"},"secrets":{"n":1}}"#],
        ),
        ("people", Update("p1", &[("notes", json(r#"{"a":1}"#))]), &[r#"PUT /people/p1/maps {"notes":{"a":1}}"#]),
        ("people", Update("p1", &[("notes", None)]), &[r#"PUT /people/p1/maps {"notes":{}}"#]),
        (
            "people",
            Update("p1", &[("notes", json("{}")), ("secrets_a", int(1))]),
            &[r#"PATCH /people/p1/maps {"secrets":{"a":1}}"#, r#"PUT /people/p1/maps {"notes":{}}"#],
        ),
        (
            "people",
            Update("p1", &[("attrs", json(r#"{"notes":{"a":1}}"#))]),
            &[r#"PUT /people/p1/maps {"notes":{"a":1}}"#],
        ),
        (
            "people",
            Update(
                "p1",
                &[("attrs", json(r#"{"notes":{"a":1,"c":3},"age":2}"#)), ("notes_b", int(2)), ("notes_c", None)],
            ),
            &[r#"PATCH /people/p1 {"age":2}"#, r#"PUT /people/p1/maps {"notes":{"a":1,"b":2}}"#],
        ),
        // Values that trigger requests.
        ("people", Update("p1", &[("banned", bool(true))]), &["POST /people/p1/ban"]),
        ("people", Update("p1", &[("banned", text("false"))]), &["POST /people/p1/unban"]),
        (
            "people",
            Update("p1", &[("reason", text("late")), ("state", text("dismissed")), ("name", text("x"))]),
            &[r#"PATCH /people/p1 {"name":"x"}"#, r#"POST /people/p1/dismiss {"reason":"late"}"#],
        ),
        (
            "people",
            Insert(&[("email", text("a")), ("codes", json("[]")), ("quota", None)]),
            &[r#"POST /people {"codes":[],"emails":["a"],"quota":null}"#],
        ),
        ("people", Update("p1", &[("badge", text("b/1"))]), &["DELETE /people/p1/badges/b%2F1"]),
        ("people", Delete("p1"), &["DELETE /people/p1"]),
        ("people", Delete("p/1 é"), &["DELETE /people/p%2F1%20%C3%A9"]),
        // Row ids of two parts.
        ("seats", Insert(&[("hall", text("h")), ("number", text("1"))]), &[r#"POST /halls/h/seats {"number":"1"}"#]),
        ("seats", Update("h/1", &[("colour", text("red"))]), &[r#"PATCH /halls/h/seats/1 {"colour":"red"}"#]),
        ("seats", Delete("h/1"), &["DELETE /halls/h/seats/1"]),
        ("passes", Insert(&[("attrs", json(r#"{"label":"a"}"#))]), &[r#"POST /passes {"label":"a"}"#]),
    ];
    for (object, statement, want) in cases {
        let sent = requests(object, statement, Script::new());
        assert_eq!(sent.as_deref(), Ok(&want.iter().map(|&want| want.to_owned()).collect::<Vec<_>>()[..]), "{object}");
    }
}

#[test]
fn wrong_statements_are_refused_before_any_request() {
    let cases: &[(&str, Statement, &str)] = &[
        ("people", Insert(&[("nam", text("x"))]), "object people has no column \"nam\"; its columns are: id, name, "),
        (
            "people",
            Insert(&[("email", text("a")), ("state", text("x"))]),
            "people: INSERT cannot set column state; it can set: name, age, city, password, notes, notes_<key>, \
             secrets, secrets_<key>, email, born_at, banned, codes, quota, attrs",
        ),
        (
            "people",
            Update("p1", &[("email", text("a"))]),
            "people: UPDATE cannot set column email; it can set: name, age, city, password, notes_<key>, \
             secrets_<key>, notes, secrets, banned, state, reason, fine, badge, codes, attrs",
        ),
        ("people", Insert(&[("name", text("x"))]), "people: this INSERT must also set: email"),
        ("people", Insert(&[("name", None), ("attrs", None)]), "people: this INSERT sets no column to a value"),
        ("people", Update("p1", &[]), "people: this UPDATE sets no column to a value, so there is nothing to do"),
        (
            "people",
            Update("p1", &[("age", text("old"))]),
            "column people.age accepts a whole number, but its value of type text cannot be sent as one",
        ),
        ("people", Update("p1", &[("age", None)]), "column people.age cannot be set to NULL"),
        ("people", Update("p1", &[("attrs", None)]), "column people.attrs cannot be set to NULL"),
        (
            "people",
            Update("p1", &[("attrs", json("[1]"))]),
            "column people.attrs accepts a JSON object, but its value of type jsonb",
        ),
        ("people", Update("p1", &[("banned", None)]), "column people.banned can only be set to true or false"),
        ("people", Update("p1", &[("state", text("new"))]), "column people.state can only be set to 'dismissed'"),
        (
            "people",
            Update("p1", &[("reason", text("late"))]),
            "column people.reason can only be set together with state = 'dismissed'",
        ),
        (
            "people",
            Update("p1", &[("notes", json("{}")), ("notes_a", int(1))]),
            "people: a statement cannot set both notes and notes_a",
        ),
        (
            "people",
            Update("p1", &[("banned", bool(false)), ("password", text("x"))]),
            "people: a statement cannot set both password and banned",
        ),
        (
            "people",
            Update("p1", &[("badge", text(".."))]),
            "column people.badge is part of a URL, so it must not be empty, '.' or '..'",
        ),
        ("people", Update("", &[("age", int(1))]), "people: the row id, id, must not be empty, '.' or '..'"),
        ("people", Delete("a\nb"), "people: the row id, id, must not be empty"),
        (
            "seats",
            Update("h/1", &[("hall", text("i")), ("colour", text("red"))]),
            "seats: UPDATE cannot set column hall; it can set: colour, attrs",
        ),
        ("seats", Delete("h"), "seats: the row id must have the form <hall>/<number>"),
        ("seats", Delete("h/1/2"), "seats: the row id must have the form <hall>/<number>"),
        ("seats", Delete("h/.."), "seats: the row id must have the form <hall>/<number>"),
        ("seats", Insert(&[("number", text("1"))]), "seats: this INSERT must also set: hall"),
        ("people", Update("p1", &[("fine", int(1))]), "people: this write is refused unless the option allow_fines is"),
        (
            "passes",
            Insert(&[("label", text("a"))]),
            "passes: the response contains the code, which Postgres cannot return; create the pass in the office, or set \
             the option discard_secrets to 'true'",
        ),
        ("passes", Delete("x"), "passes: DELETE is not possible; the API allows INSERT"),
        ("passes", Update("x", &[("label", text("a"))]), "passes: UPDATE is not possible; the API allows INSERT"),
        ("status", Delete("x"), "status: this table is read-only, because the API cannot change its rows"),
        ("nothing", Delete("x"), "Widgetry has no object \"nothing\""),
    ];
    for (object, statement, want) in cases {
        let error = requests(object, statement, Script::new()).expect_err(want);
        assert!(error.starts_with(want), "{error}\ninstead of\n{want}");
    }
}

#[test]
fn options_allow_and_refuse_writes() {
    let fine = Update("p1", &[("fine", int(1))]);
    let sent = requests("people", &fine, Script::new().option("allow_fines", "true"));
    assert_eq!(sent, Ok(vec![r#"POST /people/p1/fines {"amount":1}"#.to_owned()]));
    let pass = [("label", text("a"))];
    let sent = requests("passes", &Insert(&pass), Script::new().option("discard_secrets", "true"));
    assert_eq!(sent, Ok(vec![r#"POST /passes {"label":"a"}"#.to_owned()]));
    let error = requests("people", &Delete("p1"), Script::new().option("read_only", "true"));
    assert_eq!(error, Err("people: the option read_only refuses INSERT, UPDATE and DELETE".to_owned()));
    let mut host = Script::new();
    host.table.insert("rowid_column", "hall".to_owned());
    let error = requests("seats", &Delete("h/1"), host);
    assert_eq!(error, Err("seats: the table option rowid_column must be 'row_id'".to_owned()));
}

#[test]
fn a_secret_in_the_response_is_reported_as_lost() {
    let mut host = Script::new().response(r#"{"id":"p7","code":"s3cr3t"}"#).option("debug", "true");
    let mut writer = begin("passes", &mut host).expect("the write should begin");
    run(&mut writer, &mut host, &Insert(&[("attrs", json("{}"))])).expect("the row should be inserted");
    assert_eq!(
        host.warnings,
        ["passes: the response for the new row p7 contains the code, which Postgres cannot return"]
    );
    assert_eq!(host.notices, ["passes: POST /passes took effect on row p7 in 0 s"]);
}

#[test]
fn a_row_that_a_join_returns_several_times_is_written_once() {
    let mut host = Script::new().response("{}").response("{}");
    let mut writer = begin("people", &mut host).expect("the write should begin");
    for id in ["p1", "p2", "p1", "p2", "p1"] {
        run(&mut writer, &mut host, &Delete(id)).expect("the row should be deleted");
    }
    assert_eq!(host.written, ["DELETE /people/p1", "DELETE /people/p2"]);
}

#[test]
fn errors_say_what_took_effect() {
    let refused = r#"{"errors":[{"long":"not on this plan","code":"paid"}]}"#;
    let unknown = r#"{"errors":[{"long":"no person","code":"unknown"}]}"#;
    let update = Update("p1", &[("name", text("x")), ("banned", bool(true))]);
    let cases = [
        (
            Script::new().response("{}").status(402, &[], refused),
            &update,
            "people: row p1 was updated only in part; these requests took effect: PATCH /people/p1: POST \
             /people/p1/ban: HTTP 402: not on this plan (code paid)",
        ),
        (
            Script::new().status(402, &[], refused),
            &update,
            "people: row p1 was not updated: PATCH /people/p1: HTTP 402: not on this plan (code paid)",
        ),
        (
            Script::new().status(404, &[], unknown),
            &Delete("p1"),
            "people: row p1 was not deleted, because the API does not know it; it may have been deleted: DELETE \
             /people/p1: HTTP 404: no person (code unknown)",
        ),
        // A part of the endpoint is unknown, which may be something else than the row.
        (
            Script::new().status(404, &[], unknown),
            &Update("p1", &[("badge", text("b"))]),
            "people: row p1 was not updated: DELETE /people/p1/badges/b: HTTP 404: no person (code unknown)",
        ),
        (
            Script::new().no_response("reset"),
            &Insert(&[("email", text("a"))]),
            "people: the row may have been inserted, because no response says whether a request took \
             effect: POST /people: no response: reset",
        ),
        (
            Script::new().status(503, &[], "busy"),
            &Insert(&[("email", text("a"))]),
            "people: the row may have been inserted, because no response says whether a request took \
             effect: POST /people: HTTP 503: busy",
        ),
    ];
    for (mut host, statement, want) in cases {
        let mut writer = begin("people", &mut host).expect("the write should begin");
        let error = run(&mut writer, &mut host, statement).expect_err(want);
        assert_eq!(error.report(), want);
    }
    // The rows before it are counted.
    let mut host = Script::new().response("{}").response("{}").status(402, &[], refused);
    let mut writer = begin("people", &mut host).expect("the write should begin");
    run(&mut writer, &mut host, &Delete("a")).expect("the first row should be deleted");
    run(&mut writer, &mut host, &Delete("b")).expect("the second row should be deleted");
    let error = run(&mut writer, &mut host, &Delete("c")).expect_err("the third row should fail").report();
    assert_eq!(
        error,
        "people: row c was not deleted: DELETE /people/c: HTTP 402: not on this plan (code paid); before that, the \
         statement deleted 2 rows, which stays so"
    );
    let mut host = Script::new().response("{}");
    let mut writer = begin("people", &mut host).expect("the write should begin");
    run(&mut writer, &mut host, &Insert(&[("email", text("a"))])).expect("the first row should be inserted");
    let error = run(&mut writer, &mut host, &Insert(&[("name", text("a"))])).expect_err("it has no e-mail").report();
    assert_eq!(
        error,
        "people: this INSERT must also set: email; before that, the statement inserted 1 row, which stays so"
    );
}

#[test]
fn a_write_is_repeated_only_if_it_is_safe() {
    let insert = Insert(&[("email", text("a"))]);
    let patch = Update("p1", &[("age", int(1))]);
    let ban = Update("p1", &[("banned", bool(true))]);
    let unknown = r#"{"errors":[{"code":"unknown"}]}"#;
    let cases = [
        // Too many requests: the API has not executed it.
        (Script::new().status(429, &[("retry-after", "2")], "").response("{}"), &insert, 2, true),
        (Script::new().status(503, &[], "").response("{}"), &insert, 1, false),
        (Script::new().status(503, &[], "").response("{}"), &patch, 2, true),
        (Script::new().no_response("reset").response("{}"), &patch, 2, true),
        (Script::new().status(500, &[], "").response("{}"), &ban, 2, true),
        // The first attempt has deleted the row.
        (Script::new().no_response("reset").status(404, &[], unknown), &Delete("p1"), 2, true),
        (Script::new().status(404, &[], unknown), &Delete("p1"), 1, false),
    ];
    for (at, (mut host, statement, sent, succeeds)) in cases.into_iter().enumerate() {
        let mut writer = begin("people", &mut host).expect("the write should begin");
        let outcome = run(&mut writer, &mut host, statement);
        assert_eq!((host.written.len(), outcome.is_ok()), (sent, succeeds), "case {at}: {outcome:?}");
    }
}

#[test]
fn no_message_contains_a_secret_of_a_row() {
    let echo = |secret: &str| format!(r#"{{"errors":[{{"long":"{secret} and {SECRET} are bad"}}]}}"#);
    let cases = [
        Insert(&[("email", text("a")), ("password", text("pässword-1"))]),
        Insert(&[("attrs", json(r#"{"password":"pässword-1"}"#))]),
        Update("p1", &[("password", text("pässword-1"))]),
        Update("p1", &[("attrs", json(r#"{"address":{"city":"pässword-1"}}"#))]),
        Update("p1", &[("codes", text(r#"["pässword-1"]"#))]),
    ];
    for statement in cases {
        let mut host = Script::new().status(422, &[], &echo("pässword-1")).option("debug", "true");
        let mut writer = begin("people", &mut host).expect("the write should begin");
        let error = run(&mut writer, &mut host, &statement).expect_err("the row should be refused");
        assert!(error.report().ends_with("HTTP 422: *** and *** are bad"), "{}", error.report());
        assert_eq!(format!("{error:?}"), error.report());
        assert_eq!(host.notices, Vec::<String>::new());
    }
}
