//! The life cycle of an instance: compile, instantiate, check the host's version, initialise, call routines.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use cold_code::Map;
use wasmtime::component::{Component, HasSelf, Linker, Resource};
use wasmtime::{Config, Engine, Store, Trap, WasmCoreDump};

use crate::bindings::Wrappers;
use crate::bindings::exports::supabase::wrappers::routines::Guest;
use crate::environment::{HostEnvironment, Reported};
use crate::state::State;
use crate::types::{Cell, ImportForeignSchemaStmt};

/// Version of the host, which has to satisfy the guest's requirement. It is that of the Postgres extension.
const HOST_VERSION: &str = "0.1.5";

/// Why the host could not instantiate a component or call one of its routines.
#[derive(Debug)]
pub enum CallError {
    /// The guest returned this error or raised it with `report-error`. Postgres shows it to the user.
    Guest(String),
    /// The guest trapped, the guest did something that would panic the Postgres extension, or the host failed.
    Trap(anyhow::Error),
}

impl std::fmt::Display for CallError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CallError::Guest(text) => f.write_str(text),
            CallError::Trap(error) => write!(f, "{error:#}"),
        }
    }
}

impl std::error::Error for CallError {}

/// A compiled component.
#[derive(Clone)]
pub struct Compiled {
    engine: Engine,
    component: Component,
    /// Names of the functions in the component's bytecode, used to say which one trapped.
    functions: Option<Arc<Map<String>>>,
    /// Time that the compilation took.
    pub took: Duration,
}

impl Compiled {
    /// Compiles a component with Cranelift, on the current thread.
    pub fn new(component: &[u8]) -> Result<Self> {
        let started = Instant::now();
        let mut config = Config::new();
        config.wasm_component_model(true);
        // If bytecode traps, its position can be found in the memory of the dump.
        config.coredump_on_trap(true);
        let engine = Engine::new(&config)?;
        let component = Component::from_binary(&engine, component)?;
        Ok(Compiled { engine, component, functions: None, took: started.elapsed() })
    }

    /// Adds the names of the functions in the component's bytecode.
    pub fn with_functions(self, functions: Option<Map<String>>) -> Self {
        Compiled { functions: functions.map(Arc::new), ..self }
    }
}

/// An instance of a component, for one node of a query plan.
pub struct Instance<S: HostEnvironment> {
    store: Store<State<S>>,
    guest: Wrappers,
    raw: wasmtime::component::Instance,
    functions: Option<Arc<Map<String>>>,
}

/// Representation of the context and of the row that routines receive. An instance has only one of each, in its state.
const SOLE_HANDLE: u32 = 0;

