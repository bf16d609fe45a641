//! Where the programs are that `scripts/scim.sh` installs, and the files of this crate that they run.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// What to do if a program is missing.
const HINT: &str = "`make setup-scim` installs what is needed to run SCIM servers";

/// A file of this crate.
pub(crate) fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The Python that has scim2-server and scim2-tester.
pub(crate) fn python() -> Result<PathBuf> {
    installed("python", "bin/python", "scim2-server")
}

/// The folder whose modules of Node.js have SCIMMY.
pub(crate) fn node_folder() -> Result<PathBuf> {
    installed("node", "", "SCIMMY")
}

/// A path in a folder of `target/scim` that is completely installed.
fn installed(folder: &str, path: &str, program: &str) -> Result<PathBuf> {
    let folder = target().join("scim").join(folder);
    if !folder.join("stamp").exists() {
        bail!("{program} is not installed in {} ({HINT})", folder.display());
    }
    Ok(folder.join(path))
}

/// The directory of what cargo builds.
fn target() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = here.ancestors().nth(2).unwrap_or(here);
    // A relative path is relative to the root of the workspace, where the script runs.
    workspace.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}
