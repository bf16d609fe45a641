//! Writes the tables of `docs/performance.md`, which are between two markers. The text around them is written by hand.

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

/// All contestants, in the order of the tables' columns.
const CONTESTANTS: [&str; 6] = [SHIPPED, PLAIN, BASELINE, DO_NOTHING, BY_HAND, REQUESTS_ALONE];

/// The data in the tables.
pub struct Page<'a> {
    /// The machine that ran the measurements.
    pub machine: &'a Machine,
    /// The components that were measured.
    pub components: &'a [Component],
    /// All measurements.
    pub measurements: &'a [Measurement<'a>],
    /// Results of the measurements.
    pub results: &'a Results,
}

impl Page<'_> {
    /// Replaces the tables in a file.
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

    /// The table of ratios between the times of `shipped` and of the other contestants.
    fn ratios(&self, out: &mut String) {
        out.push_str(
            "\n### Ratios\n\nThe time of `shipped` divided by the time of another contestant in the same round: ",
        );
        out.push_str("the median, followed by the minimum and the maximum in parentheses.\n\n");
        let others = &CONTESTANTS[1..];
        head(out, "query", &others.iter().map(|other| format!("to `{other}`")).collect::<Vec<_>>());
        for measurement in self.timed().filter(|measurement| measurement.contestants.contains(&SHIPPED)) {
            let mut cells = vec![measurement.title.clone()];
            for other in others {
                let ratio = self.results.ratio(&measurement.name, SHIPPED, other);
                let ratio = ratio.filter(|_| is_comparable(other, measurement));
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
        out.push_str("\n### Times\n\nMedian times, in milliseconds.\n\n");
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

    /// The table of scans: requests, throughput and memory.
    fn scans(&self, out: &mut String) {
        out.push_str("\n### Scans\n\nMemory columns show the peak during the scan, in MiB.\n\n");
        let columns = [
            "requests",
            "responses, MB",
            "rows per second, `shipped`",
            "pages per second, `shipped`",
            "component memory, `shipped`",
            "backend memory, `shipped`",
            "backend memory, `do-nothing`",
            "backend memory, `by-hand`",
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
                value(Quantity::ResponseBytes, SHIPPED).map(|bytes| short(bytes / 1e6)),
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

    /// The measurements of time.
    fn timed(&self) -> impl Iterator<Item = &Measurement<'_>> {
        self.measurements.iter().filter(|measurement| measurement.quantity == Quantity::Time)
    }
}

/// Whether a contestant does the same work as the shipped component, so that a ratio of their times is meaningful.
/// `do-nothing` does so only in EXPLAIN, which only starts the component.
fn is_comparable(contestant: &str, measurement: &Measurement<'_>) -> bool {
    contestant != DO_NOTHING || EXPLAINED_TABLES.iter().any(|tables| measurement.name == explain_name(*tables))
}

/// Writes the header of a table: `labels`, the names of the first columns separated by `|`, and the columns of numbers.
fn head(out: &mut String, labels: &str, columns: &[String]) {
    line(out, &[&[labels.to_owned()], columns].concat());
    let names = "|---".repeat(labels.split('|').count());
    let _ = writeln!(out, "{names}{}|", "|---:".repeat(columns.len()));
}

fn line(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// Replaces the part of a text between the markers; `None` if it has no markers.
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
