//! Canonical queries, each with all of its requests, in order.

mod common;

use clerk_mock::{Config, Mock, Size};
use common::{query, server, targets};
use wrappers_harness::query::{Qual, Sort};
use wrappers_harness::{Outcome, Server, run};

fn mock() -> Mock {
    let size = Size { users: 300, organizations: 30, memberships: 450, others: 4 };
    Mock::start(&Config { size, ..Config::default() }).expect("a mock")
}

/// Runs a query of columns with conditions, and returns its outcome and its requests. A placeholder `{users.3}` in a
/// condition is replaced by the id of the mock's user at position 3.
fn run_query(server: &Server, mock: &Mock, object: &str, columns: &str, conditions: &[&str]) -> (Outcome, Vec<String>) {
    let mut query = query(object, columns);
    let known = common::query(object, &format!("{columns},{EXTRA}")).columns;
    for condition in conditions {
        query.quals.push(Qual::parse(&fill_ids(mock, condition), &known).expect("a condition"));
    }
    let outcome = run(server, &query).unwrap_or_else(|fault| panic!("{object} {conditions:?}: {fault}"));
    (outcome, targets(mock))
}

/// Columns that the conditions may name, with their types.
const EXTRA: &str = "id text, user_id text, organization_id text, status text, banned boolean, external_id text, \
                     primary_email_address text, last_name text, slug text, subject text, client_id text, \
                     email_address text, created_at timestamptz, updated_at timestamptz, statement_id text, \
                     active boolean, plan_id text";

/// Replaces each placeholder like `{users.3}` in a text by the id of that row of the mock.
fn fill_ids(mock: &Mock, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, placeholder)) = rest.split_once('{') {
        let (name, after) = placeholder.split_once('}').expect("a brace");
        let (object, at) = name.split_once('.').expect("an object and a number");
        let at: usize = at.parse().expect("a number");
        out.push_str(before);
        out.push_str(mock.rows(object)[at]["id"].as_str().expect("an id"));
        rest = after;
    }
    out + rest
}

const USERS: &str = "/users?order_by=%2Bcreated_at&limit=500";

#[test]
fn queries_make_the_expected_requests() {
    let mock = mock();
    let server = server(&mock).option("pushdown_comparisons", "true");
    // Object, columns, conditions, rows, requests.
    type Case = (&'static str, &'static str, &'static [&'static str], usize, &'static [&'static str]);
    let cases: &[Case] = &[
        ("users", "id text", &[], 300, &[USERS]),
        ("users", "", &[], 300, &["/users/count"]),
        ("users", "banned boolean", &["banned = true"], 13, &["/users/count?banned=true"]),
        ("users", "id text", &["id = {users.5}"], 1, &["/users/{users.5}"]),
        ("users", "id text", &["id = nobody"], 0, &["/users/nobody"]),
        (
            "users",
            "id text",
            &["id in {users.5},{users.6},{users.5}"],
            2,
            &["/users?user_id={users.5}&user_id={users.6}&order_by=%2Bcreated_at&limit=500"],
        ),
        (
            "users",
            "id text",
            &["external_id = ext-12"],
            1,
            &["/users?external_id=ext-12&order_by=%2Bcreated_at&limit=500"],
        ),
        (
            "users",
            "id text, updated_at timestamptz",
            &["updated_at > 2023-04-10"],
            10,
            &["/users?order_by=-updated_at&limit=500"],
        ),
        (
            "users",
            "id text, created_at timestamptz",
            &["created_at >= 2023-01-02", "created_at < 2023-01-03"],
            96,
            &["/users?created_at_after=1672617599999&created_at_before=1672704000002&order_by=%2Bcreated_at&limit=500"],
        ),
        ("user_email_addresses", "email_address text", &["user_id = {users.10}"], 1, &["/users/{users.10}"]),
        (
            "user_email_addresses",
            "user_id text",
            &["email_address = old7@example.org"],
            1,
            &["/users?email_address=old7%40example.org&order_by=%2Bcreated_at&limit=500"],
        ),
        (
            "organization_memberships",
            "id text",
            &["organization_id = {organizations.2}"],
            10,
            &["/organizations/{organizations.2}/memberships?order_by=%2Bcreated_at&limit=500"],
        ),
        (
            "organization_memberships",
            "organization_id text",
            &["organization_id = {organizations.2}"],
            10,
            &["/organizations/{organizations.2}/memberships?order_by=%2Bcreated_at&limit=1"],
        ),
        (
            "organization_memberships",
            "id text",
            &["user_id = {users.4}"],
            2,
            &["/users/{users.4}/organization_memberships?limit=500"],
        ),
        ("organization_memberships", "", &[], 450, &["/organization_memberships?order_by=%2Bcreated_at&limit=1"]),
        (
            "sessions",
            "id text",
            &["user_id = {users.1}", "status = active"],
            0,
            &["/sessions?user_id={users.1}&paginated=true&status=active&limit=500"],
        ),
        ("sessions", "id text", &["id = {sessions.0}"], 1, &["/sessions/{sessions.0}"]),
        (
            "invitations",
            "id text",
            &["id = {invitations.1}"],
            1,
            &[
                "/invitations?paginated=true&query={invitations.1}&order_by=%2Bcreated_at&limit=500",
                "/invitations?paginated=true&query={invitations.1}&order_by=%2Bcreated_at&status=revoked&limit=500",
            ],
        ),
        (
            "m2m_tokens",
            "id text",
            &["subject = {machines.0}"],
            2,
            &["/m2m_tokens?subject={machines.0}&revoked=true&expired=true&limit=100"],
        ),
        (
            "billing_payment_attempts",
            "id text",
            &["statement_id = {billing_statements.0}"],
            2,
            &["/billing/statements/{billing_statements.0}/payment_attempts?paginated=true&limit=500"],
        ),
        (
            "enterprise_connections",
            "active boolean",
            &["active = false"],
            3,
            &["/enterprise_connections?active=false&limit=1"],
        ),
        (
            "directory_group_role_mappings",
            "id text",
            &[],
            4,
            &[
                "/directories?limit=500",
                "/directories/{directories.3}/group_role_mappings",
                "/directories/{directories.2}/group_role_mappings",
                "/directories/{directories.1}/group_role_mappings",
                "/directories/{directories.0}/group_role_mappings",
            ],
        ),
        ("instance", "id text", &[], 1, &["/instance"]),
    ];
    for (object, columns, conditions, rows, requests) in cases {
        let (outcome, made) = run_query(&server, &mock, object, columns, conditions);
        let want: Vec<String> = requests.iter().map(|target| fill_ids(&mock, target)).collect();
        assert_eq!(made, want, "{object} {conditions:?}");
        assert_eq!(outcome.rows.len(), *rows, "{object} {conditions:?}");
    }
}

