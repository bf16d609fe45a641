//! Runs the SQL files of `tests/sql` in a real Postgres, each in a new database, and compares the results of the
//! statements, and the requests that they made, with the file of the same name that ends in `.out`. `BLESS=1` rewrites
//! the `.out` files, for review. `SUBJECT=joins` runs only `joins.sql`.
//!
//! Blank lines separate statements. A comment `-- fault {…}` of a statement makes the mock inject that fault.

use std::path::{Path, PathBuf};

use clerk_mock::Mock;
use clerk_sandbox::session::Session;
use clerk_sandbox::{Host, Sandbox};

const FAULT: &str = "-- fault ";

/// Extension of the file with the output on [`Host::Released`], if it differs from that on [`Host::Newest`]. Comments in
/// the SQL file say why.
const RELEASED: &str = "released";

/// SQL files that end the backend on [`Host::Released`]. The tests of its crate run such statements one by one.
const CRASHING: [&str; 1] = ["prepared"];

fn folder() -> PathBuf {
    component_build::workspace().join("tests/sql")
}

fn files(extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).expect("tests/sql");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths
}

/// The file with the expected output of a SQL file.
fn expected(sql: &Path) -> PathBuf {
    let released = sql.with_extension(RELEASED);
    if host() == Host::Released && released.exists() { released } else { sql.with_extension("out") }
}

fn host() -> Host {
    Host::of_tests(env!("CARGO_PKG_NAME"))
}

fn subjects() -> Vec<PathBuf> {
    let mut paths = files("sql");
    if host() == Host::Released {
        paths.retain(|path| path.file_stem().is_some_and(|stem| !CRASHING.iter().any(|name| stem == *name)));
    }
    let subject = std::env::var_os("SUBJECT").filter(|subject| !subject.is_empty());
    paths.retain(|path| subject.is_none() || path.file_stem() == subject.as_deref());
    paths.sort();
    assert!(!paths.is_empty() || host() == Host::Released, "tests/sql has no SQL file for {subject:?}");
    paths
}

fn run(sandbox: &Sandbox, sql: &Path) -> String {
    let subject = sql.file_stem().expect("a file name").to_string_lossy();
    sandbox.copy(&subject).expect("a database");
    sandbox.mock.reset();
    let mut session = Session::new(sandbox, &subject).expect("a session");
    let mut out = String::new();
    for statement in std::fs::read_to_string(sql).expect("the statements").split("\n\n") {
        let statement = statement.trim();
        for line in statement.lines().filter_map(|line| line.strip_prefix(FAULT)) {
            sandbox.mock.fault(serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")));
        }
        let output = session.run_with_requests(&sandbox.fill(statement), &sandbox.mock);
        out.push_str(&format!("{statement}\n{}\n", sandbox.unfill(&output)));
    }
    out
}

/// Writes the expected output. That of [`Host::Released`] has a file only if it differs from that of [`Host::Newest`].
fn bless(sql: &Path, got: &str) {
    let newest = sql.with_extension("out");
    let released = sql.with_extension(RELEASED);
    match host() {
        Host::Newest => std::fs::write(newest, got).expect("the output is written"),
        Host::Released if std::fs::read_to_string(newest).is_ok_and(|newest| newest == got) => {
            if released.exists() {
                std::fs::remove_file(released).expect("the output is removed");
            }
        }
        Host::Released => std::fs::write(released, got).expect("the output is written"),
    }
}

#[test]
fn results_and_requests_are_as_expected() {
    for out in files("out").into_iter().chain(files(RELEASED)) {
        assert!(out.with_extension("sql").exists(), "{} has no SQL file", out.display());
    }
    let sandbox = Sandbox::start(host(), Mock::with_users(1200).expect("a mock")).expect("a sandbox");
    let mut differing = Vec::new();
    for sql in subjects() {
        let got = run(&sandbox, &sql);
        if std::env::var_os("BLESS").is_some() {
            bless(&sql, &got);
        }
        let path = expected(&sql);
        let want = std::fs::read_to_string(&path).unwrap_or_default();
        if let Some((at, (got, want))) = first_difference(&got, &want) {
            differing.push(format!("{}:{at}\n  expected: {want}\n  got:      {got}", path.display()));
        }
    }
    assert_eq!(sandbox.cluster.crashes().expect("the log"), [""; 0]);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Number, from 1, of the first line in which two texts differ, and that line of both texts.
fn first_difference<'t>(got: &'t str, want: &'t str) -> Option<(usize, (&'t str, &'t str))> {
    let end = got.lines().count().max(want.lines().count());
    let pairs =
        (0..end).map(|at| (got.lines().nth(at).unwrap_or("(nothing)"), want.lines().nth(at).unwrap_or("(nothing)")));
    (1..).zip(pairs).find(|(_, (got, want))| got != want)
}
