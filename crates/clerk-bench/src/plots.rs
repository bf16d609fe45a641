//! The plots of `docs/performance.md`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::chart::{self, Bar, Line};
use crate::contestants::{BASELINE, BY_HAND, DO_NOTHING, PLAIN, REQUESTS_ALONE, SHIPPED};
use crate::results::{Quantity, Results};
use crate::scans;
use crate::stage::Columns;
use crate::statements::{self, EXPLAINED_TABLES};
use crate::text::mebibytes;

/// The contestants that are components.
const COMPONENTS: [&str; 4] = [SHIPPED, PLAIN, BASELINE, DO_NOTHING];

/// Draws the plots into a directory; `users` are the numbers of users that scans were measured with.
pub fn draw(folder: &Path, results: &Results, users: &[u32]) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    start_up(&folder.join("start-up.svg"), results)?;
    tables(&folder.join("tables.svg"), results)?;
    rows(&folder.join("rows.svg"), results, users)?;
    columns(&folder.join("columns.svg"), results)?;
    memory(&folder.join("memory.svg"), results, users)
}

fn start_up(file: &Path, results: &Results) -> Result<()> {
    let explain = statements::explain_name(1);
    let bar = |contestant: &&str| time(results, &explain, contestant).map(|time| ((*contestant).to_owned(), time));
    let bars: Vec<Bar> = COMPONENTS.iter().filter_map(bar).collect();
    chart::bars(file, "EXPLAIN of a query of one table", "milliseconds", &bars)
}

fn tables(file: &Path, results: &Results) -> Result<()> {
    let mut bars: Vec<Bar> = Vec::new();
    for contestant in [SHIPPED, PLAIN, DO_NOTHING] {
        for tables in EXPLAINED_TABLES {
            let time = time(results, &statements::explain_name(tables), contestant);
            bars.extend(time.map(|time| (format!("{contestant}, {}", statements::of_tables(tables)), time)));
        }
    }
    chart::bars(file, "EXPLAIN of a query of several tables", "milliseconds", &bars)
}

fn rows(file: &Path, results: &Results, users: &[u32]) -> Result<()> {
    let lines = [SHIPPED, PLAIN, BY_HAND, REQUESTS_ALONE, DO_NOTHING]
        .map(|contestant| over_users(contestant, users, |name| time(results, name, contestant)));
    chart::lines(file, "A scan of three columns", ("users", "milliseconds"), &with_points(lines.into_iter()))
}

fn columns(file: &Path, results: &Results) -> Result<()> {
    let mut bars: Vec<Bar> = Vec::new();
    for (columns, title) in
        [(Columns::Three, "3 columns"), (Columns::NoJson, "all but jsonb"), (Columns::All, "all columns")]
    {
        for contestant in [SHIPPED, PLAIN, BY_HAND] {
            let time = time(results, &scans::name(scans::USERS, columns), contestant);
            bars.extend(time.map(|time| (format!("{contestant}, {title}"), time)));
        }
    }
    chart::bars(file, "A scan of 20,000 users", "milliseconds", &bars)
}

fn memory(file: &Path, results: &Results, users: &[u32]) -> Result<()> {
    let lines = [
        ("the component, shipped", Quantity::GuestMemory, SHIPPED),
        ("the Postgres backend, shipped", Quantity::BackendMemory, SHIPPED),
        ("the Postgres backend, do-nothing", Quantity::BackendMemory, DO_NOTHING),
        ("the Postgres backend, by-hand", Quantity::BackendMemory, BY_HAND),
    ]
    .map(|(label, quantity, contestant)| {
        over_users(label, users, |name| results.median(name, quantity, contestant).map(mebibytes))
    });
    chart::lines(file, "Peak memory in a scan of three columns", ("users", "MiB"), &with_points(lines.into_iter()))
}

/// A line that shows a value of the scan of three columns for each number of users.
fn over_users(label: &str, users: &[u32], value: impl Fn(&str) -> Option<f64>) -> Line {
    let point = |users: &u32| Some((f64::from(*users), value(&scans::name(*users, Columns::Three))?));
    (label.to_owned(), users.iter().filter_map(point).collect())
}

/// The lines that have points, which are those of the contestants that were measured.
fn with_points(lines: impl Iterator<Item = Line>) -> Vec<Line> {
    lines.filter(|line| !line.1.is_empty()).collect()
}

fn time(results: &Results, measurement: &str, contestant: &str) -> Option<f64> {
    results.median(measurement, Quantity::Time, contestant)
}
