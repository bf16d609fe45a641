//! Reading newest first, down to a bound.

mod common;

use common::{Script, page, qual, read, request};
use fdw_engine::request::qual::Constant;
use fdw_engine::request::types::Type;

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
