//! What the imports work on: one instance's options, its scan and the row being built.

use std::collections::BTreeMap;

use wasmtime::ResourceLimiter;

use crate::scan::Scan;
use crate::surroundings::Surroundings;

/// Options of an object, by name.
pub type Options = BTreeMap<String, String>;

/// One instance's state.
pub struct State<S: Surroundings> {
    /// Options of the foreign server.
    pub server_options: Options,
    /// Options of the foreign table.
    pub table_options: Options,
    /// Options of IMPORT FOREIGN SCHEMA.
    pub import_options: Options,
    /// What the scan is asked for.
    pub scan: Scan,
    /// The row being built, or the row to write: names and values, of the same length.
    pub row: Row<S::Value>,
    /// The host.
    pub surroundings: S,
    /// The sum of the instance's linear memories at their largest, in bytes.
    pub peak_memory: usize,
    /// How large that sum may grow, in bytes.
    pub memory_limit: usize,
}

/// A row.
pub struct Row<V> {
    /// Names of its columns.
    pub names: Vec<String>,
    /// Their values.
    pub values: Vec<V>,
}

impl<V> Row<V> {
    /// Takes all out of it.
    pub fn clear(&mut self) {
        self.names.clear();
        self.values.clear();
    }
}

impl<S: Surroundings> State<S> {
    /// Of an instance of a server.
    pub fn new(server_options: Options, surroundings: S) -> Self {
        State {
            server_options,
            table_options: Options::new(),
            import_options: Options::new(),
            scan: Scan::default(),
            row: Row { names: Vec::new(), values: Vec::new() },
            surroundings,
            peak_memory: 0,
            memory_limit: usize::MAX,
        }
    }
}

impl<S: Surroundings> ResourceLimiter for State<S> {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> anyhow::Result<bool> {
        // Memories never shrink.
        let sum = self.peak_memory + (desired - current);
        let fits = sum <= self.memory_limit;
        if fits {
            self.peak_memory = sum;
        }
        Ok(fits)
    }

    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> anyhow::Result<bool> {
        Ok(true)
    }
}