impl<S: HostEnvironment> Instance<S> {
    /// Instantiates a component, checks the version of the host that it requires, and calls `init`.
    pub fn new(compiled: &Compiled, state: State<S>) -> Result<Self, CallError> {
        let mut instance = Self::instantiate(compiled, state).map_err(CallError::Trap)?;
        instance.check_version().map_err(CallError::Trap)?;
        instance.call(|routines, store| routines.call_init(store, Resource::new_borrow(SOLE_HANDLE)))?;
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

    /// Calls a routine, and distinguishes errors of the guest from traps.
    fn call<T>(
        &mut self,
        routine: impl FnOnce(&Guest, &mut Store<State<S>>) -> Result<Result<T, String>>,
    ) -> Result<T, CallError> {
        match routine(self.guest.supabase_wrappers_routines(), &mut self.store) {
            Ok(result) => result.map_err(CallError::Guest),
            Err(error) => Err(match error.downcast::<Reported>() {
                Ok(Reported(text)) => CallError::Guest(text),
                Err(error) => CallError::Trap(self.explain(error)),
            }),
        }
    }

    /// Adds the last position in bytecode to the message of a trap, because a backtrace shows only the interpreter. A
    /// trap in compiled code gets the indices of the functions on the stack.
    fn explain(&self, error: anyhow::Error) -> anyhow::Error {
        let Some(dump) = error.downcast_ref::<WasmCoreDump>() else { return error };
        let cause = error.root_cause();
        // The error comes from an import: its message is enough.
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
        anyhow!("{cause} (in function {})", functions.join(", called by "))
    }

    /// The instance's state.
    pub fn state(&self) -> &State<S> {
        self.store.data()
    }

    /// The instance's state, to set what the next routine reads.
    pub fn state_mut(&mut self) -> &mut State<S> {
        self.store.data_mut()
    }

    /// Calls `begin-scan` for the scan in the state.
    pub fn begin_scan(&mut self) -> Result<(), CallError> {
        self.call(|routines, store| routines.call_begin_scan(store, Resource::new_borrow(SOLE_HANDLE)))
    }

    /// Calls `iter-scan`. Returns the next row, with one value for each column of the scan; `None` after the last row.
    pub fn iter_scan(&mut self) -> Result<Option<Vec<S::Value>>, CallError> {
        self.state_mut().row.clear();
        let found = self.call(|routines, store| {
            routines.call_iter_scan(store, Resource::new_borrow(SOLE_HANDLE), Resource::new_borrow(SOLE_HANDLE))
        })?;
        if found.is_none() {
            return Ok(None);
        }
        let state = self.state_mut();
        let row = std::mem::take(&mut state.row.values);
        if row.len() != state.scan.columns.len() {
            let (got, want) = (row.len(), state.scan.columns.len());
            let text = format!("target column number not match: the guest pushed {got} cells for {want} columns");
            return Err(CallError::Trap(anyhow!(text)));
        }
        Ok(Some(row))
    }

    /// Calls `re-scan`.
    pub fn re_scan(&mut self) -> Result<(), CallError> {
        self.call(|routines, store| routines.call_re_scan(store, Resource::new_borrow(SOLE_HANDLE)))
    }

    /// Calls `end-scan`.
    pub fn end_scan(&mut self) -> Result<(), CallError> {
        self.call(|routines, store| routines.call_end_scan(store, Resource::new_borrow(SOLE_HANDLE)))
    }

    /// Calls `begin-modify`, with which INSERT, UPDATE and DELETE begin.
    pub fn begin_modify(&mut self) -> Result<(), CallError> {
        self.call(|routines, store| routines.call_begin_modify(store, Resource::new_borrow(SOLE_HANDLE)))
    }

    /// Calls `insert` for the row in the state.
    pub fn insert(&mut self) -> Result<(), CallError> {
        self.call(|routines, store| {
            routines.call_insert(store, Resource::new_borrow(SOLE_HANDLE), Resource::new_borrow(SOLE_HANDLE))
        })
    }

    /// Calls `update` to replace the row with this id by the row in the state.
    pub fn update(&mut self, rowid: &Cell) -> Result<(), CallError> {
        self.call(|routines, store| {
            routines.call_update(store, Resource::new_borrow(SOLE_HANDLE), rowid, Resource::new_borrow(SOLE_HANDLE))
        })
    }

    /// Calls `delete` for the row with this id.
    pub fn delete(&mut self, rowid: &Cell) -> Result<(), CallError> {
        self.call(|routines, store| routines.call_delete(store, Resource::new_borrow(SOLE_HANDLE), rowid))
    }

    /// Calls `end-modify`.
    pub fn end_modify(&mut self) -> Result<(), CallError> {
        self.call(|routines, store| routines.call_end_modify(store, Resource::new_borrow(SOLE_HANDLE)))
    }

    /// Calls a function that the component exports in addition to the routines, as instrumented builds do.
    pub fn call_extra(&mut self, name: &str, argument: u32) -> Result<u64> {
        let function = self.raw.get_typed_func::<(u32,), (u64,)>(&mut self.store, name)?;
        let (result,) = function.call(&mut self.store, (argument,))?;
        function.post_return(&mut self.store)?;
        Ok(result)
    }

    /// Calls `import-foreign-schema`. Returns CREATE FOREIGN TABLE statements.
    pub fn import_foreign_schema(&mut self, stmt: &ImportForeignSchemaStmt) -> Result<Vec<String>, CallError> {
        self.call(|routines, store| routines.call_import_foreign_schema(store, Resource::new_borrow(SOLE_HANDLE), stmt))
    }
}
