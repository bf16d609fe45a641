//! SQL in a real Postgres: each file of `tests/sql` is run in a database of its own, and what its statements answer, and
//! the requests that they made, are held against the file of the same name that ends in `.out`. `BLESS=1` rewrites
//! those, for review; `SUBJECT=joins` is for that file alone.
//!
//! Blank lines separate statements. A line `-- fault {…}` gives the mock a fault before the statement below it.

use std::path::{Path, PathBuf};

use clerk_mock::Mock;
use clerk_sandbox::Sandbox;
use clerk_sandbox::answer::Session;

const FAULT: &str = "-- fault ";

fn folder() -> PathBuf {
    component_build::workspace().join("tests/sql")
}

fn files(extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).expect("tests/sql");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths
}

fn subjects() -> Vec<PathBuf> {
    let mut paths = files("sql");
    let subject = std::env::var_os("SUBJECT").filter(|subject| !subject.is_empty());
    paths.retain(|path| subject.is_none() || path.file_stem() == subject.as_deref());
    paths.sort();
    assert!(!paths.is_empty(), "there is no subject {subject:?}");
    paths
}

fn run(sandbox: &Sandbox, sql: &Path) -> String {
    let subject = sql.file_stem().expect("a name").to_string_lossy();
    sandbox.copy(&subject).expect("a database");
    let mut session = Session::new(sandbox, &subject).expect("a session");
    let mut out = String::new();
    for statement in std::fs::read_to_string(sql).expect("the statements").split("\n\n") {
        let statement = statement.trim();
        for line in statement.lines().filter_map(|line| line.strip_prefix(FAULT)) {
            sandbox.mock.fault(serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")));
        }
        let answer = session.answer_with_requests(&sandbox.fill(statement), &sandbox.mock);
        out.push_str(&format!("{statement}\n{}\n", sandbox.unfill(&answer)));
    }
    out
}

#[test]
fn statements_answer_what_is_expected_and_make_the_requests_that_are() {
    for out in files("out") {
        assert!(out.with_extension("sql").exists(), "{} is of no subject", out.display());
    }
    let sandbox = Sandbox::start(Mock::with_users(1200).expect("a mock")).expect("a sandbox");
    let mut differing = Vec::new();
    for sql in subjects() {
        let (got, path) = (run(&sandbox, &sql), sql.with_extension("out"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &got).expect("the expectation is written");
        }
        let want = std::fs::read_to_string(&path).unwrap_or_default();
        if let Some((at, (got, want))) = first_difference(&got, &want) {
            differing.push(format!("{}:{at}\n  expected: {want}\n  got:      {got}", path.display()));
        }
    }
    assert_eq!(sandbox.cluster.crashes().expect("the log"), [""; 0]);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The first line, from 1, in which two texts differ, and both of that line.
fn first_difference<'t>(got: &'t str, want: &'t str) -> Option<(usize, (&'t str, &'t str))> {
    let end = got.lines().count().max(want.lines().count());
    let pairs =
        (0..end).map(|at| (got.lines().nth(at).unwrap_or("(nothing)"), want.lines().nth(at).unwrap_or("(nothing)")));
    (1..).zip(pairs).find(|(_, (got, want))| got != want)
}
