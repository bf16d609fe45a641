//! Builds the component from its sources, in these steps: cargo builds a core module, `wasm-opt` makes it smaller,
//! rarely executed functions become bytecode, `wit-component` wraps the module in a component, and the component is
//! written with its checksum beside it.

pub mod choice;
pub mod cold;
pub mod names;
mod segments;
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

/// The target for which the core module is compiled.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The root directory of the workspace.
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// The identity providers that have a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Clerk. The functions that stay compiled are measured with its component.
    Clerk,
    /// Keycloak.
    Keycloak,
    /// SCIM 2.0.
    Scim,
}

impl Provider {
    /// The provider that the environment variable `PROVIDER` names, `clerk`, `keycloak` or `scim`; Clerk if it is not set.
    pub fn from_environment() -> Result<Provider> {
        match std::env::var("PROVIDER").unwrap_or_default().as_str() {
            "" | "clerk" => Ok(Provider::Clerk),
            "keycloak" => Ok(Provider::Keycloak),
            "scim" => Ok(Provider::Scim),
            other => bail!("PROVIDER must be clerk, keycloak or scim, but is {other:?}"),
        }
    }

    /// The name of the component's package and, with an extension, of its file.
    pub fn component(self) -> &'static str {
        match self {
            Provider::Clerk => "clerk_fdw",
            Provider::Keycloak => "keycloak_fdw",
            Provider::Scim => "scim_fdw",
        }
    }
}

/// The variants of the component. They behave the same and differ in what is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// The released component: rarely executed functions are bytecode.
    Shipped,
    /// Every function stays compiled.
    Plain,
    /// Every function is bytecode.
    Interpreted,
    /// Every function stays compiled and counts the instructions that it executes.
    Counting,
}

impl Variant {
    /// The name of the variant, as in the environment variable `COMPONENT` and in the variant's directory below
    /// `target/component/`.
    pub fn name(self) -> &'static str {
        match self {
            Variant::Shipped => "shipped",
            Variant::Plain => "plain",
            Variant::Interpreted => "interpreted",
            Variant::Counting => "counting",
        }
    }
}

/// Builds the component for Clerk, as [`component_of`] does.
pub fn component() -> Result<PathBuf> {
    component_of(Provider::Clerk)
}

/// Builds the component for a provider from the current sources into the workspace's `target/component/`, and returns its
/// path. If nothing changed, cargo does nothing, and the other steps take a second. The environment variable `COMPONENT`
/// selects a variant other than the shipped one, so that a whole test run can use it.
pub fn component_of(provider: Provider) -> Result<PathBuf> {
    let requested = std::env::var("COMPONENT").unwrap_or_default();
    let variants = [Variant::Shipped, Variant::Plain, Variant::Interpreted];
    match variants.into_iter().find(|variant| variant.name() == requested) {
        Some(variant) => component_for(provider, variant),
        None if requested.is_empty() => component_for(provider, Variant::Shipped),
        None => bail!("the environment variable COMPONENT is {requested:?}; it must be shipped, plain or interpreted"),
    }
}

/// Builds the component with every function compiled, and returns its path.
pub fn plain_component() -> Result<PathBuf> {
    variant_of_component(Variant::Plain)
}

/// A lock that is held during a build, because the threads of a test process write the same files.
fn build_lock() -> MutexGuard<'static, ()> {
    static BUILDING: Mutex<()> = Mutex::new(());
    BUILDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Builds a variant of the component for Clerk, and returns its path.
pub fn variant_of_component(variant: Variant) -> Result<PathBuf> {
    component_for(Provider::Clerk, variant)
}

/// Builds a variant of the component for a provider, and returns its path.
pub fn component_for(provider: Provider, variant: Variant) -> Result<PathBuf> {
    let _building = build_lock();
    let target = workspace().join("target");
    let out = match variant {
        Variant::Shipped => target.join("component"),
        other => target.join("component").join(other.name()),
    };
    // A separate target directory, because cargo-component writes a component to the path of cargo's core module.
    component_in(provider, variant, &target.join("guest"), &out)
}

/// Builds a variant of the component for a provider into the directory `out`, and returns its path. `target_dir` is
/// cargo's target directory.
pub fn component_in(provider: Provider, variant: Variant, target_dir: &Path, out: &Path) -> Result<PathBuf> {
    let name = provider.component();
    let module = core_module(&["--package", name], &format!("{name}.wasm"), target_dir)?;
    let module = optimise(&module)?;
    let core = cold::core(&module, variant, provider)?;
    fs::create_dir_all(out)?;
    // Written before the component, so that whoever finds the component also finds these files.
    let path = out.join(format!("{name}.wasm"));
    fs::write(path.with_extension("functions.txt"), core.functions)?;
    core.map.write_beside(&path)?;
    write_component(&core.module, name, out)
}

/// Builds the component of the crate `do-nothing` with every function compiled, and returns its path.
pub fn do_nothing() -> Result<PathBuf> {
    let target = workspace().join("target");
    let module = core_module(&["--package", "do-nothing"], "do_nothing.wasm", &target.join("guest"))?;
    compiled_component(&module, "do_nothing", &target.join("component/do-nothing"))
}

