//! How the component reads: pages of lists that change, limits, re-scans, memory.

mod common;

use std::collections::BTreeSet;

use clerk_mock::{Action, Config, Fault, Mock, Size};
use common::{first, ids, query, scan, server, targets};
use wrappers_harness::run;
use wrappers_harness::{Node, Value};

fn mock_of(users: u32) -> Mock {
    Mock::with_users(users).expect("a mock")
}

fn memberships(rows: u32) -> Mock {
    let size = Size { users: 200, organizations: 10, memberships: rows, others: 12 };
    Mock::start(&Config { size, ..Config::default() }).expect("a mock")
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    // Rows, and the requests they take: a page that is full may not be the last.
    for (rows, requests) in [(0, 1), (1, 1), (499, 1), (500, 2), (501, 2), (999, 3), (1600, 4)] {
        let mock = mock_of(rows);
        assert_eq!(first(&scan(&mock, "users", "id text").rows), ids(&mock, "users"));
        assert_eq!(targets(&mock).len(), requests, "{rows} users");
        let mock = memberships(rows);
        let object = "organization_memberships";
        assert_eq!(first(&scan(&mock, object, "id text").rows), ids(&mock, object));
        assert_eq!(targets(&mock).len(), requests, "{rows} memberships");
    }
}

#[test]
fn users_page_by_cursor_the_others_by_offset() {
    let mock = mock_of(1200);
    let ids = ids(&mock, "users");
    scan(&mock, "users", "id text");
    let base = "/users?order_by=%2Bcreated_at&limit=500";
    let want =
        [base.to_owned(), format!("{base}&starting_after={}", ids[498]), format!("{base}&starting_after={}", ids[997])];
    assert_eq!(targets(&mock), want);
    scan(&mock, "organization_memberships", "id text");
    let base = "/organization_memberships?order_by=%2Bcreated_at&limit=500";
    let want =
        [base.to_owned(), format!("{base}&offset=499"), format!("{base}&offset=998"), format!("{base}&offset=1497")];
    assert_eq!(targets(&mock), want);
}

/// Rows that are there from the beginning to the end come once; those that come or go may come or not.
fn check_changes(mock: &Mock, object: &str, changes: Vec<Fault>) {
    let before = ids(mock, object);
    for change in changes {
        mock.fault(change);
    }
    let got = first(&scan(mock, object, "id text").rows);
    let after: BTreeSet<String> = ids(mock, object).into_iter().collect();
    let stayed: Vec<&String> = before.iter().filter(|id| after.contains(*id)).collect();
    let kept: Vec<&String> = got.iter().filter(|id| before.contains(id) && after.contains(*id)).collect();
    assert_eq!(kept.len(), stayed.len(), "{object}: rows went missing or came twice");
    let distinct: BTreeSet<&String> = got.iter().collect();
    assert_eq!(distinct.len(), got.len(), "{object}: rows came twice");
    assert!(stayed.iter().all(|id| distinct.contains(id)), "{object}: rows went missing");
}

#[test]
fn rows_that_come_and_go_cost_no_other_row() {
    let delete = |positions: &[usize]| Fault::new(Action::Delete { delete: positions.to_vec() });
    let insert = |rows| Fault::new(Action::Insert { insert: rows });
    let first_hundred: Vec<usize> = (0..100).collect();
    let changes: Vec<(&str, Vec<Fault>)> = vec![
        ("sign-ups all the time", vec![insert(3).times(20)]),
        ("deletions at the front", vec![delete(&[0]).after(1).times(20)]),
        ("many deletions at the front", vec![delete(&first_hundred).after(2)]),
        ("the last row read", vec![delete(&[499]).after(1)]),
        ("the last rows read", vec![delete(&(490..500).collect::<Vec<_>>()).after(1)]),
        ("the row that the cursor names", vec![delete(&[498]).after(1)]),
        ("the row that the cursor names and those around it", vec![delete(&(480..520).collect::<Vec<_>>()).after(1)]),
        ("both at once", vec![insert(7).times(10), delete(&[5, 250, 499, 700]).after(1), delete(&[3, 998]).after(2)]),
    ];
    for (name, faults) in changes {
        eprintln!("{name}");
        check_changes(&mock_of(1600), "users", faults.clone());
        check_changes(&memberships(1600), "organization_memberships", faults);
    }
}

