//! Modules in the text format, in every form that they can take, and instances of them.

use wasmtime::{AsContextMut, Caller, Config, Engine, Instance, Linker, Memory, Module, OptLevel, Store, Trap, Val};

/// What is done to a module. What is expected of it must be the same for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Nothing: what is expected holds of the module itself.
    Original,
    /// All functions become bytecode.
    Interpreted,
    /// The module is rewritten, but no function becomes bytecode.
    Compiled,
    /// Functions with an odd index stay compiled.
    OddCompiled,
    /// Functions with an even index stay compiled.
    EvenCompiled,
}

pub const FORMS: [Form; 5] = [Form::Original, Form::Interpreted, Form::Compiled, Form::OddCompiled, Form::EvenCompiled];

impl Form {
    /// Gives a module this form, which must give the same bytes each time.
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
        let again = cold_code::rewrite(module, &choice).expect("it was rewritten before").module;
        assert!(rewritten == again, "{self:?}: the same module gives other bytes the second time");
        rewritten
    }
}

/// What a call may consume: a wrong branch must not keep a test from ending.
const FUEL: u64 = 1 << 28;

/// An empty store. Its engine does not optimise: if it does, wasmtime 36 takes a signed division by the least integer,
/// where that is a constant, for one by its opposite.
pub fn store() -> Store<()> {
    let engine = Engine::new(Config::new().consume_fuel(true).cranelift_opt_level(OptLevel::None)).expect("an engine");
    let mut store = Store::new(&engine, ());
    store.set_fuel(FUEL).expect("fuel is consumed");
    store
}

/// The binary format of a module in the text format.
pub fn parse(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}"))
}

/// Calls a test with an instance of a module in each form.
pub fn in_each_form(text: &str, test: impl Fn(Form, &mut Machine)) {
    for form in FORMS {
        test(form, &mut Machine::new(text, form));
    }
}

/// An instance, with functions for it to import:
///
/// | name | type | meaning |
/// |---|---|---|
/// | `host.call` | `i32 -> i32` | calls the export `inner`, and ends with its trap |
/// | `host.try` | `i32 -> i32` | calls the export `inner`; gives -1 if it traps |
/// | `host.grow` | `i32 ->` | grows the exported memory |
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
        define_imports(&mut linker).expect("names that are not taken");
        let instance = linker.instantiate(&mut store, &module).unwrap_or_else(|error| panic!("{form:?}: {error:#}"));
        Machine { store, instance }
    }

    /// Calls an exported function that gives one value, or none.
    pub fn call(&mut self, name: &str, arguments: &[Val]) -> Result<Option<Val>, Trap> {
        self.store.set_fuel(FUEL).expect("fuel is consumed");
        let function = self.instance.get_func(&mut self.store, name).expect("the function is exported");
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        match function.call(&mut self.store, arguments, &mut results) {
            Ok(()) => Ok(results.pop()),
            Err(error) => Err(*error.downcast_ref().unwrap_or_else(|| panic!("{name} ends with no trap: {error:#}"))),
        }
    }

    /// Calls an exported function of integers.
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
        let memory = caller.get_export("memory").and_then(|export| export.into_memory()).expect("a memory");
        memory.grow(caller.as_context_mut(), pages as u64).map(drop)
    })?;
    Ok(())
}

fn inner(mut caller: Caller<()>, argument: i32) -> wasmtime::Result<i32> {
    let inner = caller.get_export("inner").and_then(|export| export.into_func()).expect("a function to call");
    inner.typed::<i32, i32>(&caller)?.call(&mut caller, argument)
}
