//! One of the two instances that are compared, with its host.

use anyhow::Result;
use wasmtime::{
    Caller, Engine, Extern, ExternType, Func, FuncType, Global, Instance, Memory, Module, Mutability, Ref, Store,
    Table, Trap, Val,
};

use crate::numbers::{Random, mix};
use crate::visible::FUEL;

/// Maximum of wasmtime's fuel for a call. It ends the call if the module's own fuel does not.
const HOST_FUEL: u64 = 1 << 28;

/// Maximum depth of nested calls from the host into the instance that called it.
const MAX_DEPTH: usize = 3;

/// The state of a host. It is the same on both sides as long as both instances behave in the same way.
#[derive(Default)]
struct Host {
    seed: u64,
    /// Calls of imported functions, with their arguments and the values of the globals, and the outcomes of the host's
    /// own calls.
    log: Vec<String>,
    callbacks: usize,
    depth: usize,
    exports: Exports,
    has_overflowed: bool,
}

#[derive(Clone, Default)]
struct Exports {
    functions: Vec<Func>,
    globals: Vec<Global>,
    memory: Option<Memory>,
    table: Option<Table>,
    /// The module's fuel. It is not in `globals`, because the host changes those at random and loops could become
    /// endless.
    fuel: Option<Global>,
}

/// An instance in a store of its own.
pub struct Side {
    store: Store<Host>,
}

/// The outcome of a call: the bits of the results, or the kind of the trap.
pub type Outcome = Result<Vec<u64>, String>;

/// The observable state of an instance between calls, except the contents of its memory.
#[derive(Debug, PartialEq)]
pub struct State {
    pub log: Vec<String>,
    pub globals: Vec<u64>,
    /// The fuel that is left after the call.
    pub fuel: Option<u64>,
    pub pages: u64,
    /// Whether each element of the table is null.
    pub table: Vec<bool>,
}

impl Side {
    /// Instantiates a module with imports that depend only on the module and the seed.
    pub fn new(engine: &Engine, module: &Module, seed: u64) -> (Self, Outcome) {
        let mut store = Store::new(engine, Host { seed, ..Host::default() });
        store.set_fuel(HOST_FUEL).expect("fuel is consumed");
        let imports = imports(&mut store, module, seed);
        // A start function runs before there are exports, so the host uses the imports that it has made instead.
        let made = imports.iter().map(|import| (String::new(), import.clone()));
        store.data_mut().exports = Exports { functions: Vec::new(), ..Exports::of(made) };
        let instance = Instance::new(&mut store, module, &imports);
        let outcome = instance.map_err(|error| kind(&error)).map(|instance| {
            let exports: Vec<(String, Extern)> =
                instance.exports(&mut store).map(|export| (export.name().to_owned(), export.into_extern())).collect();
            store.data_mut().exports = Exports::of(exports.into_iter());
            Vec::new()
        });
        (Side { store }, outcome)
    }

    pub fn functions(&self) -> usize {
        self.store.data().exports.functions.len()
    }

    pub fn function_type(&self, function: usize) -> FuncType {
        self.store.data().exports.functions[function].ty(&self.store)
    }

    /// Calls an exported function.
    pub fn call(&mut self, function: usize, arguments: &[Val], fuel: i32) -> Outcome {
        self.store.set_fuel(HOST_FUEL).expect("fuel is consumed");
        let Exports { functions, fuel: global, .. } = &self.store.data().exports;
        let (function, global) = (functions[function], *global);
        if let Some(global) = global {
            global.set(&mut self.store, Val::I32(fuel)).expect("the fuel global is mutable");
        }
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        match function.call(&mut self.store, arguments, &mut results) {
            Ok(()) => Ok(results.iter().map(bits).collect()),
            Err(error) => Err(kind(&error)),
        }
    }

    /// Returns the observable state, with the log since the last call of this method.
    pub fn state(&mut self) -> State {
        let log = std::mem::take(&mut self.store.data_mut().log);
        let Exports { globals, memory, table, fuel, .. } = self.store.data().exports.clone();
        let globals = globals.iter().map(|global| bits(&global.get(&mut self.store))).collect();
        let fuel = fuel.map(|fuel| bits(&fuel.get(&mut self.store)));
        let pages = memory.map_or(0, |memory| memory.size(&self.store));
        let elements = table.map_or(0, |table| table.size(&self.store));
        let is_null =
            |at| table.and_then(|table| table.get(&mut self.store, at)).is_none_or(|element| element.is_null());
        let table = (0..elements).map(is_null).collect();
        State { log, globals, fuel, pages, table }
    }

    /// The fuel that the last call used, which was `given` at first.
    pub fn spent(&mut self, given: i32) -> u64 {
        let left = self.store.data().exports.fuel.map(|fuel| bits(&fuel.get(&mut self.store)));
        given as u64 - left.unwrap_or_default()
    }

    pub fn memory(&self) -> &[u8] {
        self.store.data().exports.memory.map_or(&[], |memory| memory.data(&self.store))
    }

    /// Whether the stack overflowed in the call with this outcome, or in a call that the host made meanwhile.
    pub fn has_overflowed(&self, outcome: &Outcome) -> bool {
        self.store.data().has_overflowed
            || outcome.as_ref().is_err_and(|kind| *kind == format!("{:?}", Trap::StackOverflow))
    }

    pub fn callbacks(&self) -> usize {
        self.store.data().callbacks
    }
}