/// Where no order can be asked for, new rows come in at the front, and push the others back.
#[test]
fn lists_without_an_order_survive_new_rows_at_the_front() {
    for changes in [
        vec![Fault::new(Action::Insert { insert: 5 }).after(1).times(3)],
        vec![Fault::new(Action::Insert { insert: 700 }).after(1)],
        vec![Fault::new(Action::Delete { delete: vec![1500, 1499] }).after(1)],
    ] {
        let size = Size { users: 10, organizations: 1, memberships: 1, others: 1600 };
        let mock = Mock::start(&Config { size, ..Config::default() }).expect("a mock");
        check_changes(&mock, "redirect_urls", changes);
    }
}

#[test]
fn a_limit_may_size_the_first_page_but_never_ends_the_scan() {
    let mock = mock_of(1200);
    for (limit, rows, want) in
        [(3, 3, vec!["limit=3"]), (500, 500, vec!["limit=500"]), (501, 501, vec!["limit=500", "limit=500"])]
    {
        let outcome = run(&server(&mock), &query("users", "id text").limit(limit)).expect("rows");
        assert_eq!(outcome.rows.len(), rows);
        let targets = targets(&mock);
        assert_eq!(targets.len(), want.len());
        assert!(targets.iter().zip(want).all(|(target, want)| target.contains(want)), "{targets:?}");
    }
    // Postgres pulls on, as under a join.
    let mut node = Node::new(&server(&mock)).expect("an instance");
    node.begin(&query("users", "id text").limit(3)).expect("a scan");
    assert_eq!(first(&node.rest().expect("rows")), ids(&mock, "users"));
    assert_eq!(targets(&mock).len(), 4);
}

#[test]
fn nothing_is_requested_before_the_first_row_is_asked_for() {
    let mock = mock_of(10);
    let mut node = Node::new(&server(&mock)).expect("an instance");
    node.begin(&query("users", "id text")).expect("a scan");
    node.rescan().expect("a re-scan");
    node.end().expect("an end");
    assert_eq!(targets(&mock), [""; 0]);
    assert_eq!(node.did().stats.calls, 0);
}

#[test]
fn a_rescan_makes_no_request() {
    let mock = mock_of(1200);
    let columns = "id text, attrs jsonb, created_at timestamptz, banned boolean, primary_email_address text";
    let mut node = Node::new(&server(&mock)).expect("an instance");
    node.begin(&query("users", columns)).expect("a scan");
    let all = node.rest().expect("rows");
    assert_eq!((all.len(), targets(&mock).len()), (1200, 3));
    for _ in 0..3 {
        node.rescan().expect("a re-scan");
        assert!(node.rest().expect("rows") == all, "a re-scan gives other rows");
    }
    // A new parameter, on newer hosts.
    node.end().expect("an end");
    node.begin(&query("users", columns)).expect("a scan");
    assert!(node.rest().expect("rows") == all, "another scan gives other rows");
    assert_eq!(targets(&mock), [""; 0]);
}

#[test]
fn a_rescan_of_a_scan_cut_short_goes_on_where_it_was() {
    let mock = mock_of(1200);
    let mut node = Node::new(&server(&mock)).expect("an instance");
    node.begin(&query("users", "id text")).expect("a scan");
    // As under a semi-join: a few rows, again and again.
    for rows in [1, 3, 499, 501, 2] {
        for _ in 0..rows {
            node.next_row().expect("a row");
        }
        node.rescan().expect("a re-scan");
    }
    assert_eq!(targets(&mock).len(), 2);
    assert_eq!(first(&node.rest().expect("rows")), ids(&mock, "users"));
    assert_eq!(targets(&mock).len(), 1);
}

