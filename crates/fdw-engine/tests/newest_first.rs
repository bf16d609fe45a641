//! Reading a list with the newest rows first, down to a bound.

mod common;

use common::{Script, page, qual, read, request};
use fdw_engine::request::qual::Constant;
use fdw_engine::request::types::Type;

/// Reads the parcels whose `moved_at` is at least 100.
fn moved(host: &mut Script) -> Result<Vec<String>, String> {
    let mut query = request("parcels", &[("id", Type::Text), ("moved_at", Type::I64)]);
    query.quals = vec![qual("moved_at", ">=", &[Constant::Int(100)])];
    read(host, query)
}

#[test]
fn a_list_is_read_from_the_newest_row_down_to_the_bound() {
    let target = |from: &str| format!("/parcels?sort=-moved_at&limit=3{from}");
    let script = Script::new;
    let mut host = script().response(&page(&[("c", 103), ("b", 99), ("a", 90)]));
    assert_eq!(moved(&mut host).unwrap(), ["c|103", "b|99"]);
    assert_eq!(host.sent, [target("")]);
    // After more than one page, the beginning is read again, because rows that changed in the meantime have moved
    // there.
    let mut host = script()
        .response(&page(&[("e", 105), ("d", 104), ("c", 103)]))
        .response(&page(&[("c", 103), ("b", 50)]))
        .response(&page(&[("b", 106), ("e", 105), ("d", 104)]));
    assert_eq!(moved(&mut host).unwrap(), ["e|105", "d|104", "c|103", "b|106"]);
    assert_eq!(host.sent, [target(""), target("&from=2"), target("")]);
    // A list that is not in the requested order is read to its end.
    let mut host =
        script().response(&page(&[("c", 101), ("b", 102), ("a", 80)])).response(&page(&[("a", 80), ("z", 3)]));
    host = host.response("[]").response("[]").response("[]");
    assert_eq!(moved(&mut host).unwrap(), ["c|101", "b|102", "a|80", "z|3"]);
}
