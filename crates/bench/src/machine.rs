//! The machine that measures.

use std::fs;

use anyhow::{Context, Result};
use serde::Serialize;

/// What is told of it.
#[derive(Serialize)]
pub struct Machine {
    /// How many threads run at the same time.
    pub cores: usize,
    /// The model of its processor.
    pub cpu_model: String,
}

impl Machine {
    /// This one.
    pub fn this() -> Result<Machine> {
        let cores = std::thread::available_parallelism().context("cannot count the cores")?.get();
        let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        Ok(Machine { cores, cpu_model: model.map_or("unknown", |(_, model)| model).to_owned() })
    }
}
