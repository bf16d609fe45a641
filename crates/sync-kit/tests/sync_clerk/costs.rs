//! The numbers of requests in `docs/sync.md`.

use std::fs;

use clerk_mock::Size;

use super::clerk::Kit;
use super::kit::{file, is_complete};

/// Number of runs in a day.
const RUNS: usize = 24 * 60;

#[test]
fn the_guide_says_what_users_cost() {
    let guide = fs::read_to_string(file("docs/sync.md")).expect("the guide");
    let sizes: &[u32] = if is_complete() { &[1_000, 100_000, 1_000_000] } else { &[1_000] };
    for users in sizes {
        let mut kit = Kit::start(Size { users: *users, organizations: 10, memberships: 20, others: 3 });
        // The mock's users are created every 15 minutes, a million of them until the year 2051.
        kit.advance("40 years");
        kit.install_with("users", r#"{"attrs": false}"#);
        kit.requests();
        // A load that takes several runs also asks for changes and a count afterwards.
        kit.client.batch_execute("call fdw_sync.run(time_limit => '1 hour')").expect("a run");
        let first_load = kit.requests().len();
        assert_eq!(kit.status("users").get::<_, Option<i64>>("rows"), Some(i64::from(*users)));
        let quiet = kit.run().len();
        // Once a day, the list is read again.
        let numbers = [*users as usize, first_load, quiet, RUNS * quiet + first_load].map(with_commas);
        let row = format!("| {} |\n", numbers.join(" | "));
        assert!(guide.contains(&row), "the guide does not contain: {row}");
    }
}

/// A number with commas between groups of three digits.
fn with_commas(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}
