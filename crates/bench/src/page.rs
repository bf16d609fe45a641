//! The tables of `docs/performance.md`, between two markers; what stands around them is written by hand.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::slice;

use anyhow::{Context, Result};

use crate::contestants::{BASELINE, BY_HAND, Component, DO_NOTHING, PLAIN, REQUESTS_ALONE, SHIPPED};
use crate::machine::Machine;
use crate::measurement::Measurement;
use crate::results::{Quantity, Results};
use crate::statements::{EXPLAINED_TABLES, explain_name};
use crate::text::{mebibytes, short, thousands};

const BEGIN: &str = "<!-- bench:begin -->\n";
const END: &str = "<!-- bench:end -->";

/// Every contestant, in the order of the tables.
const CONTESTANTS: [&str; 6] = [SHIPPED, PLAIN, BASELINE, DO_NOTHING, BY_HAND, REQUESTS_ALONE];

/// What the tables are made of.
pub struct Page<'a> {
    /// The machine that ran it.
    pub machine: &'a Machine,
    /// The components that took part.
    pub components: &'a [Component],
    /// What was measured.
    pub measurements: &'a [Measurement<'a>],
    /// What came of it.
    pub results: &'a Results,
}

impl Page<'_> {
    /// Puts the tables into a file in place of those that are there.
    pub fn write(&self, file: &Path) -> Result<()> {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let text =
            between_markers(&text, &self.tables()).with_context(|| format!("{} has no markers", file.display()))?;
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
    }

    fn tables(&self) -> String {
        let mut out = format!("\nMeasured on a machine with {} cores.\n", self.machine.cores);
        self.components(&mut out);
        self.ratios(&mut out);
        self.times(&mut out);
        self.scans(&mut out);
        out.push('\n');
        out
    }

    fn components(&self, out: &mut String) {
        out.push_str("\n### Components\n\n| component | bytes | code bytes |\n|---|---:|---:|\n");
        for component in self.components {
            let (total, code) = (component.size.total as u64, component.size.code as u64);
            line(out, &[format!("`{}`", component.name), thousands(total), thousands(code)]);
        }
    }

    /// How long `shipped` takes where others take 1.
    fn ratios(&self, out: &mut String) {
        out.push_str(
            "\n### Ratios\n\nThe time of `shipped` divided by that of another contestant, in the same round: ",
        );
        out.push_str("the median, and the smallest and the largest in parentheses.\n\n");
        let others = &CONTESTANTS[1..];
        head(out, "query", &others.iter().map(|other| format!("to `{other}`")).collect::<Vec<_>>());
        for measurement in self.timed().filter(|measurement| measurement.contestants.contains(&SHIPPED)) {
            let mut cells = vec![measurement.title.clone()];
            for other in others {
                let ratio = self.results.ratio(&measurement.name, SHIPPED, other);
                let ratio = ratio.filter(|_| does_as_much(other, measurement));
                cells.push(
                    ratio.map_or(String::new(), |ratio| {
                        format!("{:.2} ({:.2}–{:.2})", ratio.median, ratio.min, ratio.max)
                    }),
                );
            }
            line(out, &cells);
        }
    }

    fn times(&self, out: &mut String) {
        out.push_str("\n### Times\n\nMedians, in milliseconds.\n\n");
        head(out, "query | runs", &CONTESTANTS.map(|contestant| format!("`{contestant}`")));
        for measurement in self.timed() {
            let mut cells = vec![measurement.title.clone(), measurement.runs.to_string()];
            for contestant in CONTESTANTS {
                let time = self.results.median(&measurement.name, Quantity::Time, contestant);
                cells.push(time.map_or(String::new(), short));
            }
            line(out, &cells);
        }
    }

    /// What scans read, and the memory that they take.
    fn scans(&self, out: &mut String) {
        out.push_str("\n### Scans\n\nMemory is in MiB, and each is the largest during the scan.\n\n");
        let columns = [
            "requests",
            "answers, MB",
            "rows a second, `shipped`",
            "pages a second, `shipped`",
            "component, `shipped`",
            "backend, `shipped`",
            "backend, `do-nothing`",
            "backend, `by-hand`",
        ];
        head(out, "query", &columns.map(str::to_owned));
        for measurement in self.timed() {
            let value = |quantity, contestant| self.results.median(&measurement.name, quantity, contestant);
            if value(Quantity::RowsPerSecond, SHIPPED).is_none() {
                continue;
            }
            let memory = |quantity, contestant| value(quantity, contestant).map(mebibytes);
            let cells = [
                value(Quantity::Requests, SHIPPED).map(|requests| thousands(requests as u64)),
                value(Quantity::AnswerBytes, SHIPPED).map(|bytes| short(bytes / 1e6)),
                value(Quantity::RowsPerSecond, SHIPPED).map(short),
                value(Quantity::PagesPerSecond, SHIPPED).map(short),
                memory(Quantity::GuestMemory, SHIPPED).map(short),
                memory(Quantity::BackendMemory, SHIPPED).map(short),
                memory(Quantity::BackendMemory, DO_NOTHING).map(short),
                memory(Quantity::BackendMemory, BY_HAND).map(short),
            ];
            let cells = cells.map(Option::unwrap_or_default);
            line(out, &[slice::from_ref(&measurement.title), cells.as_slice()].concat());
        }
    }

    /// The measurements that are about time.
    fn timed(&self) -> impl Iterator<Item = &Measurement<'_>> {
        self.measurements.iter().filter(|measurement| measurement.quantity == Quantity::Time)
    }
}

/// Whether a contestant does as much as the shipped component does: all of EXPLAIN is the start of the component.
fn does_as_much(contestant: &str, measurement: &Measurement<'_>) -> bool {
    contestant != DO_NOTHING || EXPLAINED_TABLES.iter().any(|tables| measurement.name == explain_name(*tables))
}

/// The head of a table: what its lines are, and its columns of numbers.
fn head(out: &mut String, lines: &str, columns: &[String]) {
    line(out, &[&[lines.to_owned()], columns].concat());
    let names = "|---".repeat(lines.split('|').count());
    let _ = writeln!(out, "{names}{}|", "|---:".repeat(columns.len()));
}

fn line(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// The text with something else between the markers.
fn between_markers(text: &str, new: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{new}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_markers_changes() {
        let text = format!("a\n{BEGIN}old\n{END}\nb\n");
        assert_eq!(between_markers(&text, "new\n"), Some(format!("a\n{BEGIN}new\n{END}\nb\n")));
        assert_eq!(between_markers("a\nb\n", "new\n"), None);
    }
}
