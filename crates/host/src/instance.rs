//! The life of an instance: compiled, instantiated, held against the host's version, initialised, then called.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use cold_code::Map;
use wasmtime::component::{Component, HasSelf, Linker, Resource};
use wasmtime::{Config, Engine, Store, Trap, WasmCoreDump};

use crate::bindings::Wrappers;
use crate::bindings::exports::supabase::wrappers::routines::Guest;
use crate::state::State;
use crate::surroundings::{Reported, Surroundings};
use crate::types::{Cell, ImportForeignSchemaStmt};

/// The version that the host says it has.
const HOST_VERSION: &str = "0.1.5";

/// What an error of a callback is: the guest's own, which Postgres shows, or a trap or panic.
#[derive(Debug)]
pub enum Fault {
    /// The guest returned or reported it.
    Guest(String),
    /// The guest trapped, or did what makes the extension panic, or its host failed.
    Trap(anyhow::Error),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Guest(text) => f.write_str(text),
            Fault::Trap(error) => write!(f, "{error:#}"),
        }
    }
}

impl std::error::Error for Fault {}

/// A component, compiled.
#[derive(Clone)]
pub struct Compiled {
    engine: Engine,
    component: Component,
    /// The functions in the component's bytecode, to name one that trapped.
    functions: Option<Arc<Map<String>>>,
    /// The time it took.
    pub took: Duration,
}

impl Compiled {
    /// Compiles a component, by Cranelift on this thread.
    pub fn new(component: &[u8]) -> Result<Self> {
        let started = Instant::now();
        let mut config = Config::new();
        config.wasm_component_model(true);
        // To find where bytecode trapped.
        config.coredump_on_trap(true);
        let engine = Engine::new(&config)?;
        let component = Component::from_binary(&engine, component)?;
        Ok(Compiled { engine, component, functions: None, took: started.elapsed() })
    }

    /// The same, with the names of the functions in its bytecode.
    pub fn with_functions(self, functions: Option<Map<String>>) -> Self {
        Compiled { functions: functions.map(Arc::new), ..self }
    }
}

/// An instance of a component.
pub struct Instance<S: Surroundings> {
    store: Store<State<S>>,
    guest: Wrappers,
    raw: wasmtime::component::Instance,
    functions: Option<Arc<Map<String>>>,
}

/// The handles that callbacks are given: there is one context, one row, and they are the state's.
const THE: u32 = 0;

impl<S: Surroundings> Instance<S> {
    /// Instantiates and initialises a component.
    pub fn new(compiled: &Compiled, state: State<S>) -> Result<Self, Fault> {
        let mut instance = Self::instantiate(compiled, state).map_err(Fault::Trap)?;
        instance.check_version().map_err(Fault::Trap)?;
        instance.call(|routines, store| routines.call_init(store, Resource::new_borrow(THE)))?;
        Ok(instance)
    }

    fn instantiate(compiled: &Compiled, state: State<S>) -> Result<Self> {
        let mut linker = Linker::new(&compiled.engine);
        Wrappers::add_to_linker::<_, HasSelf<_>>(&mut linker, |state: &mut State<S>| state)?;
        let mut store = Store::new(&compiled.engine, state);
        store.limiter(|state| state);
        let raw = linker.instantiate(&mut store, &compiled.component)?;
        let guest = Wrappers::new(&mut store, &raw)?;
        Ok(Instance { store, guest, raw, functions: compiled.functions.clone() })
    }

    fn check_version(&mut self) -> Result<()> {
        let range = self.guest.supabase_wrappers_routines().call_host_version_requirement(&mut self.store)?;
        if !semver::VersionReq::parse(&range)?.matches(&semver::Version::parse(HOST_VERSION)?) {
            bail!("host version {HOST_VERSION} does not match requirement {range}");
        }
        Ok(())
    }

    /// Calls a routine, and tells the guest's own errors from the rest.
    fn call<T>(
        &mut self,
        routine: impl FnOnce(&Guest, &mut Store<State<S>>) -> Result<Result<T, String>>,
    ) -> Result<T, Fault> {
        match routine(self.guest.supabase_wrappers_routines(), &mut self.store) {
            Ok(result) => result.map_err(Fault::Guest),
            Err(error) => Err(match error.downcast::<Reported>() {
                Ok(Reported(text)) => Fault::Guest(text),
                Err(error) => Fault::Trap(self.explain(error)),
            }),
        }
    }

