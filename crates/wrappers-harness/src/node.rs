//! A foreign server, and the nodes of query plans that scan its tables. As in the extension, each node compiles the
//! component again and has an instance of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use cold_code::Map;
use wrappers_host::types::{Cell, ImportForeignSchemaStmt, ImportSchemaType};
use wrappers_host::{CallError, Compiled, Instance, State};

use crate::clock::Clock;
use crate::environment::Harness;
use crate::query::Query;
use crate::value::{Column, Value};

/// A foreign server.
#[derive(Clone, Debug)]
pub struct Server {
    /// File of the component.
    pub component: PathBuf,
    /// Options of the server.
    pub options: BTreeMap<String, String>,
    /// Secrets of Vault by id. Those that are missing are read from the environment variables `VAULT_SECRET_<id>`.
    pub vault: BTreeMap<String, String>,
    /// Whether the clock is virtual, so that sleeping takes no real time.
    pub virtual_time: bool,
    /// Maximum total size of the guest's linear memories, in bytes.
    pub memory_limit: usize,
}

impl Server {
    /// A server that uses the component in a file, without options.
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

    /// Sets a server option.
    pub fn option(mut self, name: &str, value: &str) -> Self {
        self.options.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Runs IMPORT FOREIGN SCHEMA for these tables and returns its CREATE FOREIGN TABLE statements.
    pub fn import_foreign_schema(
        &self,
        list_type: ImportSchemaType,
        tables: &[&str],
    ) -> Result<Vec<String>, CallError> {
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

/// A node of a query plan that scans or writes a foreign table, with its own instance of the component.
pub struct Node {
    instance: Instance<Harness>,
    /// Time that compiling the component took.
    pub compiled_in: Duration,
}

impl Node {
    /// Compiles, instantiates and initialises the component, which the extension does for EXPLAIN too.
    pub fn new(server: &Server) -> Result<Node, CallError> {
        let compiled = Self::compile(&server.component).map_err(CallError::Trap)?;
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

    /// Calls `begin-scan` for a query.
    pub fn begin(&mut self, query: &Query) -> Result<(), CallError> {
        let state = self.instance.state_mut();
        state.scan = query.scan();
        state.table_options = query.table_options.clone();
        state.environment.columns = query.needed();
        self.instance.begin_scan()
    }

    /// Calls `iter-scan`. Returns the next row, with one value for each column that the query needs; `None` after the
    /// last row.
    pub fn next_row(&mut self) -> Result<Option<Vec<Value>>, CallError> {
        self.instance.iter_scan()
    }

    /// Returns all remaining rows of the scan.
    pub fn rest(&mut self) -> Result<Vec<Vec<Value>>, CallError> {
        let mut rows = Vec::new();
        while let Some(row) = self.next_row()? {
            rows.push(row);
        }
        Ok(rows)
    }

    /// Calls `re-scan`.
    pub fn rescan(&mut self) -> Result<(), CallError> {
        self.instance.re_scan()
    }

    /// Calls `end-scan`.
    pub fn end(&mut self) -> Result<(), CallError> {
        self.instance.end_scan()
    }

    /// Calls `begin-modify`, with which INSERT, UPDATE and DELETE begin, for a table with these options.
    pub fn begin_modify(&mut self, table_options: &BTreeMap<String, String>) -> Result<(), CallError> {
        self.instance.state_mut().table_options = table_options.clone();
        self.instance.begin_modify()
    }

    /// Calls `insert` for a row. Postgres sets every column of the table.
    pub fn insert(&mut self, row: &[(Column, Value)]) -> Result<(), CallError> {
        self.set_row(row);
        self.instance.insert()
    }

    /// Calls `update` for the row with this id. Postgres passes only the columns that the statement sets.
    pub fn update(&mut self, row_id: &str, row: &[(Column, Value)]) -> Result<(), CallError> {
        self.set_row(row);
        self.instance.update(&Cell::String(row_id.to_owned()))
    }

    /// Calls `delete` for the row with this id.
    pub fn delete(&mut self, row_id: &str) -> Result<(), CallError> {
        self.instance.delete(&Cell::String(row_id.to_owned()))
    }

    /// Calls `end-modify`.
    pub fn end_modify(&mut self) -> Result<(), CallError> {
        self.instance.end_modify()
    }

    fn set_row(&mut self, row: &[(Column, Value)]) {
        let state = self.instance.state_mut();
        state.environment.columns = row.iter().map(|(column, _)| column.clone()).collect();
        state.row.names = row.iter().map(|(column, _)| column.name.clone()).collect();
        state.row.values = row.iter().map(|(_, value)| value.clone()).collect();
    }

    /// Number of instructions that each function of the component's core module has run, by the function's index. The
    /// component has to be built to count them.
    pub fn instructions(&mut self, functions: u32) -> Result<Vec<u64>> {
        (0..functions).map(|function| self.instance.call_extra("instructions", function)).collect()
    }

    /// The host environment, which has recorded what the instance did.
    pub fn environment(&self) -> &Harness {
        &self.instance.state().environment
    }

    /// Peak total size of the guest's linear memories, in bytes.
    pub fn peak_memory(&self) -> usize {
        self.instance.state().peak_memory
    }
}
