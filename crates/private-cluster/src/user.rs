//! The operating-system user that the server runs as, because Postgres refuses to run as root.

use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// User and group ids that the server runs with; `None` for those of this process. For root they are those of the user
/// `postgres`, which Debian's package creates.
pub(crate) struct User(Option<(u32, u32)>);

/// The user to run the server as.
pub(crate) fn unprivileged() -> Result<User> {
    let is_root = std::fs::metadata("/proc/self")?.uid() == 0;
    Ok(User(if is_root { Some((id("-u")?, id("-g")?)) } else { None }))
}

/// The user id (`-u`) or group id (`-g`) of the user `postgres`.
fn id(kind: &str) -> Result<u32> {
    let output = Command::new("id").args([kind, "postgres"]).output()?;
    if !output.status.success() {
        bail!("user postgres does not exist: is Debian's package postgresql-15 installed?");
    }
    String::from_utf8_lossy(&output.stdout).trim().parse().context("the output of `id` is not a number")
}

impl User {
    /// Makes the user the owner of a file or directory.
    pub(crate) fn own(&self, path: &Path) -> Result<()> {
        match self.0 {
            Some((uid, gid)) => chown(path, Some(uid), Some(gid)).with_context(|| format!("chown {}", path.display())),
            None => Ok(()),
        }
    }

    /// Makes the user the owner of a directory and all directories below it, so that the user can remove them.
    pub(crate) fn own_tree(&self, directory: &Path) -> Result<()> {
        self.own(directory)?;
        for entry in std::fs::read_dir(directory)? {
            let entry = entry?;
            // Links are not followed, because they lead to the system's files.
            if entry.file_type()?.is_dir() {
                self.own_tree(&entry.path())?;
            }
        }
        Ok(())
    }

    /// Configures a command to run as the user.
    pub(crate) fn run<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match self.0 {
            Some((uid, gid)) => command.uid(uid).gid(gid),
            None => command,
        }
    }
}
