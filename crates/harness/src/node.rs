//! A foreign server, and the nodes of plans that scan its tables. Each node compiles the component anew and has an
//! instance of its own, as in the extension.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use cold_code::Map;
use wrappers_host::types::{ImportForeignSchemaStmt, ImportSchemaType};
use wrappers_host::{Compiled, Fault, Instance, State};

use crate::clock::Clock;
use crate::query::Query;
use crate::surroundings::Harness;
use crate::value::Value;

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
    /// How large the guest's memories may grow together, in bytes.
    pub memory_limit: usize,
}

impl Server {
    /// A server of the component, without options.
    pub fn new(component: &Path) -> Self {
        let component = component.to_path_buf();
        Server {
            component,
            options: BTreeMap::new(),
            vault: BTreeMap::new(),
            virtual_time: false,
            memory_limit: usize::MAX,
        }
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
        node.instance.import_foreign_schema(&stmt)
    }
}

/// A foreign scan of a plan.
pub struct Node {
    instance: Instance<Harness>,
    /// The time it took to compile the component.
    pub compiled_in: Duration,
}

impl Node {
    /// Compiles, instantiates and initialises the component: what happens for EXPLAIN too.
    pub fn new(server: &Server) -> Result<Node, Fault> {
        let compiled = Self::compile(&server.component).map_err(Fault::Trap)?;
        let clock = if server.virtual_time { Clock::virtual_time() } else { Clock::default() };
        let harness = Harness { vault: server.vault.clone(), clock, ..Harness::default() };
        let mut state = State::new(server.options.clone(), harness);
        state.memory_limit = server.memory_limit;
        let instance = Instance::new(&compiled, state)?;
        Ok(Node { instance, compiled_in: compiled.took })
    }

    fn compile(component: &Path) -> Result<Compiled> {
        let bytes = std::fs::read(component);
        let bytes = bytes.with_context(|| format!("cannot read the component {}", component.display()))?;
        Ok(Compiled::new(&bytes)?.with_functions(Map::beside(component)))
    }

    /// begin-scan
    pub fn begin(&mut self, query: &Query) -> Result<(), Fault> {
        let state = self.instance.state_mut();
        state.scan = query.scan();
        state.table_options = query.table_options.clone();
        state.surroundings.columns = query.needed();
        self.instance.begin_scan()
    }

    /// iter-scan: the next row, a value for each column that the query needs.
    pub fn next_row(&mut self) -> Result<Option<Vec<Value>>, Fault> {
        self.instance.iter_scan()
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
        self.instance.re_scan()
    }

    /// end-scan
    pub fn end(&mut self) -> Result<(), Fault> {
        self.instance.end_scan()
    }

    /// begin-modify, as INSERT, UPDATE and DELETE begin.
    pub fn begin_modify(&mut self) -> Result<(), Fault> {
        self.instance.begin_modify()
    }

    /// The instructions that each function of the component's core module has run, by the function's index. For a
    /// component that is built to count them.
    pub fn instructions(&mut self, functions: u32) -> Result<Vec<u64>> {
        (0..functions).map(|function| self.instance.call_extra("instructions", function)).collect()
    }

    /// What the instance did.
    pub fn did(&self) -> &Harness {
        &self.instance.state().surroundings
    }

    /// The sum of the guest's memories at their largest, in bytes.
    pub fn peak_memory(&self) -> usize {
        self.instance.state().peak_memory
    }
}
