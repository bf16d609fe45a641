//! A running Keycloak with data of its own.

use std::fs;

use anyhow::{Context, Result};
use kept_process::Process;

use crate::distribution::Distribution;
use crate::process::{self, ClassArchive};
use crate::{Admin, Size, Version, data};

/// A running Keycloak whose data are a copy of the seeded ones. It stops when this value is dropped, and its data are
/// deleted then.
pub struct Server {
    process: Process,
}

impl Server {
    /// Starts a server of a version, with the realm in its usual size.
    pub fn start(version: &Version) -> Result<Server> {
        Server::with_size(version, Size::default())
    }

    /// Starts a server of a version, with a realm of this size. The first start fetches and configures the version, and
    /// seeds the data; later ones take a few seconds.
    pub fn with_size(version: &Version, size: Size) -> Result<Server> {
        let distribution = Distribution::of(version)?;
        let kept = data::seeded(&distribution, version, size)?;
        let directory = tempfile::Builder::new().prefix("keycloak-").tempdir()?;
        fs::copy(&kept, directory.path().join(data::FILE))
            .with_context(|| format!("cannot copy {}", kept.display()))?;
        let process = process::start(&distribution, directory, ClassArchive::Use)?;
        Ok(Server { process })
    }

    /// The server's base URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.process.address()
    }

    /// The administrator of all realms.
    pub fn admin(&self) -> Admin {
        Admin::new(self.base_url())
    }

    /// The process id of the server.
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// The server's log.
    pub fn log(&self) -> Result<String> {
        self.process.log()
    }
}
