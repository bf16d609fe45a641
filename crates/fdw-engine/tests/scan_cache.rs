//! The scans of one plan node.

mod common;

use common::{CATALOGUE, Script, begin, one_of, request, rest};
use fdw_engine::request::types::Type;

#[test]
fn repeated_parameters_need_no_requests_within_the_budget() {
    let by = |owner: &str| {
        let mut query = request("keys", &[("id", Type::Text), ("owner", Type::Text)]);
        query.quals = vec![one_of("owner", &[owner])];
        query.quals[0].is_parameter = true;
        query
    };
    let script = |budget: &str| {
        let mut host = Script::new().option("replay_budget_mib", budget);
        for n in 0..9 {
            host = host.response(&format!(r#"[{{"id":"k{n}","owner":"o"}}]"#));
        }
        host
    };
    let read_all = |host: &mut Script, owners: &[&str]| -> Vec<String> {
        let mut scans = begin(host, by("null")).unwrap();
        let read_owner = |owner: &&str| {
            assert!(scans.begin(&CATALOGUE, host, by(owner)).is_ok());
            rest(&mut scans, host).unwrap().join(";")
        };
        owners.iter().map(read_owner).collect()
    };
    let mut host = script("1");
    let rows = read_all(&mut host, &["a", "b", "a", "c", "b", "a"]);
    assert_eq!(rows, ["k0|o", "k1|o", "k0|o", "k2|o", "k1|o", "k0|o"]);
    assert_eq!(host.sent, ["/keys?owner=a&limit=3", "/keys?owner=b&limit=3", "/keys?owner=c&limit=3"]);
    let mut host = script("0");
    assert_eq!(read_all(&mut host, &["a", "b", "a"]), ["k0|o", "k1|o", "k2|o"]);
    // If the budget is exceeded, the scan that was used least recently is dropped.
    let mut host = Script::new().option("replay_budget_mib", "1");
    let big = "x".repeat(110_000);
    for _ in 0..9 {
        host = host.response(&format!(r#"[{{"id":"{big}","owner":"o"}}]"#));
    }
    read_all(&mut host, &["a", "b", "c", "d", "a", "e", "a", "b"]);
    let owners: Vec<&str> = host.sent.iter().map(|target| &target[12..13]).collect();
    assert_eq!(owners, ["a", "b", "c", "d", "e", "b"]);
}
