//! Instances of modules that are given in the text format, in the original and in several rewritten forms.

use wasmtime::{AsContextMut, Caller, Config, Engine, Instance, Linker, Memory, Module, OptLevel, Store, Trap, Val};

/// The form in which a module is tested. The expected behaviour is the same for all forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The module itself, to check the expectations.
    Original,
    /// Rewritten, with all functions as bytecode.
    Interpreted,
    /// Rewritten, but without any bytecode.
    Compiled,
    /// Rewritten, so that functions with an odd index stay compiled.
    OddCompiled,
    /// Rewritten, so that functions with an even index stay compiled.
    EvenCompiled,
}

pub const FORMS: [Form; 5] = [Form::Original, Form::Interpreted, Form::Compiled, Form::OddCompiled, Form::EvenCompiled];

impl Form {
    /// Converts a module to this form. Panics if rewriting is not deterministic.
    pub fn of(self, module: &[u8]) -> Vec<u8> {
        let choice = |function: u32| match self {
            Form::Original | Form::Compiled => true,
            Form::Interpreted => false,
            Form::OddCompiled => !function.is_multiple_of(2),
            Form::EvenCompiled => function.is_multiple_of(2),
        };
        if self == Form::Original {
            return module.to_vec();
        }
        let rewritten = cold_code::rewrite(module, &choice).unwrap_or_else(|error| panic!("{self:?}: {error}")).module;
        let again = cold_code::rewrite(module, &choice).expect("the same module was rewritten before").module;
        assert!(rewritten == again, "{self:?}: rewriting the same module twice produces different bytes");
        rewritten
    }
}

/// Maximum fuel of a call, so that a test ends even if a wrong branch causes an endless loop.
const FUEL: u64 = 1 << 28;

/// An empty store. Its engine does not optimise, because the optimiser of wasmtime 36 miscompiles a signed division by
/// the smallest integer if that is a constant: it divides by the integer's negation.
pub fn store() -> Store<()> {
    let engine = Engine::new(Config::new().consume_fuel(true).cranelift_opt_level(OptLevel::None))
        .expect("the configuration is valid");
    let mut store = Store::new(&engine, ());
    store.set_fuel(FUEL).expect("fuel is consumed");
    store
}

/// Converts a module from the text format to the binary format.
pub fn parse(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}"))
}

/// Runs a test with an instance of a module in each form.
pub fn in_each_form(text: &str, test: impl Fn(Form, &mut Machine)) {
    for form in FORMS {
        test(form, &mut Machine::new(text, form));
    }
}

/// An instance of a module, which can import these functions:
///
/// | name | type | meaning |
/// |---|---|---|
/// | `host.call` | `i32 -> i32` | calls the export `inner` and passes on its trap |
/// | `host.try` | `i32 -> i32` | calls the export `inner` and returns -1 if it traps |
/// | `host.grow` | `i32 ->` | grows the exported memory by a number of pages |
pub struct Machine {
    pub store: Store<()>,
    pub instance: Instance,
}

impl Machine {
    pub fn new(text: &str, form: Form) -> Self {
        let mut store = store();
        let module = Module::new(store.engine(), form.of(&parse(text)));
        let module = module.unwrap_or_else(|error| panic!("{form:?}: {error:#}"));
        let mut linker = Linker::new(store.engine());
        define_imports(&mut linker).expect("the names are free");
        let instance = linker.instantiate(&mut store, &module).unwrap_or_else(|error| panic!("{form:?}: {error:#}"));
        Machine { store, instance }
    }

    /// Calls an exported function that has at most one result.
    pub fn call(&mut self, name: &str, arguments: &[Val]) -> Result<Option<Val>, Trap> {
        self.store.set_fuel(FUEL).expect("fuel is consumed");
        let function = self.instance.get_func(&mut self.store, name).expect("the function is exported");
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        match function.call(&mut self.store, arguments, &mut results) {
            Ok(()) => Ok(results.pop()),
            Err(error) => {
                Err(*error.downcast_ref().unwrap_or_else(|| panic!("{name} fails, but not with a trap: {error:#}")))
            }
        }
    }

    /// Calls an exported function whose parameters and result are of type `i32`. Returns 0 if it has no result.
    pub fn i32(&mut self, name: &str, arguments: &[i32]) -> Result<i32, Trap> {
        let arguments: Vec<Val> = arguments.iter().map(|argument| Val::I32(*argument)).collect();
        Ok(self.call(name, &arguments)?.map_or(0, |result| result.unwrap_i32()))
    }

    pub fn memory(&mut self) -> Memory {
        self.instance.get_memory(&mut self.store, "memory").expect("the memory is exported")
    }
}

fn define_imports(linker: &mut Linker<()>) -> wasmtime::Result<()> {
    linker.func_wrap("host", "call", inner)?;
    linker.func_wrap("host", "try", |caller: Caller<()>, argument: i32| inner(caller, argument).unwrap_or(-1))?;
    linker.func_wrap("host", "grow", |mut caller: Caller<()>, pages: i32| {
        let memory =
            caller.get_export("memory").and_then(|export| export.into_memory()).expect("the memory is exported");
        memory.grow(caller.as_context_mut(), pages as u64).map(drop)
    })?;
    Ok(())
}

fn inner(mut caller: Caller<()>, argument: i32) -> wasmtime::Result<i32> {
    let inner = caller.get_export("inner").and_then(|export| export.into_func()).expect("the function is exported");
    inner.typed::<i32, i32>(&caller)?.call(&mut caller, argument)
}
