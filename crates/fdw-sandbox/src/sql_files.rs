//! Runs SQL files, each in a new database, and compares the results of the statements, and the requests that they made,
//! with the file of the same name that ends in `.out`.
//!
//! Blank lines separate statements. A comment `-- fault {…}` of a statement injects that fault, and with a comment
//! `-- count requests`, their number is shown in place of the requests. `BLESS=1` rewrites the `.out` files, for review.
//! `SUBJECT=joins` runs only `joins.sql`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::session::Session;
use crate::{Host, Provider, Sandbox};

const FAULT: &str = "-- fault ";

const COUNT: &str = "-- count requests";

/// Extension of the file with the output on [`Host::Released`], if it differs from that on [`Host::Newest`]. Comments in
/// the SQL file say why.
const RELEASED: &str = "released";

/// A folder of SQL files, and the host that they run on.
pub struct SqlFiles {
    /// The folder.
    pub folder: PathBuf,
    /// The host.
    pub host: Host,
    /// SQL files that end the backend on [`Host::Released`], by name. They do not run there.
    pub crashing: &'static [&'static str],
}

impl SqlFiles {
    /// Runs the files in a sandbox on the host, and fails if their output differs from the expected one.
    pub fn check<P: Provider>(&self, sandbox: &Sandbox<P>) -> Result<()> {
        for out in self.files("out")?.into_iter().chain(self.files(RELEASED)?) {
            ensure!(out.with_extension("sql").exists(), "{} has no SQL file", out.display());
        }
        let mut differing = Vec::new();
        for sql in self.subjects()? {
            let got = run(sandbox, &sql).with_context(|| format!("{}", sql.display()))?;
            if std::env::var_os("BLESS").is_some() {
                self.bless(&sql, &got)?;
            }
            let path = self.expected(&sql);
            let want = std::fs::read_to_string(&path).unwrap_or_default();
            if let Some((at, (got, want))) = first_difference(&got, &want) {
                differing.push(format!("{}:{at}\n  expected: {want}\n  got:      {got}", path.display()));
            }
        }
        let crashes = sandbox.cluster.crashes()?;
        ensure!(crashes.is_empty(), "the server crashed: {crashes:?}");
        ensure!(differing.is_empty(), "{}", differing.join("\n"));
        Ok(())
    }

    fn files(&self, extension: &str) -> Result<Vec<PathBuf>> {
        let entries = std::fs::read_dir(&self.folder).with_context(|| format!("{}", self.folder.display()))?;
        let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
        paths.retain(|path| path.extension().is_some_and(|found| found == extension));
        Ok(paths)
    }

    /// The SQL files that run.
    fn subjects(&self) -> Result<Vec<PathBuf>> {
        let mut paths = self.files("sql")?;
        let subject = std::env::var_os("SUBJECT").filter(|subject| !subject.is_empty());
        paths.retain(|path| subject.is_none() || path.file_stem() == subject.as_deref());
        if paths.is_empty() {
            bail!("{} has no SQL file for {subject:?}", self.folder.display());
        }
        if self.host == Host::Released {
            paths.retain(|path| path.file_stem().is_some_and(|stem| !self.crashing.iter().any(|name| stem == *name)));
        }
        paths.sort();
        Ok(paths)
    }

    /// The file with the expected output of a SQL file.
    fn expected(&self, sql: &Path) -> PathBuf {
        let released = sql.with_extension(RELEASED);
        if self.host == Host::Released && released.exists() { released } else { sql.with_extension("out") }
    }

    /// Writes the expected output. That of [`Host::Released`] has a file only if it differs from that of [`Host::Newest`].
    fn bless(&self, sql: &Path, got: &str) -> Result<()> {
        let newest = sql.with_extension("out");
        let released = sql.with_extension(RELEASED);
        match self.host {
            Host::Newest => std::fs::write(newest, got)?,
            Host::Released if std::fs::read_to_string(newest).is_ok_and(|newest| newest == got) => {
                if released.exists() {
                    std::fs::remove_file(released)?;
                }
            }
            Host::Released => std::fs::write(released, got)?,
        }
        Ok(())
    }
}

/// Runs a SQL file, and returns its statements, each followed by its output.
fn run<P: Provider>(sandbox: &Sandbox<P>, sql: &Path) -> Result<String> {
    let subject = sql.file_stem().context("a file without a name")?.to_string_lossy();
    sandbox.copy(&subject)?;
    sandbox.provider.reset();
    let mut session = Session::new(sandbox, &subject)?;
    let mut out = String::new();
    for statement in std::fs::read_to_string(sql)?.split("\n\n") {
        let statement = statement.trim();
        for fault in statement.lines().filter_map(|line| line.strip_prefix(FAULT)) {
            sandbox.provider.fault(fault).with_context(|| fault.to_owned())?;
        }
        let mut output = session.run_with_requests(&sandbox.fill(statement), &sandbox.provider);
        if statement.lines().any(|line| line == COUNT) {
            output = with_number_of_requests(&output);
        }
        out.push_str(&format!("{statement}\n{}\n", sandbox.unfill(&output)));
    }
    Ok(out)
}

/// An output in which the number of requests replaces the requests.
fn with_number_of_requests(output: &str) -> String {
    let (requests, others): (Vec<&str>, Vec<&str>) = output.lines().partition(|line| line.starts_with("-> "));
    others.iter().map(|line| format!("{line}\n")).collect::<String>() + &format!("-> {} requests\n", requests.len())
}

/// Number, from 1, of the first line in which two texts differ, and that line of both texts.
fn first_difference<'t>(got: &'t str, want: &'t str) -> Option<(usize, (&'t str, &'t str))> {
    let end = got.lines().count().max(want.lines().count());
    let pairs =
        (0..end).map(|at| (got.lines().nth(at).unwrap_or("(nothing)"), want.lines().nth(at).unwrap_or("(nothing)")));
    (1..).zip(pairs).find(|(_, (got, want))| got != want)
}
