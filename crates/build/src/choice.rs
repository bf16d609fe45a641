//! The choice of the functions that stay compiled: a file that `make profile` writes and people review.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::toolchain::Toolchain;
use crate::{names, workspace};

/// The choice.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The tools that the functions' names come from. Others may split the sources into other functions.
    pub tools: Tools,
    /// What each workload is, by its name; for people.
    pub workloads: BTreeMap<String, String>,
    /// The functions that stay compiled.
    pub compiled: BTreeMap<String, Figures>,
    /// Functions that run for each row that is fetched, and are interpreted all the same; for people.
    pub interpreted: BTreeMap<String, Figures>,
}

/// A function's bytes, and the instructions that it runs for each row of a workload, by the workload's name.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
pub struct Figures {
    /// Bytes of its code, where it is compiled.
    pub bytes: u64,
    /// Instructions for each row.
    #[serde(flatten)]
    pub instructions: BTreeMap<String, f64>,
}

/// The versions of the tools that decide which functions there are, as `--version` prints them.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Tools {
    /// Of `rustc --version`.
    pub rustc: String,
    /// Of `wasm-opt --version`.
    pub wasm_opt: String,
}

impl Tools {
    /// Those that are in use.
    pub fn in_use(toolchain: &Toolchain) -> Result<Tools> {
        let version = |program: &PathBuf| -> Result<String> {
            let output = Command::new(program).arg("--version").output();
            let output = output.with_context(|| format!("cannot run {}", program.display()))?;
            if !output.status.success() {
                bail!("{} --version failed", program.display());
            }
            Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
        };
        Ok(Tools { rustc: version(&toolchain.rustc)?, wasm_opt: version(&"wasm-opt".into())? })
    }
}

/// Where the choice is.
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

    /// The indices of the functions of a module that stay compiled. A name that no function has is an error.
    pub fn indices(&self, module: &[u8]) -> Result<BTreeSet<u32>> {
        let names = names::of_functions(module)?;
        let known: BTreeSet<&String> = names.values().collect();
        let missing: Vec<&str> =
            self.compiled.keys().filter(|name| !known.contains(name)).map(String::as_str).collect();
        if !missing.is_empty() {
            bail!(
                "{} names functions that the component does not have: {}. Measure again with `make profile`",
                path().display(),
                missing.join(", ")
            );
        }
        let is_chosen = |(_, name): &(&u32, &String)| self.compiled.contains_key(*name);
        Ok(names.iter().filter(is_chosen).map(|(index, _)| *index).collect())
    }
}
