//! A running server with seeded users and groups.

use std::time::Duration;

use anyhow::{Context, Result};
use kept_process::Process;

use crate::{Client, Implementation, Size, seed};

/// Maximum time until a server answers.
const START: Duration = Duration::from_secs(60);

/// The bearer token that the servers accept.
pub const TOKEN: &str = "scim-token-5f0c2b7d91";

/// A running SCIM server with users and groups of its own. It stops when this value is dropped.
pub struct Server {
    implementation: Implementation,
    process: Process,
}

impl Server {
    /// Starts a server and seeds it.
    pub fn start(implementation: Implementation, size: Size) -> Result<Server> {
        Server::with_arguments(implementation, &[], size)
    }

    /// Starts scim2-server so that it announces pagination by cursors (RFC 9865), and seeds it.
    pub fn with_cursors(size: Size) -> Result<Server> {
        Server::with_arguments(Implementation::Scim2Server, &["--cursors"], size)
    }

    fn with_arguments(implementation: Implementation, arguments: &[&str], size: Size) -> Result<Server> {
        let mut command_line = implementation.command_line()?;
        command_line.extend(arguments.iter().map(Into::into));
        let directory = tempfile::Builder::new().prefix("scim-").tempdir()?;
        let process = Process::start(&command_line, &[], directory, START)
            .with_context(|| format!("cannot start {implementation}"))?;
        let server = Server { implementation, process };
        let seeded = seed::run(&server.client(), size);
        seeded.with_context(|| {
            format!("{implementation} cannot be seeded; its log:\n{}", server.log().unwrap_or_default())
        })?;
        Ok(server)
    }

    /// Which server it is.
    pub fn implementation(&self) -> Implementation {
        self.implementation
    }

    /// The URL below which the endpoints are, for instance `/Users`, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.process.address()
    }

    /// A client of the server.
    pub fn client(&self) -> Client {
        Client::new(self.base_url())
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
