//! The user that the server runs as: Postgres refuses to run as root.

use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Who the server runs as: ourselves, or the user whom Debian's package made if we are root.
pub(crate) struct User(Option<(u32, u32)>);

pub(crate) fn unprivileged() -> Result<User> {
    let is_root = std::fs::metadata("/proc/self")?.uid() == 0;
    Ok(User(if is_root { Some((id("-u")?, id("-g")?)) } else { None }))
}

fn id(kind: &str) -> Result<u32> {
    let output = Command::new("id").args([kind, "postgres"]).output()?;
    if !output.status.success() {
        bail!("there is no user postgres: is Debian's package postgresql-15 installed?");
    }
    String::from_utf8_lossy(&output.stdout).trim().parse().context("id printed no number")
}

impl User {
    /// Gives a file or directory to the user.
    pub(crate) fn own(&self, path: &Path) -> Result<()> {
        match self.0 {
            Some((uid, gid)) => chown(path, Some(uid), Some(gid)).with_context(|| format!("chown {}", path.display())),
            None => Ok(()),
        }
    }

    /// Gives a directory and those in it to the user, so that the user can remove them.
    pub(crate) fn own_tree(&self, directory: &Path) -> Result<()> {
        self.own(directory)?;
        for entry in std::fs::read_dir(directory)? {
            let entry = entry?;
            // Links are not followed: they lead to the system's files.
            if entry.file_type()?.is_dir() {
                self.own_tree(&entry.path())?;
            }
        }
        Ok(())
    }

    /// Has a command run as the user.
    pub(crate) fn run<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match self.0 {
            Some((uid, gid)) => command.uid(uid).gid(gid),
            None => command,
        }
    }
}