    /// Adds to a trap where bytecode was last: a backtrace shows the interpreter alone.
    fn explain(&self, error: anyhow::Error) -> anyhow::Error {
        let Some(dump) = error.downcast_ref::<WasmCoreDump>() else { return error };
        let cause = error.root_cause();
        // What the host itself refuses is told by the host.
        if cause.downcast_ref::<Trap>().is_none() {
            return anyhow!("{cause}");
        }
        let memories = dump.memories().iter();
        if let Some(position) = memories.map(|memory| memory.data(&self.store)).find_map(cold_code::position) {
            let name = self.functions.as_ref().and_then(|functions| functions.function(position));
            let name = name.map_or(String::new(), |name| format!(", in {name}"));
            return anyhow!("{cause} (last position in bytecode: {position}{name})");
        }
        let functions: Vec<String> = dump.frames().iter().map(|frame| frame.func_index().to_string()).collect();
        anyhow!("{cause} (in the functions {})", functions.join(", called by "))
    }

    /// The state.
    pub fn state(&self) -> &State<S> {
        self.store.data()
    }

    /// The state, to set what the next callback finds there.
    pub fn state_mut(&mut self) -> &mut State<S> {
        self.store.data_mut()
    }

    /// begin-scan, of the scan that the state holds
    pub fn begin_scan(&mut self) -> Result<(), Fault> {
        self.call(|routines, store| routines.call_begin_scan(store, Resource::new_borrow(THE)))
    }

    /// iter-scan: the next row, a value for each column of the scan.
    pub fn iter_scan(&mut self) -> Result<Option<Vec<S::Value>>, Fault> {
        self.state_mut().row.clear();
        let found = self.call(|routines, store| {
            routines.call_iter_scan(store, Resource::new_borrow(THE), Resource::new_borrow(THE))
        })?;
        if found.is_none() {
            return Ok(None);
        }
        let state = self.state_mut();
        let row = std::mem::take(&mut state.row.values);
        if row.len() != state.scan.columns.len() {
            let (got, want) = (row.len(), state.scan.columns.len());
            return Err(Fault::Trap(anyhow!("target column number not match: {got} of {want}")));
        }
        Ok(Some(row))
    }

    /// re-scan
    pub fn re_scan(&mut self) -> Result<(), Fault> {
        self.call(|routines, store| routines.call_re_scan(store, Resource::new_borrow(THE)))
    }

    /// end-scan
    pub fn end_scan(&mut self) -> Result<(), Fault> {
        self.call(|routines, store| routines.call_end_scan(store, Resource::new_borrow(THE)))
    }

    /// begin-modify, as INSERT, UPDATE and DELETE begin
    pub fn begin_modify(&mut self) -> Result<(), Fault> {
        self.call(|routines, store| routines.call_begin_modify(store, Resource::new_borrow(THE)))
    }

    /// insert, of the row that the state holds
    pub fn insert(&mut self) -> Result<(), Fault> {
        self.call(|routines, store| routines.call_insert(store, Resource::new_borrow(THE), Resource::new_borrow(THE)))
    }

    /// update, to the row that the state holds
    pub fn update(&mut self, rowid: &Cell) -> Result<(), Fault> {
        self.call(|routines, store| {
            routines.call_update(store, Resource::new_borrow(THE), rowid, Resource::new_borrow(THE))
        })
    }

    /// delete
    pub fn delete(&mut self, rowid: &Cell) -> Result<(), Fault> {
        self.call(|routines, store| routines.call_delete(store, Resource::new_borrow(THE), rowid))
    }

    /// end-modify
    pub fn end_modify(&mut self) -> Result<(), Fault> {
        self.call(|routines, store| routines.call_end_modify(store, Resource::new_borrow(THE)))
    }

    /// Calls a function that a component exports beside the routines, as one that is built to be measured does.
    pub fn call_extra(&mut self, name: &str, argument: u32) -> Result<u64> {
        let function = self.raw.get_typed_func::<(u32,), (u64,)>(&mut self.store, name)?;
        let (result,) = function.call(&mut self.store, (argument,))?;
        function.post_return(&mut self.store)?;
        Ok(result)
    }

    /// The statements of IMPORT FOREIGN SCHEMA.
    pub fn import_foreign_schema(&mut self, stmt: &ImportForeignSchemaStmt) -> Result<Vec<String>, Fault> {
        self.call(|routines, store| routines.call_import_foreign_schema(store, Resource::new_borrow(THE), stmt))
    }
}
