//! What can fail in the host, and as which error of Postgres it is raised.

use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::PgSqlErrorCode;
use supabase_wrappers::prelude::OptionsError;
use wrappers_host::Fault;

/// An error of the host.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// A server option is missing or malformed.
    #[error("{0}")]
    Option(#[from] OptionsError),
    /// `fdw_package_version` is no version.
    #[error("option fdw_package_version: {0}")]
    Version(#[from] semver::Error),
    /// `fdw_package_url` is of a scheme that is not served.
    #[error("option fdw_package_url: only file://, http:// and https:// are supported")]
    Scheme,
    /// A package that is fetched needs a checksum.
    #[error("option fdw_package_checksum is required for a package that is fetched over http")]
    NoChecksum,
    /// The package cannot be had.
    #[error("cannot fetch the package {url}: {reason}")]
    Fetch {
        /// Where it should be.
        url: String,
        /// Why not.
        reason: String,
    },
    /// The package is another than the server says.
    #[error("the package's checksum is {is}, and not {wanted} as option fdw_package_checksum says")]
    Checksum {
        /// The sha256 of the bytes.
        is: String,
        /// The option.
        wanted: String,
    },
    /// The component is none, or its host functions failed.
    #[error("{}", .0.root_cause())]
    Trap(anyhow::Error),
    /// The guest's own error.
    #[error("{0}")]
    Guest(String),
}

impl From<Fault> for HostError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Guest(text) => HostError::Guest(text),
            Fault::Trap(error) => HostError::Trap(error),
        }
    }
}

impl From<HostError> for ErrorReport {
    fn from(error: HostError) -> Self {
        let text = error.to_string();
        match error {
            HostError::Option(error) => error.into(),
            _ => ErrorReport::new(PgSqlErrorCode::ERRCODE_FDW_ERROR, text, ""),
        }
    }
}
