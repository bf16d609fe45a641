//! The seeded data, which are kept between runs.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use kept_process::Process;

use crate::distribution::Distribution;
use crate::process::{self, ClassArchive};
use crate::{Admin, Size, Version, seed};

/// Name of the database's file.
pub(crate) const FILE: &str = "db.mv.db";

/// The file of a database with a seeded realm, which is made if it is not here yet.
///
/// Its directory is named after the size of the realm and a hash of the seed. Those of an earlier seed are deleted.
pub(crate) fn seeded(distribution: &Distribution, version: &Version, size: Size) -> Result<PathBuf> {
    let of_size = format!("data-{}-", size.users);
    let directory = distribution.directory().join(format!("{of_size}{}", seed::hash(size)));
    let file = directory.join(FILE);
    if file.exists() {
        return Ok(file);
    }
    let _lock = distribution.lock("seed")?;
    // Another process may have seeded it meanwhile.
    if file.exists() {
        return Ok(file);
    }
    for entry in fs::read_dir(distribution.directory())? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&of_size) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    let started = Instant::now();
    eprintln!("keycloak: seeding Keycloak {version} with {} users, once", size.users);
    let work = tempfile::Builder::new().prefix("seeding-").tempdir_in(distribution.directory())?;
    let database = work.path().join(FILE);
    let process = process::start(distribution, work, ClassArchive::Write)?;
    let seeded = seed::run(&Admin::new(process.address()), size);
    seeded.with_context(|| format!("the seed failed; the end of the server's log:\n{}", end_of_log(&process)))?;
    process.stop(process::PATIENCE)?;
    fs::create_dir(&directory)?;
    fs::rename(database, &file).context("the server has not written its database")?;
    eprintln!("keycloak: seeded in {:.1} s", started.elapsed().as_secs_f32());
    Ok(file)
}

/// The last lines of a server's log, without the lines that say where in the code an error occurred.
fn end_of_log(process: &Process) -> String {
    let log = process.log().unwrap_or_default();
    let lines: Vec<&str> = log.lines().filter(|line| !line.starts_with("\tat ")).collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}
