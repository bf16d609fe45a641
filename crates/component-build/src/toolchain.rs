//! Finds a cargo and rustc that can build for wasm32: those on the path if their sysroot has the target, as with
//! rustup, or otherwise Debian's, for which `scripts/wasm-target.sh` builds the target if rustup cannot download it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::TARGET;

/// A pair of cargo and rustc.
pub struct Toolchain {
    /// The path of cargo.
    pub cargo: PathBuf,
    /// The path of the rustc that cargo has to run.
    pub rustc: PathBuf,
}

/// Returns the first toolchain that has the target [`TARGET`].
pub fn find() -> Result<Toolchain> {
    let candidates = [("cargo", "rustc"), ("/usr/bin/cargo", "/usr/bin/rustc")];
    for (cargo, rustc) in candidates {
        if has_target(Path::new(rustc)) {
            return Ok(Toolchain { cargo: cargo.into(), rustc: rustc.into() });
        }
    }
    bail!("no installed toolchain has the target {TARGET}; run scripts/wasm-target.sh to install it")
}

fn has_target(rustc: &Path) -> bool {
    let Ok(output) = Command::new(rustc).args(["--print", "sysroot"]).output() else { return false };
    let sysroot = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let Ok(entries) = sysroot.join("lib/rustlib").join(TARGET).join("lib").read_dir() else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}
