//! Measures which functions of the component should stay compiled, and writes `compiled-functions.toml` for review. Run
//! it with `make profile`.
//!
//! Wrappers compiles a component for every query, which takes about a microsecond for each byte of code. A function
//! that is bytecode is not compiled, but each of its instructions takes about a nanosecond longer. A function therefore
//! stays compiled if, in a query with a given number of rows, it saves more time than its compilation takes.

mod workloads;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;

use component_build::choice::{self, Figures, Tools};
use component_build::{Variant, linked_module, names, size, toolchain, variant_of_component};

use workloads::{Measurement, Workload};

/// Time that the host needs to compile one byte of code, in nanoseconds.
const COMPILE_NS_PER_BYTE: f64 = 1_000.0;

/// Additional time that an instruction takes if it is interpreted, in nanoseconds.
const INTERPRET_NS_PER_INSTRUCTION: f64 = 1.0;

/// Minimum number of instructions per unit of a workload from which a function counts as running for each unit.
const MIN_INSTRUCTIONS: f64 = 0.5;

// The comments and headings of `compiled-functions.toml`.

const TOOLS: &str = "\
# The functions of the component that stay compiled. All other functions become bytecode; see docs/cold-code.md.
# `make profile` measures the functions and writes this file. Review the changes before you commit them.

# The versions with which the functions were measured. A build with other versions compiles every function.
[tools]
";

const WORKLOADS: &str = "
# The measured workloads. Below, each function has its compiled size in bytes and, for each workload, the number of
# instructions that it executes per fetched row (few, all), replayed row (replayed), value (listed) or list (parents).
[workloads]
";

const COMPILED: &str = "
# The functions that stay compiled.
[compiled]
";

const INTERPRETED: &str = "
# For review only: functions that run for each fetched row but become bytecode, because they save less time than
# compiling them takes.
[interpreted]
";

fn main() -> Result<(), Box<dyn Error>> {
    let component = variant_of_component(Variant::Counting)?;
    let module = linked_module()?;
    let names = names::of_functions(&module)?;
    let sizes = size::of_functions(&module)?;
    let functions = sizes.keys().last().map_or(0, |last| last + 1);
    let mock = workloads::mock()?;
    let mut measured: BTreeMap<String, Figures> = BTreeMap::new();
    let workloads = workloads::workloads(&mock)?;
    for workload in &workloads {
        let Measurement { units, instructions } = workload.run(&component, &mock, functions)?;
        println!("{:9} {}: {units} {}", workload.name, workload.description, workload.unit);
        for (index, bytes) in &sizes {
            let name = names.get(index).cloned().unwrap_or_default();
            let figures = measured.entry(name).or_default();
            if workload.name == workloads[0].name {
                figures.bytes += *bytes as u64;
            }
            let per_unit = instructions.get(*index as usize).copied().unwrap_or(0) as f64 / units as f64;
            *figures.instructions.entry(workload.name.to_owned()).or_default() += per_unit;
        }
    }
    let tools = Tools::in_use(&toolchain::find()?)?;
    std::fs::write(choice::path(), text(&tools, &workloads, &measured))?;
    println!("\nWrote {}. Review the changes, rebuild the component, and run the tests.", choice::path().display());
    Ok(())
}

/// Whether a function should stay compiled.
fn stays_compiled(figures: &Figures, workloads: &[Workload]) -> bool {
    workloads.iter().any(|workload| {
        let instructions = instructions_of(figures, workload.name);
        let saved = instructions * INTERPRET_NS_PER_INSTRUCTION * workload.break_even;
        instructions >= MIN_INSTRUCTIONS && saved >= figures.bytes as f64 * COMPILE_NS_PER_BYTE
    })
}

/// The instructions of a function for each unit of a workload.
fn instructions_of(figures: &Figures, workload: &str) -> f64 {
    figures.instructions.get(workload).copied().unwrap_or(0.0)
}

/// Formats `compiled-functions.toml`.
fn text(tools: &Tools, workloads: &[Workload], measured: &BTreeMap<String, Figures>) -> String {
    let mut text = String::from(TOOLS);
    let _ = writeln!(text, "rustc = {:?}\nwasm_opt = {:?}", tools.rustc, tools.wasm_opt);
    text.push_str(WORKLOADS);
    for workload in workloads {
        let _ = writeln!(text, "{} = {:?}", workload.name, workload.description);
    }
    let (compiled, interpreted): (Vec<_>, Vec<_>) =
        measured.iter().partition(|(_, figures)| stays_compiled(figures, workloads));
    text.push_str(COMPILED);
    lines(&mut text, compiled, workloads);
    text.push_str(INTERPRETED);
    let runs_for_rows = |figures: &Figures| {
        workloads
            .iter()
            .filter(|workload| workload.unit == workloads::ROWS)
            .any(|workload| instructions_of(figures, workload.name) >= MIN_INSTRUCTIONS)
    };
    lines(&mut text, interpreted.into_iter().filter(|(_, figures)| runs_for_rows(figures)).collect(), workloads);
    text
}

/// Writes a line for each function, in descending order of the most instructions in any workload.
fn lines(text: &mut String, mut functions: Vec<(&String, &Figures)>, workloads: &[Workload]) {
    let busiest = |figures: &Figures| workloads.iter().map(|w| instructions_of(figures, w.name)).fold(0.0, f64::max);
    functions.sort_by(|(_, a), (_, b)| busiest(b).total_cmp(&busiest(a)));
    for (name, figures) in functions {
        let figures_of = workloads.iter().map(|w| format!("{} = {:.1}", w.name, instructions_of(figures, w.name)));
        let all: Vec<String> = figures_of.collect();
        let _ = writeln!(text, "{name:?} = {{ bytes = {}, {} }}", figures.bytes, all.join(", "));
    }
}
