//! Runs a number of queries, and fails if any results differ.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use fdw_sandbox::{Provider, Sandbox};

use crate::Subject;
use crate::choices::{Choices, shrink};
use crate::generate::generate;
use crate::run::{Differ, Verdict};

/// Maximum number of simpler queries that shrinking tries. Each of them runs on both sides.
pub const TRIES: usize = 300;

/// Number of threads that run queries. Each has a connection, whose backend does the work.
const THREADS: u64 = 2;

/// Number of queries from which on nearly all kinds of queries occur.
const MANY: u64 = 800;

/// The number in an environment variable.
pub fn number(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).unwrap_or_default();
    if text.is_empty() { default } else { text.parse().unwrap_or_else(|_| panic!("{name}={text} is not a number")) }
}

/// Texts that at least one query of a run must contain, so that the generator covers all kinds of queries. The names of
/// the tables are required in addition.
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

/// A run of the suite on a sandbox, whose database has the copies.
pub struct Suite<'s, P> {
    /// The sandbox. Its data does not depend on the seed, because the query that a seed generates depends on the data.
    pub sandbox: &'s Sandbox<P>,
    /// The tables.
    pub subject: &'s Subject,
    /// The number of queries, unless the environment variable `QUERIES` sets it.
    pub default_queries: u64,
    /// What must be set in the environment, besides the seed, to repeat a query, such as `USERS=90`.
    pub environment: String,
    /// Texts that at least one query must contain, besides those that every suite requires.
    pub forms: Vec<String>,
}

impl<P: Provider + Sync> Suite<'_, P> {
    /// Runs the queries, and panics if the results of any differ.
    pub fn run(&self) {
        let (seed, queries) = (number("SEED", 1), number("QUERIES", self.default_queries));
        let tally = Tally::default();
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| self.work(seed, queries, &tally));
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
        if queries >= MANY {
            assert!(empty <= queries / 2 && failed <= queries / 50, "{empty} queries without rows, {failed} failed");
            assert!(slow <= queries / 100, "{slow} queries cancelled");
            let text = tally.text.into_inner().unwrap_or_else(PoisonError::into_inner);
            let names = self.subject.tables.iter().map(|table| format!("}}.{} ", table.name));
            let forms = FORMS.iter().map(ToString::to_string).chain(self.forms.iter().cloned());
            let missing: Vec<String> = forms.chain(names).filter(|form| !text.contains(form)).collect();
            assert!(missing.is_empty(), "no query contains {missing:?}");
        }
        assert_eq!(self.sandbox.cluster.crashes().expect("the log"), [""; 0]);
    }

    /// Runs queries until `queries` of them have been started by all threads together.
    fn work(&self, seed: u64, queries: u64, tally: &Tally) {
        let mut differ = Differ::new(self.sandbox);
        let repeat = |at: u64| format!("SEED={} {} QUERIES=1", seed + at, self.environment);
        loop {
            let at = tally.next.fetch_add(1, Ordering::Relaxed);
            if at >= queries {
                return;
            }
            // Nobody reads the journal, which would grow with every request.
            self.sandbox.provider.take_journal();
            if at > 0 && at.is_multiple_of(1000) {
                println!("{at} of {queries}");
            }
            let (test, choices) = generate(Choices::random(seed + at), self.subject);
            tally.text.lock().unwrap_or_else(PoisonError::into_inner).push_str(&test.text());
            match differ.check(&test) {
                Verdict::Same { rows: 0 } => drop(tally.empty.fetch_add(1, Ordering::Relaxed)),
                Verdict::Same { .. } => {}
                Verdict::BothFail => drop(tally.failed.fetch_add(1, Ordering::Relaxed)),
                Verdict::TooSlow => {
                    println!("too slow: {}\n{}", repeat(at), test.text());
                    tally.slow.fetch_add(1, Ordering::Relaxed);
                }
                Verdict::Differ(_) => {
                    let text = format!("{}\n{}", repeat(at), self.simplest(&mut differ, choices));
                    println!("{text}");
                    tally.mismatches.lock().unwrap_or_else(PoisonError::into_inner).push(text);
                }
            }
        }
    }

    /// The simplest test found whose results differ, with the results of both sides.
    pub fn simplest(&self, differ: &mut Differ<P>, choices: Vec<u32>) -> String {
        let mut fails = |made: &[u32]| differ.differs(&generate(Choices::given(made.to_vec()), self.subject).0);
        let choices = shrink(choices, TRIES, &mut fails);
        differ.explain(&generate(Choices::given(choices), self.subject).0)
    }
}
