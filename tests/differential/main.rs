//! Any query on the foreign tables answers what the same query on local copies of the data answers. A seeded generator
//! makes queries; both sides run them; answers are compared as multisets, or as lists under a total order.
//!
//! `QUERIES=20000 SEED=7 make differential` runs that many from that seed on, `USERS` says how large the instance is. A
//! mismatch is printed with its seed, shrunk.

mod choices;
mod conditions;
mod generate;
mod run;
mod tables;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use choices::{Choices, shrink};
use clerk_mock::{Config, Mock, Size};
use clerk_sandbox::Sandbox;
use generate::generate;
use run::{Differ, Verdict};
use tables::{Kind, Table};

/// A try runs the query on both sides.
const TRIES: usize = 300;

/// One for each core of a small machine: a scan works in the backend, not here.
const THREADS: u64 = 2;

fn number(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).unwrap_or_default();
    if text.is_empty() { default } else { text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")) }
}

/// What some of the queries of a run have to have. The columns of times are asked for beside these.
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
    mismatches: Mutex<Vec<String>>,
    /// The queries that were run.
    text: Mutex<String>,
    next: AtomicU64,
    empty: AtomicU64,
    failed: AtomicU64,
    slow: AtomicU64,
}

/// Runs queries until there are no more.
fn work(sandbox: &Sandbox, tables: &[Table], seed: u64, queries: u64, tally: &Tally) {
    let mut differ = Differ::new(sandbox);
    loop {
        let at = tally.next.fetch_add(1, Ordering::Relaxed);
        if at >= queries {
            return;
        }
        if at > 0 && at.is_multiple_of(1000) {
            println!("{at} of {queries}");
        }
        let (test, made) = generate(Choices::random(seed + at), tables);
        tally.text.lock().unwrap_or_else(PoisonError::into_inner).push_str(&test.text());
        match differ.check(&test) {
            Verdict::Same { rows: 0 } => drop(tally.empty.fetch_add(1, Ordering::Relaxed)),
            Verdict::Same { .. } => {}
            Verdict::BothFail => drop(tally.failed.fetch_add(1, Ordering::Relaxed)),
            Verdict::TooSlow => {
                println!("SEED={} USERS={} QUERIES=1 is stopped\n{}", seed + at, users(), test.text());
                tally.slow.fetch_add(1, Ordering::Relaxed);
            }
            Verdict::Differ(_) => {
                let mut fails = |made: &[u32]| differ.differs(&generate(Choices::given(made.to_vec()), tables).0);
                let made = shrink(made, TRIES, &mut fails);
                let (test, _) = generate(Choices::given(made), tables);
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

/// The data is the same whatever the seed: a query is made of it.
fn sandbox(users: u32) -> (Sandbox, Vec<Table>) {
    let mock = Mock::start(&Config { size: Size::of_users(users), ..Config::default() }).expect("a mock");
    let sandbox = Sandbox::start(mock).expect("a sandbox");
    let tables = tables::make(&mut sandbox.client().expect("a connection"), &sandbox.mock);
    (sandbox, tables)
}

#[test]
fn foreign_tables_answer_as_local_copies_do() {
    let (seed, queries) = (number("SEED", 1), number("QUERIES", 800));
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
        "{queries} queries: {} mismatches, {empty} without rows, {failed} that fail on both sides, {slow} stopped",
        mismatches.len()
    );
    assert!(mismatches.is_empty(), "{} mismatches:\n{}", mismatches.len(), mismatches.join("\n"));
    // A generator whose queries say nothing would find nothing.
    if queries >= 800 {
        assert!(empty <= queries / 2 && failed <= queries / 50, "{empty} without rows, {failed} fail");
        assert!(slow <= queries / 100, "{slow} stopped");
        let text = tally.text.into_inner().unwrap_or_else(PoisonError::into_inner);
        let users = tables.iter().filter(|table| table.name == "users").flat_map(|table| &table.columns);
        let times = users.filter(|column| column.kind == Kind::Time).map(|column| format!(".{} ", column.name));
        let names = tables.iter().map(|table| format!("}}.{} ", table.name));
        let forms = FORMS.iter().map(ToString::to_string);
        let missing: Vec<String> = forms.chain(times).chain(names).filter(|form| !text.contains(form)).collect();
        assert!(missing.is_empty(), "no query has {missing:?}");
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
        let (test, made) = generate(Choices::random(seed), &tables);
        differ.differs(&test).then_some(made)
    });
    let mut fails = |made: &[u32]| differ.differs(&generate(Choices::given(made.to_vec()), &tables).0);
    let made = shrink(found.expect("a query that shows it"), TRIES, &mut fails);
    let text = differ.explain(&generate(Choices::given(made), &tables).0);
    let statement = text.lines().next().unwrap_or_default();
    assert!(statement.contains("first_name") && statement.len() < 250, "{text}");
    assert!(text.contains("Eve"), "{text}");
}
