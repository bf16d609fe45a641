//! Compares a generated module with what it is rewritten to.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Context, Result, anyhow, bail, ensure};
use wasmtime::{Engine, ExternType, Module, Val};

use crate::generate::{Generated, generate};
use crate::numbers::{Random, mix};
use crate::side::{Outcome, Side};

/// How often every exported function is called.
const ROUNDS: usize = 4;

/// What was reached.
#[derive(Debug, Default)]
pub struct Reached {
    pub modules: usize,
    pub calls: usize,
    /// Functions and turns of loops that calls entered.
    pub entered: u64,
    pub calls_of_imports: usize,
    pub callbacks: usize,
    /// Modules of which no more was compared since a stack overflowed.
    pub overflows: usize,
    /// Modules that do not get as far as being called.
    pub not_instantiated: usize,
    /// How calls ended other than with results, by the kind of the trap.
    pub traps: BTreeMap<String, usize>,
}

/// Generates the module of a seed and compares it. An error says what differs.
pub fn check(engine: &Engine, seed: u64) -> Result<Reached> {
    let generated = generate(seed);
    let choice = |function| generated.stays_compiled(function);
    compare(engine, seed, &generated, &choice).map_err(|error| {
        let alone = alone(engine, seed, &generated);
        let alone =
            if alone.is_empty() { String::new() } else { format!("\nSo it is with one of them alone: {alone:?}") };
        let chosen: Vec<u32> = generated.functions.clone().filter(|function| !choice(*function)).collect();
        let saved = save(seed, &generated, &choice).unwrap_or_else(|error| format!("could not be written: {error:#}"));
        anyhow!(
            "{error:#}\nThe functions that are bytecode: {chosen:?}{alone}\nThe modules: {saved}\n\
             To run it again: SEED={seed} MODULES=1 cargo test -p cold-code --test random"
        )
    })
}

/// The functions with which there is a difference even if no other is bytecode.
fn alone(engine: &Engine, seed: u64, generated: &Generated) -> Vec<u32> {
    let differs = |only: &u32| compare(engine, seed, generated, &|function| function != *only).is_err();
    generated.functions.clone().filter(differs).collect()
}

/// Writes both modules to files, and returns where.
fn save(seed: u64, generated: &Generated, choice: &dyn Fn(u32) -> bool) -> Result<String> {
    let original = format!("{}/random-{seed}.wasm", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&original, &generated.module)?;
    let rewritten = format!("{}/random-{seed}-rewritten.wasm", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&rewritten, rewrite(&generated.module, choice)?)?;
    Ok(format!("{original}, {rewritten}"))
}

fn rewrite(module: &[u8], choice: &dyn Fn(u32) -> bool) -> Result<Vec<u8>> {
    let rewritten = catch_unwind(AssertUnwindSafe(|| cold_code::rewrite(module, choice)));
    match rewritten {
        Ok(Ok(rewritten)) => Ok(rewritten.module),
        Ok(Err(error)) => Err(anyhow!("The module is refused: {error}")),
        Err(_) => Err(anyhow!("Rewriting the module panics.")),
    }
}

fn compare(engine: &Engine, seed: u64, generated: &Generated, choice: &dyn Fn(u32) -> bool) -> Result<Reached> {
    let original = Module::new(engine, &generated.module).context("The original module does not compile")?;
    let rewritten = rewrite(&generated.module, choice)?;
    let rewritten = Module::new(engine, rewritten).context("The rewritten module does not compile")?;
    ensure!(interface(&original) == interface(&rewritten), "The modules import or export other things.");
    let mut reached = Reached { modules: 1, ..Reached::default() };
    let (left, outcome) = Side::new(engine, &original, seed);
    let (right, other) = Side::new(engine, &rewritten, seed);
    let mut sides = Sides { left, right };
    let is_instantiated = outcome.is_ok();
    if !sides.agree("Instantiation", &outcome, &other, &mut reached)? {
        return Ok(reached);
    }
    if is_instantiated {
        sides.call_all(seed, &mut reached)?;
    } else {
        reached.not_instantiated = 1;
    }
    Ok(reached)
}

/// What a module imports and exports, with types.
fn interface(module: &Module) -> Vec<(String, String, String)> {
    let imports = module.imports().map(|import| (import.module(), import.name(), import.ty()));
    let exports = module.exports().map(|export| ("", export.name(), export.ty()));
    let line = |(module, name, ty): (&str, &str, ExternType)| (module.to_owned(), name.to_owned(), format!("{ty:?}"));
    imports.chain(exports).map(line).collect()
}

/// An instance of the original on the left, and one of what it was rewritten to.
struct Sides {
    left: Side,
    right: Side,
}

impl Sides {
    /// Calls every exported function some times.
    fn call_all(&mut self, seed: u64, reached: &mut Reached) -> Result<()> {
        let mut random = Random::new(mix(seed ^ 1));
        let functions = self.left.functions();
        for function in (0..ROUNDS).flat_map(|_| 0..functions) {
            let arguments: Vec<Val> = self.left.function_type(function).params().map(|ty| random.value(&ty)).collect();
            let fuel = *random.pick(&[10, 100, 1_000]);
            let outcome = self.left.call(function, &arguments, fuel);
            let other = self.right.call(function, &arguments, fuel);
            reached.calls += 1;
            let call = format!("The exported function {function} with {arguments:?} and {fuel} of fuel");
            if !self.agree(&call, &outcome, &other, reached)? {
                break;
            }
            reached.entered += self.left.spent(fuel);
        }
        reached.callbacks = self.left.callbacks();
        Ok(())
    }

    /// Fails if anything that can be seen after a call differs. Returns whether it is worth going on: a stack may end
    /// earlier on one side, and then the two have done different things.
    fn agree(&mut self, call: &str, outcome: &Outcome, other: &Outcome, reached: &mut Reached) -> Result<bool> {
        if self.left.has_overflowed(outcome) || self.right.has_overflowed(other) {
            reached.overflows = 1;
            return Ok(false);
        }
        if let Err(kind) = outcome {
            *reached.traps.entry(kind.clone()).or_default() += 1;
        }
        ensure!(outcome == other, "{call}:\nthe original gives {outcome:x?},\nthe rewritten one {other:x?}.");
        let (state, other) = (self.left.state(), self.right.state());
        reached.calls_of_imports += state.log.len();
        ensure!(state == other, "{call}:\nthe original leaves {state:x?},\nthe rewritten one {other:x?}.");
        let (memory, other) = (self.left.memory(), self.right.memory());
        if memory != other {
            let at = memory.iter().zip(other).take_while(|(byte, other)| byte == other).count();
            bail!("{call}:\nthe original leaves {:#x} at {at:#x}, the rewritten one {:#x}.", memory[at], other[at]);
        }
        Ok(true)
    }
}

impl Reached {
    pub fn add(&mut self, other: Reached) {
        self.modules += other.modules;
        self.calls += other.calls;
        self.entered += other.entered;
        self.calls_of_imports += other.calls_of_imports;
        self.callbacks += other.callbacks;
        self.overflows += other.overflows;
        self.not_instantiated += other.not_instantiated;
        for (kind, count) in other.traps {
            *self.traps.entry(kind).or_default() += count;
        }
    }
}
