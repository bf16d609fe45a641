//! A foreign server, and the nodes of plans that scan its tables. Each node compiles the component anew and has an
//! instance of its own, as in the extension.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};
use wasmtime::component::{Component, Linker, Resource};
use wasmtime::{Config, Engine, Store};

use crate::bindings::Wrappers;
use crate::bindings::supabase::wrappers::types::{ImportForeignSchemaStmt, ImportSchemaType};
use crate::clock::Clock;
use crate::host::{Reported, State};
use crate::query::Query;
use crate::value::Value;

/// The version that the host says it has.
const HOST_VERSION: &str = "0.1.5";

/// A foreign server.
#[derive(Clone, Debug)]
pub struct Server {
    /// The component's file.
    pub component: PathBuf,
    /// Options of the server.
    pub options: BTreeMap<String, String>,
    /// Secrets by id. What is not here is looked for in the environment, as `VAULT_SECRET_<id>`.
    pub vault: BTreeMap<String, String>,
    /// Whether sleeping takes time.
    pub virtual_time: bool,
}

/// What an error of a callback is: the guest's own, which Postgres shows, or a trap or panic.
#[derive(Debug)]
pub enum Fault {
    /// The guest returned it.
    Guest(String),
    /// The guest trapped, or did what makes the extension panic.
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

impl Server {
    /// A server of the component, without options.
    pub fn new(component: &Path) -> Self {
        let component = component.to_path_buf();
        Server { component, options: BTreeMap::new(), vault: BTreeMap::new(), virtual_time: false }
    }

    /// The same with an option.
    pub fn option(mut self, name: &str, value: &str) -> Self {
        self.options.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The statements of IMPORT FOREIGN SCHEMA.
    pub fn import_foreign_schema(&self, list_type: ImportSchemaType, tables: &[&str]) -> Result<Vec<String>, Fault> {
        let mut node = Node::new(self)?;
        let stmt = ImportForeignSchemaStmt {
            server_name: "clerk_server".to_owned(),
            remote_schema: "clerk".to_owned(),
            local_schema: "clerk".to_owned(),
            list_type,
            table_list: tables.iter().map(|table| (*table).to_owned()).collect(),
        };
        let routines = node.guest.supabase_wrappers_routines();
        guest(routines.call_import_foreign_schema(&mut node.store, Resource::new_borrow(0), &stmt))
    }
}

/// A foreign scan of a plan.
pub struct Node {
    store: Store<State>,
    guest: Wrappers,
    /// The time it took to compile the component.
    pub compiled_in: Duration,
}

fn guest<T>(result: Result<Result<T, String>>) -> Result<T, Fault> {
    let result = result.map_err(|error| match error.downcast::<Reported>() {
        Ok(Reported(text)) => Fault::Guest(text),
        Err(error) => Fault::Trap(error),
    })?;
    result.map_err(Fault::Guest)
}

impl Node {
    /// Compiles, instantiates and initialises the component: what happens for EXPLAIN too.
    pub fn new(server: &Server) -> Result<Node, Fault> {
        let mut node = Self::instantiate(server).map_err(Fault::Trap)?;
        node.check_version().map_err(Fault::Trap)?;
        let routines = node.guest.supabase_wrappers_routines();
        guest(routines.call_init(&mut node.store, Resource::new_borrow(0)))?;
        Ok(node)
    }

    fn instantiate(server: &Server) -> Result<Node> {
        let bytes = std::fs::read(&server.component)
            .with_context(|| format!("cannot read the component {}", server.component.display()))?;
        let started = Instant::now();
        let mut config = Config::new();
        config.wasm_component_model(true);
        let engine = Engine::new(&config)?;
        let component = Component::from_binary(&engine, &bytes)?;
        let compiled_in = started.elapsed();
        let mut linker = Linker::new(&engine);
        Wrappers::add_to_linker::<_, wasmtime::component::HasSelf<_>>(&mut linker, |state: &mut State| state)?;
        let clock = if server.virtual_time { Clock::virtual_time() } else { Clock::default() };
        let state = State::new(server.options.clone(), server.vault.clone(), clock);
        let mut store = Store::new(&engine, state);
        store.limiter(|state| state);
        let guest = Wrappers::instantiate(&mut store, &component, &linker)?;
        Ok(Node { store, guest, compiled_in })
    }

    fn check_version(&mut self) -> Result<()> {
        let routines = self.guest.supabase_wrappers_routines();
        let range = routines.call_host_version_requirement(&mut self.store)?;
        if !semver::VersionReq::parse(&range)?.matches(&semver::Version::parse(HOST_VERSION)?) {
            bail!("host version {HOST_VERSION} does not match requirement {range}");
        }
        Ok(())
    }

    /// begin-scan
    pub fn begin(&mut self, query: &Query) -> Result<(), Fault> {
        let state = self.store.data_mut();
        state.columns = query.needed();
        state.quals = query.quals.clone();
        state.sorts = query.sorts.clone();
        state.limit = query.limit;
        state.table_options = query.table_options.clone();
        let routines = self.guest.supabase_wrappers_routines();
        guest(routines.call_begin_scan(&mut self.store, Resource::new_borrow(0)))
    }

    /// iter-scan: the next row, a value for each column that the query needs.
    pub fn next_row(&mut self) -> Result<Option<Vec<Value>>, Fault> {
        self.store.data_mut().row.clear();
        let routines = self.guest.supabase_wrappers_routines();
        let found = guest(routines.call_iter_scan(&mut self.store, Resource::new_borrow(0), Resource::new_borrow(0)))?;
        if found.is_none() {
            return Ok(None);
        }
        let state = self.store.data_mut();
        let row = std::mem::take(&mut state.row);
        if row.len() != state.columns.len() {
            return Err(Fault::Trap(anyhow!(
                "target column number not match: {} of {}",
                row.len(),
                state.columns.len()
            )));
        }
        Ok(Some(row))
    }

    /// iter-scan until it has no more.
    pub fn rest(&mut self) -> Result<Vec<Vec<Value>>, Fault> {
        let mut rows = Vec::new();
        while let Some(row) = self.next_row()? {
            rows.push(row);
        }
        Ok(rows)
    }

    /// re-scan
    pub fn rescan(&mut self) -> Result<(), Fault> {
        let routines = self.guest.supabase_wrappers_routines();
        guest(routines.call_re_scan(&mut self.store, Resource::new_borrow(0)))
    }

    /// end-scan
    pub fn end(&mut self) -> Result<(), Fault> {
        let routines = self.guest.supabase_wrappers_routines();
        guest(routines.call_end_scan(&mut self.store, Resource::new_borrow(0)))
    }

    /// begin-modify, as INSERT, UPDATE and DELETE begin.
    pub fn begin_modify(&mut self) -> Result<(), Fault> {
        let routines = self.guest.supabase_wrappers_routines();
        guest(routines.call_begin_modify(&mut self.store, Resource::new_borrow(0)))
    }

    /// What the instance did.
    pub fn state(&self) -> &State {
        self.store.data()
    }
}
