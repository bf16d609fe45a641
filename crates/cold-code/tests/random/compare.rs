//! Compares a generated module with its rewritten form.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Context, Result, anyhow, bail, ensure};
use wasmtime::{Engine, ExternType, Module, Val};

use crate::generate::{Generated, generate};
use crate::numbers::{Random, mix};
use crate::side::{Outcome, Side};

/// Number of calls of each exported function.
const ROUNDS: usize = 4;

/// Statistics of a run, which show whether it exercised enough.
#[derive(Debug, Default)]
pub struct Reached {
    pub modules: usize,
    pub calls: usize,
    /// Fuel that calls used: the number of functions entered and of loop iterations.
    pub entered: u64,
    pub calls_of_imports: usize,
    pub callbacks: usize,
    /// Modules whose comparison ended early because the stack overflowed.
    pub overflows: usize,
    /// Modules whose instantiation trapped, so that no function was called.
    pub not_instantiated: usize,
    /// Number of calls that trapped, by the kind of the trap.
    pub traps: BTreeMap<String, usize>,
}

/// Generates a module from a seed and compares it with its rewritten form. An error describes the difference.
pub fn check(engine: &Engine, seed: u64) -> Result<Reached> {
    let generated = generate(seed);
    let choice = |function| generated.stays_compiled(function);
    compare(engine, seed, &generated, &choice).map_err(|error| {
        let alone = alone(engine, seed, &generated);
        let alone = if alone.is_empty() {
            String::new()
        } else {
            format!("\nFunctions that cause a difference on their own: {alone:?}")
        };
        let chosen: Vec<u32> = generated.functions.clone().filter(|function| !choice(*function)).collect();
        let saved = save(seed, &generated, &choice).unwrap_or_else(|error| format!("cannot be written: {error:#}"));
        anyhow!(
            "{error:#}\nFunctions that are bytecode: {chosen:?}{alone}\nModules: {saved}\n\
             To repeat: SEED={seed} MODULES=1 cargo test -p cold-code --test random"
        )
    })
}

/// Returns the functions that cause a difference even if they are the only bytecode.
fn alone(engine: &Engine, seed: u64, generated: &Generated) -> Vec<u32> {
    let differs = |only: &u32| compare(engine, seed, generated, &|function| function != *only).is_err();
    generated.functions.clone().filter(differs).collect()
}

/// Writes both modules to files and returns the paths.
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
        Ok(Err(error)) => Err(anyhow!("Rewriting the module fails: {error}")),
        Err(_) => Err(anyhow!("Rewriting the module panics.")),
    }
}

fn compare(engine: &Engine, seed: u64, generated: &Generated, choice: &dyn Fn(u32) -> bool) -> Result<Reached> {
    let original = Module::new(engine, &generated.module).context("The original module does not compile")?;
    let rewritten = rewrite(&generated.module, choice)?;
    let rewritten = Module::new(engine, rewritten).context("The rewritten module does not compile")?;
    ensure!(interface(&original) == interface(&rewritten), "The modules have different imports or exports.");
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

/// Lists a module's imports and exports with their types.
fn interface(module: &Module) -> Vec<(String, String, String)> {
    let imports = module.imports().map(|import| (import.module(), import.name(), import.ty()));
    let exports = module.exports().map(|export| ("", export.name(), export.ty()));
    let line = |(module, name, ty): (&str, &str, ExternType)| (module.to_owned(), name.to_owned(), format!("{ty:?}"));
    imports.chain(exports).map(line).collect()
}

/// An instance of the original module (left) and one of the rewritten module (right).
struct Sides {
    left: Side,
    right: Side,
}

impl Sides {
    /// Calls every exported function [`ROUNDS`] times.
    fn call_all(&mut self, seed: u64, reached: &mut Reached) -> Result<()> {
        let mut random = Random::new(mix(seed ^ 1));
        let functions = self.left.functions();
        for function in (0..ROUNDS).flat_map(|_| 0..functions) {
            let arguments: Vec<Val> = self.left.function_type(function).params().map(|ty| random.value(&ty)).collect();
            let fuel = *random.pick(&[10, 100, 1_000]);
            let outcome = self.left.call(function, &arguments, fuel);
            let other = self.right.call(function, &arguments, fuel);
            reached.calls += 1;
            let call = format!("Exported function {function} with arguments {arguments:?} and {fuel} units of fuel");
            if !self.agree(&call, &outcome, &other, reached)? {
                break;
            }
            reached.entered += self.left.spent(fuel);
        }
        reached.callbacks = self.left.callbacks();
        Ok(())
    }

    /// Fails if anything observable differs after a call. Returns whether the comparison can continue: if the stack
    /// overflowed, which may happen earlier on one side, the states legitimately differ.
    fn agree(&mut self, call: &str, outcome: &Outcome, other: &Outcome, reached: &mut Reached) -> Result<bool> {
        if self.left.has_overflowed(outcome) || self.right.has_overflowed(other) {
            reached.overflows = 1;
            return Ok(false);
        }
        if let Err(kind) = outcome {
            *reached.traps.entry(kind.clone()).or_default() += 1;
        }
        ensure!(outcome == other, "{call}:\nthe original returns {outcome:x?},\nthe rewritten module {other:x?}.");
        let (state, other) = (self.left.state(), self.right.state());
        reached.calls_of_imports += state.log.len();
        ensure!(
            state == other,
            "{call}:\nthe state of the original is {state:x?},\nthat of the rewritten module {other:x?}."
        );
        let (memory, other) = (self.left.memory(), self.right.memory());
        if memory != other {
            let at = memory.iter().zip(other).take_while(|(byte, other)| byte == other).count();
            bail!("{call}:\nthe original has {:#x} at {at:#x}, the rewritten module {:#x}.", memory[at], other[at]);
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
