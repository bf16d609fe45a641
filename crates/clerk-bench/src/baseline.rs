//! The component of an earlier commit. It is built once, with the tools of that commit, and kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The commit that later ones are compared with. It is the last one before rarely used functions became bytecode.
pub const COMMIT: &str = "b1af79257e36fb713995b158c2e6a569d23ccc68";

/// The component of the baseline, which is kept in `folder`; `None` if the repository does not contain the commit.
pub fn component(folder: &Path) -> Result<Option<PathBuf>> {
    let kept = folder.join("baseline").join(format!("{COMMIT}.wasm"));
    if kept.exists() {
        return Ok(Some(kept));
    }
    if !has_commit() {
        return Ok(None);
    }
    eprintln!("Building the component of commit {COMMIT}, which is kept for later runs ...");
    // The directory is outside the workspace, because cargo would merge the workspace's configuration with the
    // commit's.
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
    // If git cannot run, for example because the sources are not in a repository, there are no commits.
    git.status().is_ok_and(|status| status.success())
}

/// Extracts the files of the commit into a directory.
fn extract(folder: &Path) -> Result<()> {
    let mut archive = git().args(["archive", COMMIT]).stdout(Stdio::piped()).spawn().context("cannot run git")?;
    let files = archive.stdout.take().context("git archive has no output")?;
    let unpacked = Command::new("tar").arg("-x").current_dir(folder).stdin(files).status().context("cannot run tar")?;
    if !archive.wait()?.success() || !unpacked.success() {
        bail!("cannot extract commit {COMMIT}");
    }
    Ok(())
}

/// Builds the component with the commit's own build tool, and returns its path.
fn build(sources: &Path) -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(sources).args(["run", "--quiet", "--locked", "-p", "component-build"]).stdout(Stdio::null());
    // It needs a target directory of its own, so that it does not replace the results of this workspace.
    cargo.env_remove("CARGO_TARGET_DIR");
    if !cargo.status().context("cannot run cargo")?.success() {
        bail!("the component of commit {COMMIT} does not build");
    }
    Ok(sources.join("target/component/clerk_fdw.wasm"))
}
