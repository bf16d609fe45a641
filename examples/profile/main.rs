//! Measures which functions of the component have to stay compiled, and writes the choice for review: `make profile`.
//!
//! Wrappers compiles a component at every query, at about a microsecond for each byte of code. A function that is
//! bytecode instead is not compiled, but each of its instructions takes about a nanosecond longer. So a function stays
//! compiled where that saves a query of the intended size more than compiling costs.

mod workloads;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;

use component_build::choice::{self, Figures, Tools};
use component_build::{Variant, linked_module, names, size, toolchain, variant_of_component};

use workloads::{Ran, Workload};

/// Nanoseconds that it takes to compile a byte.
const COMPILING: f64 = 1_000.0;

/// Nanoseconds that an instruction takes longer where it is interpreted.
const INTERPRETING: f64 = 1.0;

/// A function that runs fewer instructions than this for each row does not run for each row.
const NEVER: f64 = 0.5;

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
        let Ran { units, instructions } = workload.run(&component, &mock, functions)?;
        println!("{:9} {}: {units} {}", workload.name, workload.about, workload.unit);
        for (index, bytes) in &sizes {
            let name = names.get(index).cloned().unwrap_or_default();
            let figures = measured.entry(name).or_default();
            if workload.name == workloads[0].name {
                figures.bytes += *bytes as u64;
            }
            let ran = instructions.get(*index as usize).copied().unwrap_or(0) as f64 / units as f64;
            *figures.instructions.entry(workload.name.to_owned()).or_default() += ran;
        }
    }
    let tools = Tools::in_use(&toolchain::find()?)?;
    std::fs::write(choice::path(), text(&tools, &workloads, &measured))?;
    println!("\nThe choice is in {}. Review it, build, and run the tests.", choice::path().display());
    Ok(())
}

/// Whether a function stays compiled.
fn stays_compiled(figures: &Figures, workloads: &[Workload]) -> bool {
    workloads.iter().any(|workload| {
        let instructions = ran(figures, workload.name);
        let won = instructions * INTERPRETING * workload.meant_for;
        instructions >= NEVER && won >= figures.bytes as f64 * COMPILING
    })
}

fn ran(figures: &Figures, workload: &str) -> f64 {
    figures.instructions.get(workload).copied().unwrap_or(0.0)
}

fn text(tools: &Tools, workloads: &[Workload], measured: &BTreeMap<String, Figures>) -> String {
    let mut text = String::from(
        "# Which functions of the component stay compiled; the others are bytecode (docs/cold-code.md). `make profile` \
         measures and\n# writes this file; people review it.\n\n[tools]\n",
    );
    let _ = writeln!(text, "rustc = {:?}\nwasm_opt = {:?}", tools.rustc, tools.wasm_opt);
    text.push_str("\n# What was run. Figures are the instructions that a function runs for each row, value or list.\n[workloads]\n");
    for workload in workloads {
        let _ = writeln!(text, "{} = {:?}", workload.name, workload.about);
    }
    let (compiled, interpreted): (Vec<_>, Vec<_>) =
        measured.iter().partition(|(_, figures)| stays_compiled(figures, workloads));
    text.push_str("\n[compiled]\n");
    lines(&mut text, compiled, workloads);
    text.push_str("\n# These run for each row that is fetched, and are interpreted all the same.\n[interpreted]\n");
    let is_for_rows = |figures: &Figures| {
        workloads
            .iter()
            .filter(|workload| workload.unit == workloads::ROWS)
            .any(|workload| ran(figures, workload.name) >= NEVER)
    };
    lines(&mut text, interpreted.into_iter().filter(|(_, figures)| is_for_rows(figures)).collect(), workloads);
    text
}

/// A line for each function, the busiest first.
fn lines(text: &mut String, mut functions: Vec<(&String, &Figures)>, workloads: &[Workload]) {
    let busiest = |figures: &Figures| workloads.iter().map(|w| ran(figures, w.name)).fold(0.0, f64::max);
    functions.sort_by(|(_, a), (_, b)| busiest(b).total_cmp(&busiest(a)));
    for (name, figures) in functions {
        let figures_of = workloads.iter().map(|w| format!("{} = {:.1}", w.name, ran(figures, w.name)));
        let all: Vec<String> = figures_of.collect();
        let _ = writeln!(text, "{name:?} = {{ bytes = {}, {} }}", figures.bytes, all.join(", "));
    }
}
