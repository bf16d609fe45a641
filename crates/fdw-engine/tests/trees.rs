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
        .response(r#"[{"id":"a21","parent":"a2","size":0}]"#);
    let mut scans = begin(&mut host, request("folders", FOLDERS)).expect("the scan should begin");
    let want = ["a|NULL", "b|NULL", "c|NULL", "a1|a", "a2|a", "a21|a2"];
    assert_eq!(rest(&mut scans, &mut host).expect("rows"), want);
    let sent =
        ["/folders?limit=3", "/folders?limit=3&from=2", "/folders/a/inside?limit=3", "/folders/a2/inside?limit=3"];
    assert_eq!(host.sent, sent);
    // A rescan replays the rows.
    scans.rewind().expect("the scan should be open");
    assert_eq!(rest(&mut scans, &mut host).expect("rows"), want);
    assert_eq!(host.sent.len(), sent.len());
}

#[test]
fn children_that_are_nested_in_their_parents_need_no_request() {
    let nested = r#"[{"id":"a","size":2,"inside":[{"id":"a1","inside":[{"id":"a11"}]},{"id":"a2","inside":null}]},
        {"id":"b","size":1,"inside":[ ]}]"#;
    let mut host = Script::new().response(nested).response(r#"[{"id":"b1","parent":"b","size":0}]"#);
    let rows = read(&mut host, request("folders", FOLDERS)).expect("rows");
    assert_eq!(rows, ["a|NULL", "b|NULL", "a1|a", "a2|a", "a11|a1", "b1|b"]);
    assert_eq!(host.sent, ["/folders?limit=3", "/folders/b/inside?limit=3"]);
}

#[test]
fn a_row_that_moves_within_its_tree_is_returned_once() {
    let mut host = Script::new()
        .response(r#"[{"id":"a","size":1},{"id":"b","size":1}]"#)
        .response(r#"[{"id":"x","parent":"a","size":1}]"#)
        .response(r#"[{"id":"x","parent":"b","size":1}]"#)
        .response(r#"[{"id":"y","parent":"x","size":0,"inside":[{"id":"a"}]}]"#);
    assert_eq!(read(&mut host, request("folders", FOLDERS)).expect("rows"), ["a|NULL", "b|NULL", "x|a", "y|x"]);
    assert_eq!(host.sent.len(), 4, "{:?}", host.sent);
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
fn the_key_and_the_value_of_a_pair_are_one_term_of_a_filter() {
    let columns = &[("folder_id", Type::Text), ("name", Type::Text), ("value", Type::Text)];
    for (name, value, parameter) in [
        ("colour", "red", "tagged=%22colour%22%3A%22red%22&"),
        ("a b", "x, y", "tagged=%22a%20b%22%3A%22x%2C%20y%22&"),
        ("a\"b", "\\", "tagged=%22a%5C%22b%22%3A%22%5C%5C%22&"),
        ("colour", " red", ""),
        ("ü", "red", ""),
    ] {
        let mut host = Script::new().response("[]");
        let mut query = request("folder_tags", columns);
        query.quals = vec![one_of("value", &[value]), one_of("name", &[name])];
        read(&mut host, query).expect("no rows");
        assert_eq!(host.sent, [format!("/folders?{parameter}limit=3")], "{name}: {value}");
    }
    // Without one key, the condition stays local.
    let without_key = vec![one_of("value", &["red"])];
    let with_key = |names: &[&str]| vec![one_of("value", &["red"]), one_of("name", names)];
    for quals in [without_key, with_key(&["a", "b"]), with_key(&["id"])] {
        let mut host = Script::new().response("[]");
        let mut query = request("folder_tags", columns);
        query.quals = quals;
        read(&mut host, query).expect("no rows");
        assert_eq!(host.sent, ["/folders?limit=3"]);
    }
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
