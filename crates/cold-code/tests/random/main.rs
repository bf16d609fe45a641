//! Compares the behaviour of randomly generated modules with that of the rewritten modules.
//!
//! `SEED=7 MODULES=10000 cargo test -p cold-code --test random -- --nocapture` compares 10,000 modules, with seeds from
//! 7.

mod compare;
mod generate;
mod numbers;
mod side;
mod visible;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use compare::{Reached, check};
use wasmtime::{Config, Engine, OptLevel};

/// Number of modules to compare if the environment variable `MODULES` is not set. They take less than a minute.
const MODULES: u64 = 4_000;

/// Number of threads that compare modules. Most of the time is spent on compiling.
const THREADS: usize = 2;

/// Number of failures after which the run stops.
const MAX_FAILURES: usize = 5;

/// Traps that must occur in a run of at least [`MODULES`] modules.
const TRAPS: [&str; 8] = [
    "BadConversionToInteger",
    "BadSignature",
    "IndirectCallToNull",
    "IntegerDivisionByZero",
    "IntegerOverflow",
    "MemoryOutOfBounds",
    "TableOutOfBounds",
    "UnreachableCodeReached",
];

#[test]
fn rewritten_modules_behave_like_the_originals() {
    let (first, modules) = (number("SEED", 1), number("MODULES", MODULES));
    let (reached, failures) = run(first, modules);
    println!("seeds from {first}: {reached:#?}");
    assert!(failures.is_empty(), "{} failures:\n\n{}", failures.len(), failures.join("\n\n"));
    assert!(reached.overflows * 20 <= reached.modules, "the stack overflowed in {} modules", reached.overflows);
    if modules >= MODULES {
        let missing: Vec<_> = TRAPS.iter().filter(|kind| !reached.traps.contains_key(**kind)).collect();
        assert!(missing.is_empty(), "no call ended with {missing:?}");
        assert!(
            reached.callbacks > 0 && reached.not_instantiated * 4 < reached.modules,
            "too few modules were instantiated, or the host never called back"
        );
    }
}

fn number(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).unwrap_or_default();
    if text.is_empty() { default } else { text.parse().unwrap_or_else(|_| panic!("{name}={text} is not a number")) }
}

fn run(first: u64, modules: u64) -> (Reached, Vec<String>) {
    let config = &mut Config::new();
    config.cranelift_nan_canonicalization(true).cranelift_opt_level(OptLevel::None).consume_fuel(true);
    let engine = Engine::new(config).expect("the configuration is valid");
    let next = AtomicU64::new(first);
    let tally = Mutex::new((Reached::default(), Vec::new()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + modules || tally.lock().expect("no thread panicked").1.len() >= MAX_FAILURES {
                break;
            }
            let checked = check(&engine, seed);
            let (reached, failures) = &mut *tally.lock().expect("no thread panicked");
            match checked {
                Ok(more) => reached.add(more),
                Err(error) => failures.push(format!("Seed {seed}: {error:#}")),
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(work);
        }
    });
    tally.into_inner().expect("no thread panicked")
}
