//! From sources to the component that Wrappers loads: cargo makes a core module, wasm-opt makes it smaller,
//! wit-component wraps it, a checksum goes beside it.

pub mod size;
pub mod toolchain;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use wasmparser::BinaryReader;
use wit_component::ComponentEncoder;

/// The target of the core module.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Builds the component from the sources as they are now, into the workspace's `target/component/`; returns its path.
/// Cargo does nothing if nothing changed.
pub fn component() -> Result<PathBuf> {
    // One at a time: the threads of a test write the same files.
    static BUILDING: Mutex<()> = Mutex::new(());
    let _building = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    let target = workspace().join("target");
    // A folder of its own: cargo-component puts a component where cargo puts the core module.
    component_in(&target.join("guest"), &target.join("component"))
}

/// Builds the component into `out`, by way of cargo's target folder `target_dir`.
pub fn component_in(target_dir: &Path, out: &Path) -> Result<PathBuf> {
    let module = core_module(target_dir)?;
    let module = optimise(&module)?;
    let module = fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    let component = ComponentEncoder::default().module(&module)?.validate(true).encode()?;
    let component = without_names(&component)?;
    fs::create_dir_all(out)?;
    let path = out.join("clerk_fdw.wasm");
    // Renamed into place: tests that run at the same time never see half a file.
    let unfinished = out.join(format!("clerk_fdw.wasm.{}", std::process::id()));
    fs::write(&unfinished, &component)?;
    fs::rename(&unfinished, &path)?;
    fs::write(out.join("clerk_fdw.wasm.sha256"), format!("{}  clerk_fdw.wasm\n", checksum(&component)))?;
    Ok(path)
}

/// What of binaryen makes this code smallest: found by trying.
const PASSES: [&str; 10] = [
    "-Oz",
    "--one-caller-inline-max-function-size=10",
    "--always-inline-max-function-size=4",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--reorder-functions",
    "--reorder-locals",
    "--strip-producers",
];

/// Binaryen takes off a seventh of the code that LLVM leaves. The features are those that rustc's wasm32 has by default.
fn optimise(module: &Path) -> Result<PathBuf> {
    let out = module.with_extension("opt.wasm");
    let mut wasm_opt = Command::new("wasm-opt");
    wasm_opt.arg(module).arg("-o").arg(&out).args(PASSES);
    for feature in
        ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"]
    {
        wasm_opt.arg(format!("--enable-{feature}"));
    }
    let status = wasm_opt.status().context("cannot run wasm-opt (package binaryen): scripts/setup.sh installs it")?;
    if !status.success() {
        bail!("wasm-opt failed");
    }
    Ok(out)
}

/// A component without its custom sections: the names of what it is made of, which nobody asks for.
fn without_names(component: &[u8]) -> Result<Vec<u8>> {
    const PREAMBLE: usize = 8;
    let mut reader = BinaryReader::new(component, 0);
    let mut out = reader.read_bytes(PREAMBLE)?.to_vec();
    while !reader.eof() {
        let start = reader.original_position() as usize;
        let id = reader.read_u8()?;
        let size = reader.read_var_u32()? as usize;
        reader.read_bytes(size)?;
        if id != 0 {
            out.extend_from_slice(&component[start..reader.original_position() as usize]);
        }
    }
    Ok(out)
}

/// The sha256 of a component, as the option `fdw_package_checksum` takes it.
pub fn checksum(component: &[u8]) -> String {
    Sha256::digest(component).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn core_module(target_dir: &Path) -> Result<PathBuf> {
    let toolchain = toolchain::find()?;
    let mut cargo = Command::new(&toolchain.cargo);
    cargo.current_dir(workspace()).args(["build", "--quiet", "--release", "--locked", "--package", "clerk_fdw"]);
    cargo.args(["--target", TARGET]).arg("--target-dir").arg(target_dir);
    cargo.env("RUSTC", &toolchain.rustc);
    // What is meant for the build that this one runs in.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name == "RUSTFLAGS" || name == "CARGO_ENCODED_RUSTFLAGS" || name.starts_with("CARGO_PROFILE_") {
            cargo.env_remove(&*name);
        }
    }
    let status = cargo.status().with_context(|| format!("cannot run {}", toolchain.cargo.display()))?;
    if !status.success() {
        bail!("cargo build of the component failed");
    }
    Ok(target_dir.join(TARGET).join("release/clerk_fdw.wasm"))
}
