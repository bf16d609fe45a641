//! What is compared: components, and what a user would write without one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use component_build::choice::{Choice, Tools};
use component_build::size::{self, Size};
use serde_json::{Value, json};

use crate::baseline;

/// The component as it is released.
pub const SHIPPED: &str = "shipped";
/// The same with every function compiled.
pub const PLAIN: &str = "plain";
/// The component of an earlier commit.
pub const BASELINE: &str = "baseline";
/// A component that does nothing: what the host costs by itself.
pub const DO_NOTHING: &str = "do-nothing";
/// A program that fetches the pages and has Postgres take their JSON apart.
pub const BY_HAND: &str = "by-hand";
/// A program that fetches the pages and drops them: what the API costs by itself.
pub const REQUESTS_ALONE: &str = "requests-alone";

/// A component that takes part.
pub struct Component {
    /// The contestant's name.
    pub name: &'static str,
    /// A file that no other contestant has.
    pub file: PathBuf,
    /// Its sha256.
    pub checksum: String,
    /// Its bytes.
    pub size: Size,
}

impl Component {
    /// Takes part with a copy of a built component.
    fn new(name: &'static str, built: &Path, folder: &Path) -> Result<Component> {
        let bytes = fs::read(built).with_context(|| format!("cannot read the component {}", built.display()))?;
        let file = folder.join(format!("{name}.wasm"));
        fs::write(&file, &bytes).with_context(|| format!("cannot write {}", file.display()))?;
        Ok(Component { name, file, checksum: component_build::checksum(&bytes), size: size::measure(&bytes)? })
    }

    /// What the results say of it.
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

/// The component as it is released, whatever the environment asks for. With other tools than those that the compiled
/// functions were measured with, it would be the plain one.
fn shipped() -> Result<PathBuf> {
    if Tools::in_use(&component_build::toolchain::find()?)? != Choice::read()?.tools {
        bail!("compiled-functions.toml was measured with other tools: run `make profile` first");
    }
    component_build::variant_of_component(component_build::Variant::Shipped)
}

/// Builds the components that take part. The baseline is left out where its commit is not in the repository.
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
        None => eprintln!("Going on without the baseline: this repository does not have commit {}.", baseline::COMMIT),
    }
    Ok(components)
}
