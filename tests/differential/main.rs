//! Generated queries return the same rows from the foreign tables as from local copies of the data. Results are
//! compared as multisets, or as lists if the query has a total order.
//!
//! `QUERIES=20000 SEED=7 make differential` runs 20,000 queries, the first of them generated from seed 7, the next from
//! seed 8, and so on. `USERS` is the number of users in the mock. A query whose results differ is shrunk to a simpler
//! one and printed with its seed.

mod choices;
mod conditions;
mod generate;
mod run;
mod tables;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use choices::{Choices, shrink};
use clerk_mock::{Config, Mock, Size};
use fdw_sandbox::{Host, Sandbox};
use generate::generate;
use run::{Differ, Verdict};
use tables::{Kind, Table};

/// Maximum number of simpler queries that shrinking tries. Each of them runs on both sides.
const TRIES: usize = 300;

/// The number of queries, unless `QUERIES` sets it.
fn default_queries() -> u64 {
    // Most of what this suite can find does not depend on the host.
    if Host::of_tests(env!("CARGO_PKG_NAME")) == Host::Released { 100 } else { 800 }
}

/// Number of threads that run queries. Each has a connection, whose backend does the work.
const THREADS: u64 = 2;

fn number(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).unwrap_or_default();
    if text.is_empty() { default } else { text.parse().unwrap_or_else(|_| panic!("{name}={text} is not a number")) }
}

/// Texts that at least one query of a run must contain, so that the generator covers all kinds of queries. The names of
/// the tables and of the time columns of users are required in addition.
const FORMS: [&str; 30] = [
    " <> ",
    " <= ",
    " in (",
    "not in (",
    "= any (",
    "is null",
    "is not null",
    " like ",
    "ilike",
    "is not true",
    "::date",
    "::text",
    " between ",
    "left join",
    "full join",
    "local.",
    "exists (",
    "not exists (",
    " in (select",
    "(select count",
    "with t",
    "materialized (",
    "union",
    "except",
    "select distinct",
    "rollup (",
    " over (partition",
    "lateral (",
    " offset ",
    "null::",
];

#[derive(Default)]
struct Tally {
    /// Descriptions of queries whose results differ.
    mismatches: Mutex<Vec<String>>,
    /// The texts of all queries, concatenated.
    text: Mutex<String>,
    /// Number of queries started.
    next: AtomicU64,
    /// Number of queries without rows.
    empty: AtomicU64,
    /// Number of queries that failed on both sides.
    failed: AtomicU64,
    /// Number of queries that were cancelled by the time limit.
    slow: AtomicU64,
}

/// Runs queries until `queries` of them have been started by all threads together.
fn work(sandbox: &Sandbox<Mock>, tables: &[Table], seed: u64, queries: u64, tally: &Tally) {
    let mut differ = Differ::new(sandbox);
    loop {
        let at = tally.next.fetch_add(1, Ordering::Relaxed);
        if at >= queries {
            return;
        }
        if at > 0 && at.is_multiple_of(1000) {
            println!("{at} of {queries}");
        }
        let (test, choices) = generate(Choices::random(seed + at), tables);
        tally.text.lock().unwrap_or_else(PoisonError::into_inner).push_str(&test.text());
        match differ.check(&test) {
            Verdict::Same { rows: 0 } => drop(tally.empty.fetch_add(1, Ordering::Relaxed)),
            Verdict::Same { .. } => {}
            Verdict::BothFail => drop(tally.failed.fetch_add(1, Ordering::Relaxed)),
            Verdict::TooSlow => {
                println!("too slow: SEED={} USERS={} QUERIES=1\n{}", seed + at, users(), test.text());
                tally.slow.fetch_add(1, Ordering::Relaxed);
            }
            Verdict::Differ(_) => {
                let mut fails = |made: &[u32]| differ.differs(&generate(Choices::given(made.to_vec()), tables).0);
                let choices = shrink(choices, TRIES, &mut fails);
                let (test, _) = generate(Choices::given(choices), tables);
                let text = format!("SEED={} USERS={} QUERIES=1\n{}", seed + at, users(), differ.explain(&test));
                println!("{text}");
                tally.mismatches.lock().unwrap_or_else(PoisonError::into_inner).push(text);
            }
        }
    }
}

fn users() -> u32 {
    number("USERS", 90) as u32
}

/// A sandbox with the tables of both sides. Its data does not depend on the seed, because the query that a seed
/// generates depends on the data.
fn sandbox(users: u32) -> (Sandbox<Mock>, Vec<Table>) {
    let mock = Mock::start(&Config { size: Size::of_users(users), ..Config::default() }).expect("a mock");
    let sandbox = Sandbox::start(Host::of_tests(env!("CARGO_PKG_NAME")), mock).expect("a sandbox");
    let tables = tables::make(&mut sandbox.client().expect("a connection"), &sandbox.provider);
    (sandbox, tables)
}

#[test]
fn foreign_tables_return_the_same_rows_as_local_copies() {
    let (seed, queries) = (number("SEED", 1), number("QUERIES", default_queries()));
    let (sandbox, tables) = sandbox(users());
    let tally = Tally::default();
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| work(&sandbox, &tables, seed, queries, &tally));
        }
    });
    let (empty, failed, slow) = (tally.empty.into_inner(), tally.failed.into_inner(), tally.slow.into_inner());
    let mismatches = tally.mismatches.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!(
        "{queries} queries: {} mismatches, {empty} without rows, {failed} failed on both sides, {slow} cancelled",
        mismatches.len()
    );
    assert!(mismatches.is_empty(), "{} mismatches:\n{}", mismatches.len(), mismatches.join("\n"));
    // If most queries returned nothing or failed, the comparison would prove little.
    if queries >= 800 {
        assert!(empty <= queries / 2 && failed <= queries / 50, "{empty} queries without rows, {failed} failed");
        assert!(slow <= queries / 100, "{slow} queries cancelled");
        let text = tally.text.into_inner().unwrap_or_else(PoisonError::into_inner);
        let users = tables.iter().filter(|table| table.name == "users").flat_map(|table| &table.columns);
        let times = users.filter(|column| column.kind == Kind::Time).map(|column| format!(".{} ", column.name));
        let names = tables.iter().map(|table| format!("}}.{} ", table.name));
        let forms = FORMS.iter().map(ToString::to_string);
        let missing: Vec<String> = forms.chain(times).chain(names).filter(|form| !text.contains(form)).collect();
        assert!(missing.is_empty(), "no query contains {missing:?}");
    }
    assert_eq!(sandbox.cluster.crashes().expect("the log"), [""; 0]);
}

#[test]
fn a_difference_is_found_and_shrunk() {
    let (sandbox, tables) = sandbox(20);
    let wrong = "update local.users set first_name = 'Eve' where id = (select min(id) from local.users)";
    sandbox.client().expect("a connection").batch_execute(wrong).expect("a wrong copy");
    let mut differ = Differ::new(&sandbox);
    let found = (0..1000).find_map(|seed| {
        let (test, choices) = generate(Choices::random(seed), &tables);
        differ.differs(&test).then_some(choices)
    });
    let mut fails = |made: &[u32]| differ.differs(&generate(Choices::given(made.to_vec()), &tables).0);
    let choices = shrink(found.expect("a query with different results"), TRIES, &mut fails);
    let text = differ.explain(&generate(Choices::given(choices), &tables).0);
    let statement = text.lines().next().unwrap_or_default();
    assert!(statement.contains("first_name") && statement.len() < 250, "{text}");
    assert!(text.contains("Eve"), "{text}");
}