impl Exports {
    fn of(named: impl Iterator<Item = (String, Extern)>) -> Self {
        let mut exports = Exports::default();
        for (name, export) in named {
            match export {
                Extern::Func(function) => exports.functions.push(function),
                Extern::Global(global) if name == FUEL => exports.fuel = Some(global),
                Extern::Global(global) => exports.globals.push(global),
                Extern::Memory(memory) => exports.memory = Some(memory),
                Extern::Table(table) => exports.table = Some(table),
                _ => {}
            }
        }
        exports
    }
}

/// The name of a trap, or the text of another error.
fn kind(error: &anyhow::Error) -> String {
    error.downcast_ref::<Trap>().map_or_else(|| format!("{error:#}"), |trap| format!("{trap:?}"))
}

fn bits(value: &Val) -> u64 {
    match value {
        Val::I32(value) => u64::from(*value as u32),
        Val::I64(value) => *value as u64,
        Val::F32(bits) => u64::from(*bits),
        Val::F64(bits) => *bits,
        other => panic!("generated modules do not use the value {other:?}"),
    }
}

fn imports(store: &mut Store<Host>, module: &Module, seed: u64) -> Vec<Extern> {
    let mut random = Random::new(mix(seed));
    let mut functions = Vec::new();
    let mut imports = Vec::new();
    for (number, import) in module.imports().enumerate() {
        imports.push(match import.ty() {
            ExternType::Func(ty) => {
                let results = ty.clone();
                let function = Func::new(&mut *store, ty, move |mut caller, arguments, values| {
                    host_call(&mut caller, number, arguments, &results, values)
                });
                functions.push(function);
                function.into()
            }
            ExternType::Global(ty) => {
                let value = random.value(ty.content());
                Global::new(&mut *store, ty, value).expect("the value has the global's type").into()
            }
            ExternType::Memory(ty) => Memory::new(&mut *store, ty).expect("the memory is small").into(),
            ExternType::Table(ty) => {
                let size = ty.minimum();
                let table = Table::new(&mut *store, ty, Ref::Func(None)).expect("the table is small");
                for at in (0..size).filter(|_| !functions.is_empty()) {
                    let function = Ref::Func(Some(*random.pick(&functions)));
                    table.set(&mut *store, at, function).expect("the index is in the table");
                }
                table.into()
            }
            other => panic!("generated modules do not import {other:?}"),
        });
    }
    imports
}

/// Implements an imported function. It may change the instance's globals and memory and call exported functions. Its
/// results are pseudo-random and depend on its arguments and the number of calls so far.
fn host_call(
    caller: &mut Caller<Host>,
    number: usize,
    arguments: &[Val],
    ty: &FuncType,
    results: &mut [Val],
) -> Result<()> {
    let arguments: Vec<u64> = arguments.iter().map(bits).collect();
    let globals = caller.data().exports.globals.clone();
    let globals: Vec<u64> = globals.iter().map(|global| bits(&global.get(&mut *caller))).collect();
    let host = caller.data_mut();
    let mut hash = mix(host.seed ^ (number as u64) << 32 ^ host.log.len() as u64);
    arguments.iter().for_each(|bits| hash = mix(hash ^ bits));
    host.log.push(format!("import {number} {arguments:x?}, globals {globals:x?}"));
    let mut random = Random::new(hash);
    if random.once_in(3) {
        change(caller, &mut random)?;
    }
    if random.once_in(3) {
        call_back(caller, &mut random)?;
    }
    for (result, ty) in results.iter_mut().zip(ty.results()) {
        *result = random.value(&ty);
    }
    Ok(())
}

/// Changes a global, a byte of the memory, and sometimes the memory's size.
fn change(caller: &mut Caller<Host>, random: &mut Random) -> Result<()> {
    let Exports { globals, memory, .. } = caller.data().exports.clone();
    if !globals.is_empty() {
        let global = *random.pick(&globals);
        let ty = global.ty(&*caller);
        if ty.mutability() == Mutability::Var {
            global.set(&mut *caller, random.value(ty.content()))?;
        }
    }
    if let Some(memory) = memory {
        if random.once_in(4) {
            // This fails if the memory already has its maximum size.
            let _ = memory.grow(&mut *caller, 1);
        }
        let bytes = memory.data_mut(&mut *caller);
        if !bytes.is_empty() {
            let at = random.below(bytes.len());
            bytes[at] = random.bits() as u8;
        }
    }
    Ok(())
}

/// Calls an exported function. If it traps, the host passes the trap on to its caller or ignores it.
fn call_back(caller: &mut Caller<Host>, random: &mut Random) -> Result<()> {
    let functions = caller.data().exports.functions.clone();
    if functions.is_empty() || caller.data().depth == MAX_DEPTH {
        return Ok(());
    }
    let number = random.below(functions.len());
    let ty = functions[number].ty(&*caller);
    let arguments: Vec<Val> = ty.params().map(|ty| random.value(&ty)).collect();
    let mut results = vec![Val::I32(0); ty.results().len()];
    caller.data_mut().depth += 1;
    let outcome = functions[number].call(&mut *caller, &arguments, &mut results);
    let host = caller.data_mut();
    host.depth -= 1;
    host.callbacks += 1;
    let Err(error) = outcome else {
        host.log.push(format!("export {number} returns {:x?}", results.iter().map(bits).collect::<Vec<_>>()));
        return Ok(());
    };
    host.log.push(format!("export {number} fails with {}", kind(&error)));
    host.has_overflowed |= error.downcast_ref() == Some(&Trap::StackOverflow);
    if random.once_in(2) || host.has_overflowed { Err(error) } else { Ok(()) }
}