#[test]
fn past_the_replay_budget_a_rescan_asks_again() {
    let mock = mock_of(1600);
    let columns = "id text, attrs jsonb";
    // 1600 users are 3 MB.
    for (budget, again) in [("64", 0), ("5", 0), ("1", 4), ("0", 4)] {
        let server = server(&mock).option("replay_budget_mib", budget);
        let mut node = Node::new(&server).expect("an instance");
        node.begin(&query("users", columns)).expect("a scan");
        targets(&mock);
        let all = node.rest().expect("rows");
        assert_eq!(targets(&mock).len(), 4);
        node.rescan().expect("a re-scan");
        assert!(node.rest().expect("rows") == all, "a re-scan gives other rows");
        assert_eq!(targets(&mock).len(), again, "budget {budget}");
        // Again, from the middle.
        node.rescan().expect("a re-scan");
        node.next_row().expect("a row");
        node.rescan().expect("a re-scan");
        assert!(node.rest().expect("rows") == all, "a re-scan gives other rows");
    }
}

#[test]
fn memory_is_one_page_whatever_the_size_of_the_table() {
    let columns = "id text, attrs jsonb, primary_email_address text, created_at timestamptz";
    let peak = |users| {
        let mock = mock_of(users);
        let server = server(&mock).option("replay_budget_mib", "0");
        let outcome = run(&server, &query("users", columns)).expect("rows");
        assert_eq!(outcome.rows.len(), users as usize);
        outcome.peak_memory
    };
    // Both are past what the allocator needs to come to rest.
    let (small, large) = (peak(20_000), peak(60_000));
    assert!(large < small + small / 4, "{small} bytes for 20,000 users, {large} for 60,000");
    assert!(large < 8 << 20, "{large} bytes");
}

#[test]
fn the_replay_stays_within_its_budget() {
    let mock = mock_of(20_000);
    let server = server(&mock).option("replay_budget_mib", "8");
    let outcome = run(&server, &query("users", "id text, attrs jsonb")).expect("rows");
    assert!(outcome.peak_memory < 32 << 20, "{} bytes", outcome.peak_memory);
}

#[test]
fn statistics_are_counted_only_where_asked_for_and_not_at_the_end() {
    let mock = mock_of(700);
    let outcome = scan(&mock, "users", "id text");
    assert_eq!(outcome.stats.calls, 0);
    let server = server(&mock).option("stats", "true");
    let mut node = Node::new(&server).expect("an instance");
    node.begin(&query("users", "id text")).expect("a scan");
    let rows = node.rest().expect("rows").len() as i64;
    let calls = node.did().stats.calls;
    node.end().expect("an end");
    // The host counts by SQL, which Postgres refuses at the end of a scan.
    assert_eq!(node.did().stats.calls, calls);
    let count = |metric| node.did().stats.counters.get(&("ClerkFdw".to_owned(), metric)).copied();
    let bytes: usize = node.did().sent.iter().map(|sent| sent.bytes).sum();
    assert_eq!(count("create_times"), Some(1));
    assert_eq!(count("rows_in"), Some(rows));
    assert_eq!(count("rows_out"), Some(rows));
    assert_eq!(count("bytes_in"), Some(bytes as i64));
}

#[test]
fn a_hundred_thousand_users() {
    let mock = mock_of(100_000);
    let outcome = scan(&mock, "users", "id text, primary_email_address text");
    assert_eq!(outcome.rows.len(), 100_000);
    let distinct: BTreeSet<String> = outcome.rows.iter().map(|row| row[0].to_string()).collect();
    assert_eq!(distinct.len(), 100_000);
    let with_address = outcome.rows.iter().filter(|row| row[1] != Value::Null).count();
    let want = mock.rows("users").iter().filter(|row| !row["primary_email_address_id"].is_null()).count();
    assert_eq!(with_address, want);
    // 500 rows in the first page, 499 new ones in each that follows.
    assert_eq!(targets(&mock).len(), 201);
}
