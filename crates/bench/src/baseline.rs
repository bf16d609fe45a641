//! The component of an earlier commit, built once by that commit's own tool and kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The commit that later ones are compared with: the last before functions that rarely run became bytecode.
pub const COMMIT: &str = "b1af79257e36fb713995b158c2e6a569d23ccc68";

/// The baseline's component in `folder`; `None` if the repository does not have its commit.
pub fn component(folder: &Path) -> Result<Option<PathBuf>> {
    let kept = folder.join("baseline").join(format!("{COMMIT}.wasm"));
    if kept.exists() {
        return Ok(Some(kept));
    }
    if !has_commit() {
        return Ok(None);
    }
    eprintln!("Building the component of commit {COMMIT}, which is kept for the next time ...");
    // Outside the workspace, whose cargo configuration would be added to the commit's own.
    let sources = tempfile::tempdir().context("cannot make a temporary directory")?;
    extract(sources.path())?;
    let built = build(sources.path())?;
    fs::create_dir_all(folder.join("baseline"))?;
    fs::copy(&built, &kept).with_context(|| format!("cannot copy {} to {}", built.display(), kept.display()))?;
    Ok(Some(kept))
}

fn git() -> Command {
    let mut git = Command::new("git");
    git.current_dir(component_build::workspace());
    git
}

fn has_commit() -> bool {
    let mut git = git();
    git.args(["cat-file", "-e", &format!("{COMMIT}^{{commit}}")]).stderr(Stdio::null());
    // Sources without git have no commits either.
    git.status().is_ok_and(|status| status.success())
}

/// Puts the files of the commit into a folder.
fn extract(folder: &Path) -> Result<()> {
    let mut archive = git().args(["archive", COMMIT]).stdout(Stdio::piped()).spawn().context("cannot run git")?;
    let files = archive.stdout.take().context("git archive has no output")?;
    let unpacked = Command::new("tar").arg("-x").current_dir(folder).stdin(files).status().context("cannot run tar")?;
    if !archive.wait()?.success() || !unpacked.success() {
        bail!("cannot extract commit {COMMIT}");
    }
    Ok(())
}

/// Has the commit build its component, and returns the path of it.
fn build(sources: &Path) -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(sources).args(["run", "--quiet", "--locked", "-p", "component-build"]).stdout(Stdio::null());
    // Its own target folder: what it builds must not replace what is built here.
    cargo.env_remove("CARGO_TARGET_DIR");
    if !cargo.status().context("cannot run cargo")?.success() {
        bail!("the component of commit {COMMIT} does not build");
    }
    Ok(sources.join("target/component/clerk_fdw.wasm"))
}