/// Builds the component of a fictional API with every function compiled, and returns its path. `name` is the name of an
/// example of the crate `made-up`.
pub fn made_up(name: &str) -> Result<PathBuf> {
    let _building = build_lock();
    let target = workspace().join("target");
    let artifact = format!("examples/{name}.wasm");
    let module = core_module(&["--package", "made-up", "--example", name], &artifact, &target.join("guest"))?;
    compiled_component(&module, name, &target.join("component/made-up"))
}

fn compiled_component(module: &Path, name: &str, out: &Path) -> Result<PathBuf> {
    let module = optimise(module)?;
    write_component(&module, name, out)
}

/// Returns the component's core module before any function becomes bytecode, with the names of the functions.
pub fn linked_module() -> Result<Vec<u8>> {
    let _building = build_lock();
    let module = core_module(&["--package", "clerk_fdw"], "clerk_fdw.wasm", &workspace().join("target/guest"))?;
    optimise(&module)
}

/// Wraps a core module in a component, writes it with its checksum to the directory `out`, and returns its path.
fn write_component(module: &[u8], name: &str, out: &Path) -> Result<PathBuf> {
    let module = only_sections(module, &|custom| custom.starts_with("component-type"))?;
    let component = ComponentEncoder::default().module(&module)?.validate(true).encode()?;
    let component = only_sections(&component, &|_| false)?;
    fs::create_dir_all(out)?;
    let path = out.join(format!("{name}.wasm"));
    // Written under another name first, so that tests that run at the same time never see an incomplete file.
    let unfinished = out.join(format!("{name}.wasm.{}", std::process::id()));
    fs::write(&unfinished, &component)?;
    fs::rename(&unfinished, &path)?;
    fs::write(out.join(format!("{name}.wasm.sha256")), format!("{}  {name}.wasm\n", checksum(&component)))?;
    Ok(path)
}

/// The options of `wasm-opt` that make this code smallest, found by experiment.
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

/// Runs `wasm-opt` of binaryen on a module, which removes about a seventh of LLVM's code, and merges its data segments. The
/// features are those that rustc enables by default for wasm32.
fn optimise(module: &Path) -> Result<Vec<u8>> {
    let out = module.with_extension("opt.wasm");
    let mut wasm_opt = Command::new("wasm-opt");
    wasm_opt.arg(module).arg("-o").arg(&out).arg("--debuginfo").args(PASSES);
    for feature in
        ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"]
    {
        wasm_opt.arg(format!("--enable-{feature}"));
    }
    let status = wasm_opt.status().context("cannot run wasm-opt; scripts/setup.sh installs it (package binaryen)")?;
    if !status.success() {
        bail!("wasm-opt failed");
    }
    let module = fs::read(&out).with_context(|| format!("cannot read {}", out.display()))?;
    segments::merge(&module).with_context(|| format!("cannot merge the data segments of {}", out.display()))
}

/// Returns flags for rustc, in the format of `CARGO_ENCODED_RUSTFLAGS`, that replace this machine's paths in the names
/// of source files. Panics contain these names, so they would make the component depend on the machine.
fn without_paths() -> String {
    let home = std::env::var("HOME").map(|home| format!("{home}/.cargo"));
    let cargo_home = std::env::var("CARGO_HOME").or(home).unwrap_or_default();
    let replaced = [(cargo_home, "cargo"), (workspace().to_string_lossy().into_owned(), "workspace")];
    let flags = replaced.iter().filter(|(path, _)| !path.is_empty());
    flags.map(|(path, name)| format!("--remap-path-prefix={path}={name}")).collect::<Vec<_>>().join("\x1f")
}

/// Removes the custom sections of a module or component, such as the names of functions, except those for whose name
/// `keep` returns true.
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

/// The SHA-256 checksum of a component in hexadecimal, as the option `fdw_package_checksum` expects it.
pub fn checksum(component: &[u8]) -> String {
    Sha256::digest(component).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Builds a core module with cargo and returns its path. `selection` contains cargo's arguments that select the crate
/// or example, and `artifact` is the path of the result below cargo's directory for the profile.
fn core_module(selection: &[&str], artifact: &str, target_dir: &Path) -> Result<PathBuf> {
    let toolchain = toolchain::find()?;
    let mut cargo = Command::new(&toolchain.cargo);
    cargo.current_dir(workspace()).args(["build", "--quiet", "--release", "--locked"]).args(selection);
    cargo.args(["--target", TARGET]).arg("--target-dir").arg(target_dir);
    // Functions are chosen by name, and `wasm-opt` reads the features from a section that full stripping removes too.
    cargo.args(["--config", "profile.release.strip=\"debuginfo\""]);
    cargo.env("RUSTC", &toolchain.rustc);
    // These variables configure the build from which this one was started.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name == "RUSTFLAGS" || name == "CARGO_ENCODED_RUSTFLAGS" || name.starts_with("CARGO_PROFILE_") {
            cargo.env_remove(&*name);
        }
    }
    cargo.env("CARGO_ENCODED_RUSTFLAGS", without_paths());
    let status = cargo.status().with_context(|| format!("cannot run {}", toolchain.cargo.display()))?;
    if !status.success() {
        bail!("cargo failed to build the component");
    }
    Ok(target_dir.join(TARGET).join("release").join(artifact))
}