#[test]
fn many_values_are_sent_in_batches_and_each_value_once() {
    let mock = mock();
    let ids: Vec<String> = common::ids(&mock, "users");
    let mut values = ids[..250].to_vec();
    values.extend_from_slice(&ids[..50]);
    let condition = format!("id in {}", values.join(","));
    let (outcome, made) = run_query(&server(&mock), &mock, "users", "id text", &[&condition]);
    assert_eq!((outcome.rows.len(), made.len()), (250, 3));
    let sent: Vec<usize> = made.iter().map(|target| target.matches("user_id=").count()).collect();
    assert_eq!(sent, [100, 100, 50]);
}

#[test]
fn order_by_with_limit_ends_a_scan_only_if_top_n_is_set() {
    let mock = mock();
    for (top_n, want) in [("true", "/users?order_by=-updated_at&limit=3"), ("false", USERS)] {
        let mut query = query("users", "id text, updated_at timestamptz").limit(3);
        query.table_options.insert("top_n".to_owned(), top_n.to_owned());
        query.sorts.push(Sort::parse("updated_at desc", &query.columns).expect("an order"));
        let outcome = run(&server(&mock), &query).expect("rows");
        assert_eq!((outcome.rows.len(), targets(&mock)), (3, vec![want.to_owned()]));
    }
}

#[test]
fn the_option_debug_reports_the_request_and_its_conditions() {
    let mock = mock();
    let server = Server { virtual_time: true, ..server(&mock) }.option("debug", "true");
    let (outcome, _) = run_query(&server, &mock, "users", "id text", &["banned = true", "last_name ~~ 'Hop%'"]);
    let want = "users: GET /users?banned=true&name_query=Hop&order_by=%2Bcreated_at&limit=500 returned ";
    let messages: Vec<String> = outcome.messages.iter().map(|message| format!("{message:?}")).collect();
    let [notice] = messages.as_slice() else { panic!("{messages:?}") };
    assert!(notice.contains(want), "{notice}");
    assert!(notice.contains("banned = is pushed down exactly; last_name ~~ is pushed down inexactly"), "{notice}");
}
