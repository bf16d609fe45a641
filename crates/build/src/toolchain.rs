//! Which cargo and rustc build for wasm32: the ones in use where their sysroot has the target (rustup's way), or
//! Debian's, whose target `scripts/wasm-target.sh` builds where rustup cannot fetch one.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::TARGET;

/// A cargo and the rustc it is to run.
pub struct Toolchain {
    /// The cargo.
    pub cargo: PathBuf,
    /// The rustc.
    pub rustc: PathBuf,
}

/// The first toolchain that has the target.
pub fn find() -> Result<Toolchain> {
    let candidates = [("cargo", "rustc"), ("/usr/bin/cargo", "/usr/bin/rustc")];
    for (cargo, rustc) in candidates {
        if has_target(Path::new(rustc)) {
            return Ok(Toolchain { cargo: cargo.into(), rustc: rustc.into() });
        }
    }
    bail!("no toolchain here has the target {TARGET}: run scripts/wasm-target.sh")
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
