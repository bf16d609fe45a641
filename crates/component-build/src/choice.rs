//! Reads `compiled-functions.toml`, the choice of the functions that stay compiled. `make profile` writes this file,
//! and it is reviewed before it is committed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::toolchain::Toolchain;
use crate::{Provider, names, workspace};

/// The contents of `compiled-functions.toml`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The tools with which the functions were measured. Other versions may produce functions with other names.
    pub tools: Tools,
    /// A description of each workload, by the workload's name. For readers only.
    pub workloads: BTreeMap<String, String>,
    /// The functions that stay compiled, by name.
    pub compiled: BTreeMap<String, Figures>,
    /// Functions that run for each fetched row but become bytecode nevertheless, by name. For readers only.
    pub interpreted: BTreeMap<String, Figures>,
}

/// The measurements of a function.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
pub struct Figures {
    /// Size of its compiled code in bytes.
    pub bytes: u64,
    /// Instructions that it executes for each row, value or list of a workload, by the workload's name.
    #[serde(flatten)]
    pub instructions: BTreeMap<String, f64>,
}

/// The versions of the tools that determine a module's functions and their names.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Tools {
    /// The output of `rustc --version`.
    pub rustc: String,
    /// The output of `wasm-opt --version`.
    pub wasm_opt: String,
}

impl Tools {
    /// Returns the versions of the tools that builds use on this machine.
    pub fn in_use(toolchain: &Toolchain) -> Result<Tools> {
        let version = |program: &PathBuf| -> Result<String> {
            let output = Command::new(program).arg("--version").output();
            let output = output.with_context(|| format!("cannot run {}", program.display()))?;
            if !output.status.success() {
                bail!("`{} --version` failed", program.display());
            }
            Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
        };
        Ok(Tools { rustc: version(&toolchain.rustc)?, wasm_opt: version(&"wasm-opt".into())? })
    }
}

/// The path of `compiled-functions.toml`.
pub fn path() -> PathBuf {
    workspace().join("compiled-functions.toml")
}

impl Choice {
    /// Reads the file.
    pub fn read() -> Result<Choice> {
        let path = path();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("cannot read {}", path.display()))
    }

    /// Returns the indices of the functions of a module that stay compiled. Fails if the choice names a function that
    /// the component for Clerk does not have. The components of other providers may lack functions, because their
    /// catalogues do not need them.
    pub fn indices(&self, module: &[u8], provider: Provider) -> Result<BTreeSet<u32>> {
        let names = names::of_functions(module)?;
        let known: BTreeSet<&String> = names.values().collect();
        let missing: Vec<&str> =
            self.compiled.keys().filter(|name| !known.contains(name)).map(String::as_str).collect();
        if provider == Provider::Clerk && !missing.is_empty() {
            bail!(
                "{} names functions that the component does not have: {}. Run `make profile` to measure again",
                path().display(),
                missing.join(", ")
            );
        }
        let is_chosen = |(_, name): &(&u32, &String)| self.compiled.contains_key(*name);
        Ok(names.iter().filter(is_chosen).map(|(index, _)| *index).collect())
    }
}
