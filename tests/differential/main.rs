//! Generated queries return the same rows from the foreign tables as from local copies of the data, which a mock of Clerk's
//! API has (see [`differential`]). `USERS` is the number of users in the mock.

mod tables;

use clerk_mock::{Config, Mock, Size};
use differential::choices::Choices;
use differential::generate::generate;
use differential::run::Differ;
use differential::tables::Kind;
use differential::{Json, Subject, Suite, number};
use fdw_sandbox::{Host, Sandbox};

/// What conditions on metadata and whole objects contain.
const JSON: Json =
    Json { keys: &["role", "plan", "tier", "id", "note"], text: "admin", part: r#"{"plan": {"name": "pro"}}"# };

/// The number of queries, unless `QUERIES` sets it.
fn default_queries() -> u64 {
    // Most of what this suite can find does not depend on the host.
    if Host::of_tests(env!("CARGO_PKG_NAME")) == Host::Released { 100 } else { 800 }
}

fn users() -> u32 {
    number("USERS", 90) as u32
}

/// A sandbox with the tables of both sides.
fn sandbox(users: u32) -> (Sandbox<Mock>, Subject) {
    let mock = Mock::start(&Config { size: Size::of_users(users), ..Config::default() }).expect("a mock");
    let sandbox = Sandbox::start(Host::of_tests(env!("CARGO_PKG_NAME")), mock).expect("a sandbox");
    let tables = tables::make(&mut sandbox.client().expect("a connection"), &sandbox.provider);
    (sandbox, Subject { tables, json: JSON })
}

fn suite<'s>(sandbox: &'s Sandbox<Mock>, subject: &'s Subject) -> Suite<'s, Mock> {
    let users = subject.tables.iter().filter(|table| table.name == "users").flat_map(|table| &table.columns);
    let times = users.filter(|column| column.kind == Kind::Time).map(|column| format!(".{} ", column.name));
    let environment = format!("USERS={}", self::users());
    Suite { sandbox, subject, default_queries: default_queries(), environment, forms: times.collect() }
}

#[test]
fn foreign_tables_return_the_same_rows_as_local_copies() {
    let (sandbox, subject) = sandbox(users());
    suite(&sandbox, &subject).run();
}

#[test]
fn a_difference_is_found_and_shrunk() {
    let (sandbox, subject) = sandbox(20);
    let wrong = "update local.users set first_name = 'Eve' where id = (select min(id) from local.users)";
    sandbox.client().expect("a connection").batch_execute(wrong).expect("a wrong copy");
    let mut differ = Differ::new(&sandbox);
    let found = (0..1000).find_map(|seed| {
        let (test, choices) = generate(Choices::random(seed), &subject);
        differ.differs(&test).then_some(choices)
    });
    let text = suite(&sandbox, &subject).simplest(&mut differ, found.expect("a query with different results"));
    let statement = text.lines().next().unwrap_or_default();
    assert!(statement.contains("first_name") && statement.len() < 250, "{text}");
    assert!(text.contains("Eve"), "{text}");
}
