//! The directory tree that the server runs in: links to the system's files, with extensions added.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Directory of the Postgres version below `/usr/lib` and `/usr/share`, and below `lib` and `share` of the tree.
const VERSION: &str = "postgresql/15";

/// An extension to install.
pub struct Extension {
    /// File of the shared library, and its name after `$libdir/` in the control file.
    pub library: (PathBuf, String),
    /// Control file and SQL scripts.
    pub files: Vec<PathBuf>,
}

/// Directory of the system's Postgres programs.
pub(crate) fn bin() -> PathBuf {
    Path::new("/usr/lib").join(VERSION).join("bin")
}

/// Creates the tree in a directory, and returns the path of the server's executable.
pub(crate) fn tree(directory: &Path, extensions: &[Extension]) -> Result<PathBuf> {
    let (lib, share) = (directory.join("lib").join(VERSION), directory.join("share").join(VERSION));
    let (system_lib, system_share) = (Path::new("/usr/lib").join(VERSION), Path::new("/usr/share").join(VERSION));
    link_entries(&system_lib.join("lib"), &lib.join("lib"))?;
    link_entries(&system_share, &share)?;
    // So far this is a link to the system's directory. Adding extensions needs a directory of links.
    fs::remove_file(share.join("extension"))?;
    link_entries(&system_share.join("extension"), &share.join("extension"))?;
    for extension in extensions {
        let (library, name) = &extension.library;
        copy(library, &lib.join("lib").join(format!("{name}.so")))?;
        for file in &extension.files {
            let name = file.file_name().with_context(|| format!("{} is not a file", file.display()))?;
            copy(file, &share.join("extension").join(name))?;
        }
    }
    // The executable is a copy, because Postgres follows links to find its installation.
    let server = lib.join("bin/postgres");
    fs::create_dir_all(lib.join("bin"))?;
    copy(&bin().join("postgres"), &server)?;
    Ok(server)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Creates the directory `to` with links to all entries of the directory `from`.
fn link_entries(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        symlink(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}
