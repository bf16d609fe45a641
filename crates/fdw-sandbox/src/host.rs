//! The hosts that a sandbox can use: the same extension on two lines of the Wrappers framework.

use anyhow::{Context, Result, bail};
use private_cluster::Extension;

/// An extension that hosts components. A program must depend on the crate of the host that it uses, so that cargo builds
/// the extension's library, and must not depend on the crate of the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// `wasm_fdw_host`, on the newest framework, 0.2.x.
    Newest,
    /// `wasm_fdw_host_0_1`, on the framework's 0.1.x line, as released versions of Wrappers are.
    Released,
}

impl Host {
    /// The host of a crate's tests. Tests that are shared between crates pass `env!("CARGO_PKG_NAME")`.
    pub fn of_tests(package: &str) -> Host {
        if package == "wasm-fdw-host-0-1" { Host::Released } else { Host::Newest }
    }

    /// The name of the extension.
    pub fn name(self) -> &'static str {
        match self {
            Host::Newest => "wasm_fdw_host",
            Host::Released => "wasm_fdw_host_0_1",
        }
    }

    /// The files of the extension. Cargo built its library into the directory of the running program.
    pub fn extension(self) -> Result<Extension> {
        let name = self.name();
        let program = std::env::current_exe()?;
        let file = format!("lib{name}.so");
        let library =
            program.ancestors().skip(1).map(|directory| directory.join("deps").join(&file)).find(|path| path.exists());
        let Some(library) = library else { bail!("{file} is not in the directory `deps` near {}", program.display()) };
        let sources = component_build::workspace().join("crates").join(name.replace('_', "-"));
        let files = [format!("{name}.control"), format!("sql/{name}--0.1.0.sql")].map(|file| sources.join(file));
        for file in &files {
            file.metadata().with_context(|| format!("cannot read {}", file.display()))?;
        }
        Ok(Extension { library: (library, name.to_owned()), files: files.to_vec() })
    }
}
