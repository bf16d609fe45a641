//! `clerk-bench` measures the cost of queries in Postgres with a mock Clerk. It writes the results into
//! `docs/performance.md`, the plots of that page, and `target/bench/bench.json`.

mod actual;
mod baseline;
mod by_hand;
mod chart;
mod contestants;
mod machine;
mod measurement;
mod page;
mod planning;
mod plots;
mod results;
mod scans;
mod stage;
mod statements;
mod text;

use std::fs;

use anyhow::{Context, Result};
use clap::Parser;
use serde_json::{Value, json};

use contestants::{Component, SHIPPED};
use machine::Machine;
use measurement::Measurement;
use page::Page;
use results::Results;
use stage::{Columns, Stage};
use statements::EXPLAINED_TABLES;

/// Measures the cost of queries and updates docs/performance.md
#[derive(Parser)]
struct Arguments {
    /// Leave out the slowest measurements, which are scans of 200,000 users, and about half of the runs
    #[arg(long)]
    quick: bool,
    /// Number of runs of each statement that takes milliseconds (default: 15, with --quick 7)
    #[arg(long)]
    runs: Option<usize>,
    /// Number of runs of each statement that takes seconds (default: 5, with --quick 3)
    #[arg(long)]
    scan_runs: Option<usize>,
}

impl Arguments {
    fn runs(&self) -> usize {
        self.runs.unwrap_or(if self.quick { 7 } else { 15 }).max(1)
    }

    fn scan_runs(&self) -> usize {
        self.scan_runs.unwrap_or(if self.quick { 3 } else { 5 }).max(1)
    }

    /// Numbers of users with which scans are measured.
    fn users(&self) -> &'static [u32] {
        if self.quick { &[1_000, scans::USERS] } else { &[1_000, scans::USERS, 200_000] }
    }
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let workspace = component_build::workspace();
    let folder = workspace.join("target/bench");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    eprintln!("Building the components ...");
    let components = contestants::components(&folder)?;
    eprintln!("Starting Postgres and the mocks ...");
    let stage = Stage::set_up(components, arguments.users(), scans::USERS)?;
    by_hand::check_rows(&stage, SHIPPED, 1_000)?;
    let measurements = measurements(&arguments, &stage)?;
    let results = measure(&measurements)?;
    let machine = Machine::this()?;
    let file = folder.join("bench.json");
    fs::write(&file, format!("{:#}\n", report(&arguments, &machine, &stage.components, &results)))?;
    eprintln!("The results are in {}.", file.display());
    let docs = workspace.join("docs");
    plots::draw(&docs.join("performance"), &results, arguments.users())?;
    let page =
        Page { machine: &machine, components: &stage.components, measurements: &measurements, results: &results };
    page.write(&docs.join("performance.md"))
}

/// All measurements, in the order in which they run.
fn measurements<'a>(arguments: &Arguments, stage: &'a Stage) -> Result<Vec<Measurement<'a>>> {
    let (runs, scan_runs) = (arguments.runs(), arguments.scan_runs());
    let mut all = Vec::new();
    for tables in EXPLAINED_TABLES {
        all.push(statements::explain(stage, tables, runs)?);
    }
    all.push(planning::by_id(stage, runs)?);
    all.push(planning::all_users(stage, runs)?);
    all.push(statements::by_id(stage, runs)?);
    all.push(statements::import(stage, runs)?);
    all.push(statements::join(stage, scan_runs)?);
    for users in arguments.users() {
        // One round of the largest scans takes two minutes.
        let runs = if *users > scans::USERS { scan_runs.min(3) } else { scan_runs };
        for columns in [Columns::Three, Columns::NoJson, Columns::All] {
            all.push(scans::scan(stage, *users, columns, runs)?);
        }
        all.push(scans::guest_memory(stage, *users)?);
    }
    Ok(all)
}

/// Runs the measurements and reports the progress on standard error.
fn measure(measurements: &[Measurement<'_>]) -> Result<Results> {
    let mut results = Results::default();
    for (at, measurement) in measurements.iter().enumerate() {
        let (title, runs) = (&measurement.title, measurement.runs);
        eprintln!("{} of {}: {title} ({runs} runs of each contestant) ...", at + 1, measurements.len());
        measurement.measure(&mut results)?;
        eprintln!("    {}", measurement.medians(&results));
    }
    Ok(results)
}

/// The results as JSON, for programs.
fn report(arguments: &Arguments, machine: &Machine, components: &[Component], results: &Results) -> Value {
    json!({
        "machine": machine,
        "quick": arguments.quick,
        "contestants": components.iter().map(Component::describe).collect::<Vec<_>>(),
        "measurements": results.measured(),
        "ratios": results.ratios(),
    })
}
