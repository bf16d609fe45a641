//! The servers that can be started.

use std::ffi::OsString;
use std::fmt;
use std::str::FromStr;

use anyhow::{Error, Result, anyhow};

use crate::TOKEN;
use crate::install;

/// An implementation of SCIM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Implementation {
    /// scim2-server, in Python. It keeps to the RFCs closely, and can announce pagination by cursors.
    Scim2Server,
    /// SCIMMY, in JavaScript, with a store of our own behind it. It is what services in production are built on, and
    /// deviates from the RFCs in some places.
    Scimmy,
}

impl Implementation {
    /// All implementations.
    pub const ALL: [Implementation; 2] = [Implementation::Scim2Server, Implementation::Scimmy];

    /// The name on a command line.
    pub fn name(self) -> &'static str {
        match self {
            Implementation::Scim2Server => "scim2-server",
            Implementation::Scimmy => "scimmy",
        }
    }

    /// The program that runs the server, and its arguments. It logs its address.
    pub(crate) fn command_line(self) -> Result<Vec<OsString>> {
        let schema = install::source("acme.json");
        Ok(match self {
            Implementation::Scim2Server => vec![
                install::python()?.into(),
                install::source("python/serve.py").into(),
                "--token".into(),
                TOKEN.into(),
                "--schema".into(),
                schema.into(),
            ],
            Implementation::Scimmy => vec![
                "node".into(),
                install::source("node/server.mjs").into(),
                install::node_folder()?.into(),
                schema.into(),
                TOKEN.into(),
            ],
        })
    }
}

impl fmt::Display for Implementation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Implementation {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Implementation::ALL.into_iter().find(|implementation| implementation.name() == name);
        found.ok_or_else(|| anyhow!("there is no SCIM server with the name {name}"))
    }
}
