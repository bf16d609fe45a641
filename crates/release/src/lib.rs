//! Writes the files of a release into one folder: the component, its checksum, the SQL script that installs it, and a
//! software bill of materials. Releases are reproducible: the same sources and tools produce the same bytes.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod materials;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use component_build::Variant;

/// The SQL script that installs the component on Supabase. `{url}` and `{checksum}` are placeholders for the
/// component's URL and its SHA-256.
pub const INSTALL_SQL: &str = include_str!("install.sql");

/// Text in place of the component's URL in an install script for which no URL is known.
pub const UNKNOWN_URL: &str = "<URL of clerk_fdw.wasm>";

/// Writes the files into `folder`, which is created if necessary. `url` is the URL at which the component will be
/// published. Returns the names of the files, in the order in which they were written.
pub fn write(folder: &Path, url: &str) -> Result<Vec<String>> {
    let component = component_build::variant_of_component(Variant::Shipped)?;
    let bytes = fs::read(&component).with_context(|| format!("cannot read {}", component.display()))?;
    let checksum = component_build::checksum(&bytes);
    // The script passes the URL, within a string literal, to Postgres' function format.
    let url = url.replace('\'', "''").replace('%', "%%");
    let script = INSTALL_SQL.replace("{url}", &url).replace("{checksum}", &checksum);
    let files = [
        ("clerk_fdw.wasm", bytes),
        ("clerk_fdw.wasm.sha256", format!("{checksum}  clerk_fdw.wasm\n").into_bytes()),
        ("install.sql", script.into_bytes()),
        ("sync.sql", fs::read(component_build::workspace().join("sync/install.sql"))?),
        ("clerk_fdw.cdx.json", materials::bill(&checksum)?),
    ];
    fs::create_dir_all(folder)?;
    for (name, contents) in &files {
        fs::write(folder.join(name), contents).with_context(|| format!("cannot write {name}"))?;
    }
    Ok(files.iter().map(|(name, _)| (*name).to_owned()).collect())
}
