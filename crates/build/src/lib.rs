//! From sources to the component that Wrappers loads: cargo makes a core module, wasm-opt makes it smaller, functions that
//! run rarely become bytecode, wit-component wraps it, a checksum goes beside it.

pub mod choice;
pub mod cold;
pub mod names;
pub mod size;
pub mod toolchain;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

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

/// Which component is built from the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// The one that is shipped: what runs rarely is bytecode.
    Shipped,
    /// Every function is compiled.
    Plain,
    /// Every function is bytecode.
    Interpreted,
    /// Every function is compiled and counts the instructions that it runs.
    Counting,
}

impl Variant {
    /// The variant's folder below `target/component/`, and the name by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Variant::Shipped => "shipped",
            Variant::Plain => "plain",
            Variant::Interpreted => "interpreted",
            Variant::Counting => "counting",
        }
    }
}

/// Builds the component from the sources as they are now, into the workspace's `target/component/`; returns its path.
/// Cargo does nothing if nothing changed; the steps behind it take a second. The environment variable `COMPONENT` can name another variant than the one that
/// is shipped, so that a whole test run works on it.
pub fn component() -> Result<PathBuf> {
    let asked = std::env::var("COMPONENT").unwrap_or_default();
    let variants = [Variant::Shipped, Variant::Plain, Variant::Interpreted];
    match variants.into_iter().find(|variant| variant.name() == asked) {
        Some(variant) => variant_of_component(variant),
        None if asked.is_empty() => variant_of_component(Variant::Shipped),
        None => bail!("COMPONENT is {asked:?}; it can be shipped, plain or interpreted"),
    }
}

/// Builds the component with every function compiled; returns its path.
pub fn plain_component() -> Result<PathBuf> {
    variant_of_component(Variant::Plain)
}

/// Held while something is built: the threads of a test write the same files.
fn alone() -> MutexGuard<'static, ()> {
    static BUILDING: Mutex<()> = Mutex::new(());
    BUILDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Builds a variant of the component; returns its path.
pub fn variant_of_component(variant: Variant) -> Result<PathBuf> {
    let _building = alone();
    let target = workspace().join("target");
    let out = match variant {
        Variant::Shipped => target.join("component"),
        other => target.join("component").join(other.name()),
    };
    // A folder of its own: cargo-component puts a component where cargo puts the core module.
    component_in(variant, &target.join("guest"), &out)
}

/// Builds a variant of the component into `out`, by way of cargo's target folder `target_dir`.
pub fn component_in(variant: Variant, target_dir: &Path, out: &Path) -> Result<PathBuf> {
    let module = core_module(&["--package", "clerk_fdw"], "clerk_fdw.wasm", target_dir)?;
    let module = optimise(&module)?;
    let module = fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    let core = cold::core(&module, variant)?;
    fs::create_dir_all(out)?;
    // Before the component, which nobody finds without them then.
    let path = out.join("clerk_fdw.wasm");
    fs::write(path.with_extension("functions.txt"), core.functions)?;
    core.map.write_beside(&path)?;
    write_component(&core.module, "clerk_fdw", out)
}

/// The component that does nothing, built in the same way with every function compiled; returns its path.
pub fn do_nothing() -> Result<PathBuf> {
    let target = workspace().join("target");
    let module = core_module(&["--package", "do-nothing"], "do_nothing.wasm", &target.join("guest"))?;
    compiled_component(&module, "do_nothing", &target.join("component/do-nothing"))
}

/// The component of a made-up API, with every function compiled; returns its path. `name` is that of an example of the
/// crate `made-up`.
pub fn made_up(name: &str) -> Result<PathBuf> {
    let _building = alone();
    let target = workspace().join("target");
    let built = format!("examples/{name}.wasm");
    let module = core_module(&["--package", "made-up", "--example", name], &built, &target.join("guest"))?;
    compiled_component(&module, name, &target.join("component/made-up"))
}

fn compiled_component(module: &Path, name: &str, out: &Path) -> Result<PathBuf> {
    let module = optimise(module)?;
    let module = fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    write_component(&module, name, out)
}

