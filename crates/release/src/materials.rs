//! The software bill of materials, in CycloneDX 1.5: the crates that are linked into the component.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};
use cargo_metadata::{Metadata, MetadataCommand, Package, PackageId};
use cyclonedx_bom::external_models::normalized_string::NormalizedString;
use cyclonedx_bom::external_models::spdx::SpdxExpression;
use cyclonedx_bom::models::bom::{Bom, SpecVersion};
use cyclonedx_bom::models::component::{Classification, Component, Components};
use cyclonedx_bom::models::dependency::{Dependencies, Dependency};
use cyclonedx_bom::models::hash::{Hash, HashAlgorithm, HashValue, Hashes};
use cyclonedx_bom::models::license::{LicenseChoice, Licenses};
use cyclonedx_bom::models::metadata::Metadata as BomMetadata;
use cyclonedx_bom::prelude::{Purl, Validate};

/// The crate that becomes the component.
const ROOT: &str = "clerk_fdw";

/// The bill of materials as JSON. `checksum` is the component's SHA-256. The bill contains no time and no random id, so
/// that it is the same for the same sources.
pub fn bill(checksum: &str) -> Result<Vec<u8>> {
    let metadata = MetadataCommand::new()
        .manifest_path(component_build::workspace().join("Cargo.toml"))
        .other_options(["--locked", "--filter-platform", component_build::TARGET].map(str::to_owned))
        .exec()?;
    let root = metadata.packages.iter().find(|package| package.name.as_str() == ROOT);
    let root = root.with_context(|| format!("the workspace has no crate {ROOT}"))?;
    let linked = linked_crates(&metadata)?;
    let mut components = Vec::new();
    let mut dependencies = Vec::new();
    for (id, used) in &linked {
        let references = used.iter().map(|used| reference(&metadata[used])).collect();
        dependencies.push(Dependency { dependency_ref: reference(&metadata[id]), dependencies: references });
        if *id != &root.id {
            components.push(component(&metadata[id], Classification::Library)?);
        }
    }
    components.sort_by(|a, b| a.bom_ref.cmp(&b.bom_ref));
    dependencies.sort_by(|a, b| a.dependency_ref.cmp(&b.dependency_ref));
    let sha256 = Hash { alg: HashAlgorithm::SHA_256, content: HashValue(checksum.to_owned()) };
    let described = Component { hashes: Some(Hashes(vec![sha256])), ..component(root, Classification::Application)? };
    let bom = Bom {
        serial_number: None,
        metadata: Some(BomMetadata { component: Some(described), ..BomMetadata::default() }),
        components: Some(Components(components)),
        dependencies: Some(Dependencies(dependencies)),
        ..Bom::default()
    };
    if !bom.validate_version(SpecVersion::V1_5).passed() {
        bail!("the bill of materials is not valid CycloneDX");
    }
    let mut json = Vec::new();
    bom.output_as_json_v1_5(&mut json).map_err(|error| anyhow!("{error}"))?;
    json.push(b'\n');
    Ok(json)
}

/// The crates that are linked into the component, each with those that it uses directly. Procedural macros and build
/// scripts run when the component is built, and are not part of it.
fn linked_crates(metadata: &Metadata) -> Result<BTreeMap<&PackageId, BTreeSet<&PackageId>>> {
    let names = linked_names()?;
    let is_linked = |id: &PackageId| names.contains(&format!("{} v{}", metadata[id].name, metadata[id].version));
    let resolve = metadata.resolve.as_ref().context("cargo metadata resolved nothing")?;
    let nodes = resolve.nodes.iter().filter(|node| is_linked(&node.id));
    Ok(nodes.map(|node| (&node.id, node.dependencies.iter().filter(|id| is_linked(id)).collect())).collect())
}

/// Names and versions of the crates that are linked into the component, as `name vversion`. `cargo metadata` cannot tell,
/// because it enables the optional dependencies that any crate of the workspace needs.
fn linked_names() -> Result<BTreeSet<String>> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(component_build::workspace()).args(["tree", "--locked", "--package", ROOT]);
    cargo.args(["--target", component_build::TARGET, "--edges", "normal,no-proc-macro"]);
    cargo.args(["--prefix", "none", "--format", "{p}"]);
    let output = cargo.output().context("cannot run cargo tree")?;
    if !output.status.success() {
        bail!("cargo tree failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let name = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    Ok(String::from_utf8(output.stdout)?.lines().map(name).collect())
}

/// A crate's reference within the bill of materials.
fn reference(package: &Package) -> String {
    format!("{}@{}", package.name, package.version)
}

/// The entry of a crate.
fn component(package: &Package, classification: Classification) -> Result<Component> {
    let version = package.version.to_string();
    let license = package.license.as_ref().with_context(|| format!("{} has no licence", package.name))?;
    let license = SpdxExpression::try_from(license.clone()).map_err(|error| anyhow!("{error}"))?;
    let mut component = Component::new(classification, &package.name, &version, Some(reference(package)));
    component.description = package.description.as_deref().map(NormalizedString::new);
    component.licenses = Some(Licenses(vec![LicenseChoice::Expression(license)]));
    // Crates of this workspace are published nowhere.
    if package.source.is_some() {
        component.purl = Some(Purl::new("cargo", &package.name, &version)?);
    }
    Ok(component)
}
