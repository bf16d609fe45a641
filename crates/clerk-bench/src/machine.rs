//! The machine that the measurements run on.

use std::fs;

use anyhow::{Context, Result};
use serde::Serialize;

/// Description of a machine.
#[derive(Serialize)]
pub struct Machine {
    /// Number of threads that can run at the same time.
    pub cores: usize,
    /// Model of the processor.
    pub cpu_model: String,
}

impl Machine {
    /// This machine.
    pub fn this() -> Result<Machine> {
        let cores = std::thread::available_parallelism().context("cannot count the cores")?.get();
        let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        Ok(Machine { cores, cpu_model: model.map_or("unknown", |(_, model)| model).to_owned() })
    }
}