/// The core module of the component as the linker and `wasm-opt` leave it, with names.
pub fn linked_module() -> Result<Vec<u8>> {
    let _building = alone();
    let module = core_module(&["--package", "clerk_fdw"], "clerk_fdw.wasm", &workspace().join("target/guest"))?;
    let module = optimise(&module)?;
    fs::read(&module).with_context(|| format!("cannot read {}", module.display()))
}

/// Wraps a core module into a component, and writes it with its checksum.
fn write_component(module: &[u8], name: &str, out: &Path) -> Result<PathBuf> {
    let module = only_sections(module, &|custom| custom.starts_with("component-type"))?;
    let component = ComponentEncoder::default().module(&module)?.validate(true).encode()?;
    let component = only_sections(&component, &|_| false)?;
    fs::create_dir_all(out)?;
    let path = out.join(format!("{name}.wasm"));
    // Renamed into place: tests that run at the same time never see half a file.
    let unfinished = out.join(format!("{name}.wasm.{}", std::process::id()));
    fs::write(&unfinished, &component)?;
    fs::rename(&unfinished, &path)?;
    fs::write(out.join(format!("{name}.wasm.sha256")), format!("{}  {name}.wasm\n", checksum(&component)))?;
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
    wasm_opt.arg(module).arg("-o").arg(&out).arg("--debuginfo").args(PASSES);
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

/// The flags by which rustc leaves this machine's paths out of what it builds: panics name the files they are in.
fn without_paths() -> String {
    let home = std::env::var("HOME").map(|home| format!("{home}/.cargo"));
    let cargo_home = std::env::var("CARGO_HOME").or(home).unwrap_or_default();
    let replaced = [(cargo_home, "cargo"), (workspace().to_string_lossy().into_owned(), "workspace")];
    let flags = replaced.iter().filter(|(path, _)| !path.is_empty());
    flags.map(|(path, name)| format!("--remap-path-prefix={path}={name}")).collect::<Vec<_>>().join("\x1f")
}

/// A module or component without its custom sections, which hold names that nobody asks for, but for those that are
/// kept by their name.
fn only_sections(bytes: &[u8], keep: &dyn Fn(&str) -> bool) -> Result<Vec<u8>> {
    const PREAMBLE: usize = 8;
    let mut reader = BinaryReader::new(bytes, 0);
    let mut out = reader.read_bytes(PREAMBLE)?.to_vec();
    while !reader.eof() {
        let start = reader.original_position() as usize;
        let id = reader.read_u8()?;
        let size = reader.read_var_u32()? as usize;
        let contents = reader.read_bytes(size)?;
        if id != 0 || keep(BinaryReader::new(contents, 0).read_string()?) {
            out.extend_from_slice(&bytes[start..reader.original_position() as usize]);
        }
    }
    Ok(out)
}

/// The sha256 of a component, as the option `fdw_package_checksum` takes it.
pub fn checksum(component: &[u8]) -> String {
    Sha256::digest(component).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Builds a core module; `what` tells cargo which one, and `built` is its path below cargo's folder for it.
fn core_module(what: &[&str], built: &str, target_dir: &Path) -> Result<PathBuf> {
    let toolchain = toolchain::find()?;
    let mut cargo = Command::new(&toolchain.cargo);
    cargo.current_dir(workspace()).args(["build", "--quiet", "--release", "--locked"]).args(what);
    cargo.args(["--target", TARGET]).arg("--target-dir").arg(target_dir);
    // Functions are chosen by their names, and features are read from a section that stripping takes away too.
    cargo.args(["--config", "profile.release.strip=\"debuginfo\""]);
    cargo.env("RUSTC", &toolchain.rustc);
    // What is meant for the build that this one runs in.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name == "RUSTFLAGS" || name == "CARGO_ENCODED_RUSTFLAGS" || name.starts_with("CARGO_PROFILE_") {
            cargo.env_remove(&*name);
        }
    }
    cargo.env("CARGO_ENCODED_RUSTFLAGS", without_paths());
    let status = cargo.status().with_context(|| format!("cannot run {}", toolchain.cargo.display()))?;
    if !status.success() {
        bail!("cargo build of the component failed");
    }
    Ok(target_dir.join(TARGET).join("release").join(built))
}
