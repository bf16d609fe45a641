//! The scans of one plan node.

mod common;

use common::{CATALOGUE, Script, begin, is, request, rest};
use fdw_engine::request::types::Type;

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
