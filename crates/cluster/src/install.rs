//! The tree that the server runs in: links to the system's files, and extensions among them.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The version's folder below Debian's `lib/postgresql` and `share/postgresql`, and below the tree's.
const VERSION: &str = "postgresql/15";

/// An extension to install.
pub struct Extension {
    /// Its shared library, and the name that `$libdir/…` in the control file gives it.
    pub library: (PathBuf, String),
    /// The control file and the scripts.
    pub files: Vec<PathBuf>,
}

/// The system's binaries.
pub(crate) fn bin() -> PathBuf {
    Path::new("/usr/lib").join(VERSION).join("bin")
}

/// Makes the tree in a directory, and returns its server.
pub(crate) fn tree(directory: &Path, extensions: &[Extension]) -> Result<PathBuf> {
    let (lib, share) = (directory.join("lib").join(VERSION), directory.join("share").join(VERSION));
    let (system_lib, system_share) = (Path::new("/usr/lib").join(VERSION), Path::new("/usr/share").join(VERSION));
    link_entries(&system_lib.join("lib"), &lib.join("lib"))?;
    link_entries(&system_share, &share)?;
    // A link so far: the extensions need a directory.
    fs::remove_file(share.join("extension"))?;
    link_entries(&system_share.join("extension"), &share.join("extension"))?;
    for extension in extensions {
        let (library, name) = &extension.library;
        copy(library, &lib.join("lib").join(format!("{name}.so")))?;
        for file in &extension.files {
            let name = file.file_name().with_context(|| format!("{} is no file", file.display()))?;
            copy(file, &share.join("extension").join(name))?;
        }
    }
    // A copy: a link would lead Postgres back to the system's tree.
    let server = lib.join("bin/postgres");
    fs::create_dir_all(lib.join("bin"))?;
    copy(&bin().join("postgres"), &server)?;
    Ok(server)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

fn link_entries(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        symlink(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}
