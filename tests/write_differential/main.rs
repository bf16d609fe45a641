//! Random series of INSERT, UPDATE and DELETE have the same effect on the foreign tables as on a model: ordinary tables
//! with rules for what Clerk does. After every twenty statements, all tables are compared.
//!
//! `STEPS=5000 SEED=7 make write-differential` runs 5,000 statements in series of fifty, the first of them generated
//! from seed 7, the next from seed 8, and so on, and a twentieth as many statements on hundreds of rows. A series after
//! which the sides differ is shortened and printed with its seed.

mod access;
mod generate;
mod long_lists;
mod model;
mod organizations;
mod random;
mod run;
mod statement;
mod users;

use clerk_mock::{Config, Mock, Size};
use fdw_sandbox::{Host, Sandbox};
use generate::Generator;
use run::{Outcome, Runner};
use statement::Step;

/// Number of statements, unless `STEPS` sets it.
const STEPS: u64 = 200;

/// Number of statements of a series.
const SERIES: u64 = 50;

/// Number of statements after which all tables are compared.
const COMPARED_AFTER: usize = 20;

/// Rows of the mock for series of many kinds of statements. Their lists have one page.
const SMALL: Size = Size { users: 40, organizations: 8, memberships: 60, others: 12 };

/// Rows of the mock for statements on hundreds of rows. A page has 500 rows.
const LARGE: Size = Size { users: 640, organizations: 60, memberships: 900, others: 12 };

/// Number of statements on hundreds of rows in a series.
const WIDE_SERIES: u64 = 5;

fn number(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).unwrap_or_default();
    if text.is_empty() { default } else { text.parse().unwrap_or_else(|_| panic!("{name}={text} is not a number")) }
}

fn sandbox(size: Size) -> Sandbox<Mock> {
    let mock = Mock::start(&Config { size, ..Config::default() }).expect("a mock");
    Sandbox::start(Host::of_tests(env!("CARGO_PKG_NAME")), mock).expect("a sandbox")
}

/// What the statements of all series did.
#[derive(Default)]
struct Tally {
    /// Number of statements that wrote no row, one row, and several.
    by_rows: [u64; 3],
    /// Number of statements that both sides refused.
    refused: u64,
    /// The texts of the statements for the foreign tables.
    text: String,
}

type Generate = fn(&mut Generator, usize) -> Step;

/// Runs a series. Returns the statements after which the sides differ, or none.
fn run_series(runner: &mut Runner, seed: u64, steps: u64, generate: Generate, tally: &mut Tally) -> Option<Vec<Step>> {
    runner.reset();
    let mut generator = Generator::new(seed, runner.sandbox.client().expect("a connection"));
    let mut series = Vec::new();
    for at in 0..steps as usize {
        let step = generate(&mut generator, at);
        series.push(step.clone());
        tally.text.push_str(&step.sql[0]);
        tally.text.push('\n');
        match runner.execute(&step) {
            Outcome::Done { rows } => tally.by_rows[(rows as usize).min(2)] += 1,
            Outcome::Refused => tally.refused += 1,
            Outcome::Undefined(why) => panic!("SEED={seed}: {}\n{why}", step.sql[0]),
            Outcome::Differ(_) => return Some(series),
        }
        let is_compared = (at + 1).is_multiple_of(COMPARED_AFTER) || at + 1 == steps as usize;
        if is_compared && !model::differences(&mut runner.client).is_empty() {
            return Some(series);
        }
    }
    None
}

/// Runs series of this length until they have `STEPS` statements, divided by a number.
fn run_all(runner: &mut Runner, divisor: u64, series: u64, generate: Generate) -> Tally {
    let steps = (number("STEPS", STEPS) / divisor).max(1);
    let (first, mut tally, mut failures) = (number("SEED", 1), Tally::default(), Vec::new());
    for at in 0..steps.div_ceil(series) {
        let count = series.min(steps - at * series);
        if let Some(failed) = run_series(runner, first + at, count, generate, &mut tally) {
            let text = format!("SEED={} STEPS={}\n{}", first + at, count * divisor, runner.shrink(&failed));
            println!("{text}");
            failures.push(text);
        }
    }
    let Tally { by_rows: [none, one, several], refused, .. } = tally;
    println!(
        "{steps} statements: {several} wrote several rows, {one} one row, {none} none, {refused} were refused; {} were \
         repeated in the safe form; {} series differ",
        runner.repeated,
        failures.len()
    );
    assert!(failures.is_empty(), "{} series differ:\n{}", failures.len(), failures.join("\n\n"));
    tally
}

#[test]
fn writes_have_the_same_effect_as_on_local_tables() {
    let sandbox = sandbox(SMALL);
    let mut runner = Runner::new(&sandbox);
    let tally = run_all(&mut runner, 1, SERIES, |generator, _| generator.step());
    let steps = number("STEPS", STEPS);
    // If most statements were refused or wrote nothing, the comparison would prove little.
    if steps >= STEPS {
        let [none, one, several] = tally.by_rows;
        assert!(tally.refused <= steps / 4 && none <= steps / 4, "{} refused, {none} without rows", tally.refused);
        assert!(one >= steps / 8 && several >= steps / 8, "{one} wrote one row, {several} wrote several");
        let missing: Vec<&str> =
            model::tables().filter(|table| !tally.text.contains(&format!("clerk.{table} "))).collect();
        assert!(missing.is_empty(), "no statement writes {missing:?}");
    }
    assert_eq!(runner.repeated, 0, "no list has several pages");
    assert_eq!(sandbox.cluster.crashes().expect("the log"), [""; 0]);
}

#[test]
fn rows_may_leave_long_lists_while_they_are_written() {
    let sandbox = sandbox(LARGE);
    let mut runner = Runner::new(&sandbox);
    run_all(&mut runner, 20, WIDE_SERIES, |generator, at| generator.wide_step(at));
    assert_eq!(sandbox.cluster.crashes().expect("the log"), [""; 0]);
}

#[test]
fn a_difference_is_found_and_shortened() {
    let sandbox = sandbox(SMALL);
    let mut runner = Runner::new(&sandbox);
    runner.client.batch_execute("alter table model.users disable trigger ban").expect("a wrong model");
    let mut failed = |seed| run_series(&mut runner, seed, 20, |generator, _| generator.users(), &mut Tally::default());
    let series = (1..50).find_map(&mut failed).expect("a series after which the sides differ");
    let text = runner.shrink(&series);
    let statements = text.lines().filter(|line| line.ends_with(';') && !line.starts_with(' ')).count();
    assert!(statements <= 2 && text.contains("banned") && text.contains("\"revoked\""), "{text}");
}
