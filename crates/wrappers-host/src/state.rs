//! The state of one instance, which the imports read and change: its options, its scan and the current row.

use std::collections::BTreeMap;

use wasmtime::ResourceLimiter;

use crate::environment::HostEnvironment;
use crate::scan::Scan;

/// Options of a foreign server, of a foreign table or of IMPORT FOREIGN SCHEMA, by name.
pub type Options = BTreeMap<String, String>;

/// State of one instance.
pub struct State<S: HostEnvironment> {
    /// Options of the foreign server.
    pub server_options: Options,
    /// Options of the foreign table.
    pub table_options: Options,
    /// Options of IMPORT FOREIGN SCHEMA.
    pub import_options: Options,
    /// Columns, quals and hints of the current scan.
    pub scan: Scan,
    /// The row that the guest is building during a scan, or the row that it has to write.
    pub row: Row<S::Value>,
    /// The host environment.
    pub environment: S,
    /// Peak total size of the instance's linear memories, in bytes.
    pub peak_memory: usize,
    /// Maximum total size of the instance's linear memories, in bytes. Growing beyond it fails.
    pub memory_limit: usize,
}

/// A row: column names and values, in two lists of the same length.
pub struct Row<V> {
    /// Column names.
    pub names: Vec<String>,
    /// Values, one per column.
    pub values: Vec<V>,
}

impl<V> Row<V> {
    /// Removes all columns and values.
    pub fn clear(&mut self) {
        self.names.clear();
        self.values.clear();
    }
}

impl<S: HostEnvironment> State<S> {
    /// State of a new instance for a foreign server with these options.
    pub fn new(server_options: Options, environment: S) -> Self {
        State {
            server_options,
            table_options: Options::new(),
            import_options: Options::new(),
            scan: Scan::default(),
            row: Row { names: Vec::new(), values: Vec::new() },
            environment,
            peak_memory: 0,
            memory_limit: usize::MAX,
        }
    }
}

impl<S: HostEnvironment> ResourceLimiter for State<S> {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> anyhow::Result<bool> {
        // Memories never shrink, so the peak is also the current total.
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
