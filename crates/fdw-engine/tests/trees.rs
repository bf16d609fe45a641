//! Trees of rows, rows in the arrays of a JSON object, and columns that are keys of some access paths only.

mod common;

use common::{Script, begin, one_of, read, request, rest};
use fdw_engine::request::types::Type;

const FOLDERS: &[(&str, Type)] = &[("id", Type::Text), ("parent", Type::Text)];

#[test]
fn the_children_of_every_row_are_read_after_the_roots() {
    let mut host = Script::new()
        .response(r#"[{"id":"a","size":2},{"id":"b","size":0},{"id":"c"}]"#)
        .response(r#"[{"id":"c"}]"#)
        .response(r#"[{"id":"a1","parent":"a","size":"0"},{"id":"a2","parent":"a","size":1}]"#)
        .response(r#"[]"#)
        .response(r#"[]"#)
        .response(r#"[{"id":"a21","parent":"a2","size":0}]"#);
    let mut scans = begin(&mut host, request("folders", FOLDERS)).expect("the scan should begin");
    let want = ["a|NULL", "b|NULL", "c|NULL", "a1|a", "a2|a", "a21|a2"];
    assert_eq!(rest(&mut scans, &mut host).expect("rows"), want);
    let sent = [
        "/folders?limit=3",
        "/folders?limit=3&from=2",
        "/folders/a/inside?limit=3",
        // It is unknown whether these have children.
        "/folders/c/inside?limit=3",
        "/folders/a1/inside?limit=3",
        "/folders/a2/inside?limit=3",
    ];
    assert_eq!(host.sent, sent);
    // A rescan replays the rows.
    scans.rewind().expect("the scan should be open");
    assert_eq!(rest(&mut scans, &mut host).expect("rows"), want);
    assert_eq!(host.sent.len(), sent.len());
}

#[test]
fn a_row_that_was_deleted_meanwhile_has_no_children() {
    let mut host =
        Script::new().response(r#"[{"id":"a","size":1}]"#).status(404, &[], r#"{"errors":[{"code":"unknown"}]}"#);
    assert_eq!(read(&mut host, request("folders", FOLDERS)).expect("rows"), ["a|NULL"]);
}

#[test]
fn the_error_for_a_missing_permission_names_it() {
    let mut host = Script::new().status(403, &[], "no");
    let error = read(&mut host, request("folders", FOLDERS)).expect_err("an error");
    assert_eq!(error, "folders: GET /folders?limit=3: HTTP 403: no; the key needs the permission view-folders");
}

#[test]
fn each_element_of_the_arrays_of_an_object_is_a_row() {
    let columns = &[("folder_id", Type::Text), ("name", Type::Text), ("value", Type::Text)];
    let mut host = Script::new()
        .response(r#"[{"id":"a","tags":{"colour":["red","blue"],"none":[],"n":[1,null]}},{"id":"b","tags":null}]"#);
    let rows = read(&mut host, request("folder_tags", columns)).expect("rows");
    assert_eq!(rows, ["a|colour|red", "a|colour|blue", "a|n|1", "a|n|NULL"]);
}

#[test]
fn a_column_can_be_the_key_of_one_access_path_and_an_attribute_on_another() {
    let columns = &[("room", Type::Text), ("guest", Type::Text)];
    let mut by_guest = request("stays", columns);
    by_guest.quals = vec![one_of("guest", &["g"])];
    let mut host = Script::new().response(r#"[{"room":{"number":"7"},"name":"ignored"}]"#);
    assert_eq!(read(&mut host, by_guest).expect("rows"), ["7|g"]);
    assert_eq!(host.sent, ["/guests/g/stays"]);
    let mut by_room = request("stays", columns);
    by_room.quals = vec![one_of("room", &["7"])];
    let mut host = Script::new().response(r#"[{"name":"g"},{"name":"h"}]"#);
    assert_eq!(read(&mut host, by_room).expect("rows"), ["7|g", "7|h"]);
    assert_eq!(host.sent, ["/rooms/7/guests"]);
}
