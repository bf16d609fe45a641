//! The contestants of the measurements: components, and programs that a user would write without one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use component_build::choice::{Choice, Tools};
use component_build::size::{self, Size};
use serde_json::{Value, json};

use crate::baseline;

/// The component as released.
pub const SHIPPED: &str = "shipped";
/// The same component with all functions compiled.
pub const PLAIN: &str = "plain";
/// The component of an earlier commit.
pub const BASELINE: &str = "baseline";
/// A component that does nothing, which shows the cost of the host itself.
pub const DO_NOTHING: &str = "do-nothing";
/// A program that fetches the pages and makes Postgres decode their JSON.
pub const BY_HAND: &str = "by-hand";
/// A program that fetches the pages and discards them, which shows the cost of the API itself.
pub const REQUESTS_ALONE: &str = "requests-alone";

/// A component that is measured.
pub struct Component {
    /// Name of the contestant.
    pub name: &'static str,
    /// File with a copy of the component.
    pub file: PathBuf,
    /// SHA-256 of the file, in hexadecimal digits.
    pub checksum: String,
    /// Size of the component and its parts.
    pub size: Size,
}

impl Component {
    /// Copies a built component into a directory and measures its size.
    fn new(name: &'static str, built: &Path, folder: &Path) -> Result<Component> {
        let bytes = fs::read(built).with_context(|| format!("cannot read the component {}", built.display()))?;
        let file = folder.join(format!("{name}.wasm"));
        fs::write(&file, &bytes).with_context(|| format!("cannot write {}", file.display()))?;
        Ok(Component { name, file, checksum: component_build::checksum(&bytes), size: size::measure(&bytes)? })
    }

    /// Description of the component in the JSON results.
    pub fn describe(&self) -> Value {
        json!({
            "name": self.name,
            "bytes": self.size.total,
            "code_bytes": self.size.code,
            "data_bytes": self.size.data,
            "sha256": self.checksum,
        })
    }
}

/// Builds the component as released, regardless of environment variables that select another variant.
///
/// # Errors
/// Fails if the list of compiled functions was measured with other tools, because the build would then produce the
/// plain component.
fn shipped() -> Result<PathBuf> {
    if Tools::in_use(&component_build::toolchain::find()?)? != Choice::read()?.tools {
        bail!("compiled-functions.toml was measured with other tools: run `make profile` first");
    }
    component_build::variant_of_component(component_build::Variant::Shipped)
}

/// Builds all components. The baseline is left out if its commit is not in the repository.
pub fn components(folder: &Path) -> Result<Vec<Component>> {
    let copies = folder.join("components");
    fs::create_dir_all(&copies).with_context(|| format!("cannot make {}", copies.display()))?;
    let mut components = vec![
        Component::new(SHIPPED, &shipped()?, &copies)?,
        Component::new(PLAIN, &component_build::plain_component()?, &copies)?,
        Component::new(DO_NOTHING, &component_build::do_nothing()?, &copies)?,
    ];
    match baseline::component(folder)? {
        Some(built) => components.push(Component::new(BASELINE, &built, &copies)?),
        None => eprintln!(
            "Continuing without the baseline, because this repository does not contain commit {}.",
            baseline::COMMIT
        ),
    }
    Ok(components)
}
