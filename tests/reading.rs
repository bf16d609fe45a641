//! How the component reads: pages of lists that change during a scan, limits, rescans, and memory.

mod common;

use std::collections::BTreeSet;

use clerk_mock::{Action, Config, Fault, Mock, Size};
use common::{first_column, ids, query, scan, server, targets};
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
fn pages_are_joined_without_missing_or_repeated_rows() {
    // Numbers of rows and of requests. After a full page there may always be another one.
    for (rows, requests) in [(0, 1), (1, 1), (499, 1), (500, 2), (501, 2), (999, 3), (1600, 4)] {
        let mock = mock_of(rows);
        assert_eq!(first_column(&scan(&mock, "users", "id text").rows), ids(&mock, "users"));
        assert_eq!(targets(&mock).len(), requests, "{rows} users");
        let mock = memberships(rows);
        let object = "organization_memberships";
        assert_eq!(first_column(&scan(&mock, object, "id text").rows), ids(&mock, object));
        assert_eq!(targets(&mock).len(), requests, "{rows} memberships");
    }
}

#[test]
fn users_are_read_by_cursor_and_other_lists_by_offset() {
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

/// Scans a list that changes during the scan. Rows that are in the list from the beginning to the end of the scan must
/// be returned exactly once. Rows that are added or deleted during the scan may be returned at most once.
fn check_changes(mock: &Mock, object: &str, changes: Vec<Fault>) {
    let before = ids(mock, object);
    for change in changes {
        mock.fault(change);
    }
    let got = first_column(&scan(mock, object, "id text").rows);
    let after: BTreeSet<String> = ids(mock, object).into_iter().collect();
    let stayed: Vec<&String> = before.iter().filter(|id| after.contains(*id)).collect();
    let kept: Vec<&String> = got.iter().filter(|id| before.contains(id) && after.contains(*id)).collect();
    assert_eq!(kept.len(), stayed.len(), "{object}: rows are missing or returned twice");
    let distinct: BTreeSet<&String> = got.iter().collect();
    assert_eq!(distinct.len(), got.len(), "{object}: rows are returned twice");
    assert!(stayed.iter().all(|id| distinct.contains(id)), "{object}: rows are missing");
}

#[test]
fn added_and_deleted_rows_do_not_affect_other_rows() {
    let delete = |positions: &[usize]| Fault::new(Action::Delete { delete: positions.to_vec() });
    let insert = |rows| Fault::new(Action::Insert { insert: rows });
    let first_hundred: Vec<usize> = (0..100).collect();
    let changes: Vec<(&str, Vec<Fault>)> = vec![
        ("new rows before every request", vec![insert(3).times(20)]),
        ("deletions at the front", vec![delete(&[0]).after(1).times(20)]),
        ("many deletions at the front", vec![delete(&first_hundred).after(2)]),
        ("deletion of the last row read", vec![delete(&[499]).after(1)]),
        ("deletion of the last ten rows read", vec![delete(&(490..500).collect::<Vec<_>>()).after(1)]),
        ("deletion of the cursor row", vec![delete(&[498]).after(1)]),
        ("deletion of the cursor row and its neighbours", vec![delete(&(480..520).collect::<Vec<_>>()).after(1)]),
        (
            "new rows and deletions",
            vec![insert(7).times(10), delete(&[5, 250, 499, 700]).after(1), delete(&[3, 998]).after(2)],
        ),
    ];
    for (name, faults) in changes {
        eprintln!("{name}");
        check_changes(&mock_of(1600), "users", faults.clone());
        check_changes(&memberships(1600), "organization_memberships", faults);
    }
}

/// Some endpoints cannot sort. In their lists, new rows are added at the front and move all others to later positions.
#[test]
fn lists_that_cannot_be_sorted_are_read_completely_despite_new_rows_at_the_front() {
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
fn a_limit_sets_the_size_of_the_first_page_but_does_not_end_the_scan() {
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
    // Postgres may request more rows than the limit, for example in a join.
    let mut node = Node::new(&server(&mock)).expect("an instance");
    node.begin(&query("users", "id text").limit(3)).expect("a scan");
    assert_eq!(first_column(&node.rest().expect("rows")), ids(&mock, "users"));
    assert_eq!(targets(&mock).len(), 4);
}

#[test]
fn no_request_is_made_before_the_first_row_is_needed() {
    let mock = mock_of(10);
    let mut node = Node::new(&server(&mock)).expect("an instance");
    node.begin(&query("users", "id text")).expect("a scan");
    node.rescan().expect("a rescan");
    node.end().expect("an end");
    assert_eq!(targets(&mock), [""; 0]);
    assert_eq!(node.environment().stats.calls, 0);
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
        node.rescan().expect("a rescan");
        assert!(node.rest().expect("rows") == all, "the rescan returns different rows");
    }
    // For a new value of a parameter, newer hosts end the scan and begin another.
    node.end().expect("an end");
    node.begin(&query("users", columns)).expect("a scan");
    assert!(node.rest().expect("rows") == all, "another scan returns different rows");
    assert_eq!(targets(&mock), [""; 0]);
}

#[test]
fn a_rescan_of_an_incomplete_scan_requests_only_the_remaining_pages() {
    let mock = mock_of(1200);
    let mut node = Node::new(&server(&mock)).expect("an instance");
    node.begin(&query("users", "id text")).expect("a scan");
    // In a semi-join, Postgres reads only some rows of each rescan.
    for rows in [1, 3, 499, 501, 2] {
        for _ in 0..rows {
            node.next_row().expect("a row");
        }
        node.rescan().expect("a rescan");
    }
    assert_eq!(targets(&mock).len(), 2);
    assert_eq!(first_column(&node.rest().expect("rows")), ids(&mock, "users"));
    assert_eq!(targets(&mock).len(), 1);
}

#[test]
fn a_rescan_repeats_the_requests_if_the_rows_exceed_the_replay_budget() {
    let mock = mock_of(1600);
    let columns = "id text, attrs jsonb";
    // 1600 users take 3 MB.
    for (budget, requests) in [("64", 0), ("5", 0), ("1", 4), ("0", 4)] {
        let server = server(&mock).option("replay_budget_mib", budget);
        let mut node = Node::new(&server).expect("an instance");
        node.begin(&query("users", columns)).expect("a scan");
        targets(&mock);
        let all = node.rest().expect("rows");
        assert_eq!(targets(&mock).len(), 4);
        node.rescan().expect("a rescan");
        assert!(node.rest().expect("rows") == all, "the rescan returns different rows");
        assert_eq!(targets(&mock).len(), requests, "budget {budget}");
        // A rescan of an incomplete rescan.
        node.rescan().expect("a rescan");
        node.next_row().expect("a row");
        node.rescan().expect("a rescan");
        assert!(node.rest().expect("rows") == all, "the rescan returns different rows");
    }
}

#[test]
fn peak_memory_does_not_depend_on_the_number_of_rows() {
    let columns = "id text, attrs jsonb, primary_email_address text, created_at timestamptz";
    let peak = |users| {
        let mock = mock_of(users);
        let server = server(&mock).option("replay_budget_mib", "0");
        let outcome = run(&server, &query("users", columns)).expect("rows");
        assert_eq!(outcome.rows.len(), users as usize);
        outcome.peak_memory
    };
    // Both are large enough for the allocator's memory to have stopped growing.
    let (small, large) = (peak(20_000), peak(60_000));
    assert!(large < small + small / 4, "{small} bytes for 20,000 users, {large} for 60,000");
    assert!(large < 8 << 20, "{large} bytes");
}

#[test]
fn replayed_rows_stay_within_their_budget() {
    let mock = mock_of(20_000);
    let server = server(&mock).option("replay_budget_mib", "8");
    let outcome = run(&server, &query("users", "id text, attrs jsonb")).expect("rows");
    assert!(outcome.peak_memory < 32 << 20, "{} bytes", outcome.peak_memory);
}

#[test]
fn statistics_are_reported_only_if_enabled_and_never_at_the_end_of_a_scan() {
    let mock = mock_of(700);
    let outcome = scan(&mock, "users", "id text");
    assert_eq!(outcome.stats.calls, 0);
    let server = server(&mock).option("stats", "true");
    let mut node = Node::new(&server).expect("an instance");
    node.begin(&query("users", "id text")).expect("a scan");
    let rows = node.rest().expect("rows").len() as i64;
    let calls = node.environment().stats.calls;
    node.end().expect("an end");
    // The host stores the statistics with SQL statements, which Postgres rejects at the end of a scan.
    assert_eq!(node.environment().stats.calls, calls);
    let count = |metric| node.environment().stats.counters.get(&("ClerkFdw".to_owned(), metric)).copied();
    let bytes: usize = node.environment().sent.iter().map(|sent| sent.bytes).sum();
    assert_eq!(count("create_times"), Some(1));
    assert_eq!(count("rows_in"), Some(rows));
    assert_eq!(count("rows_out"), Some(rows));
    assert_eq!(count("bytes_in"), Some(bytes as i64));
}

#[test]
fn a_hundred_thousand_users_are_read_completely() {
    let mock = mock_of(100_000);
    let outcome = scan(&mock, "users", "id text, primary_email_address text");
    assert_eq!(outcome.rows.len(), 100_000);
    let distinct: BTreeSet<String> = outcome.rows.iter().map(|row| row[0].to_string()).collect();
    assert_eq!(distinct.len(), 100_000);
    let with_address = outcome.rows.iter().filter(|row| row[1] != Value::Null).count();
    let want = mock.rows("users").iter().filter(|row| !row["primary_email_address_id"].is_null()).count();
    assert_eq!(with_address, want);
    // The first page has 500 rows, each following page 499 new rows.
    assert_eq!(targets(&mock).len(), 201);
}
