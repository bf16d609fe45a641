//! Errors of the host, and the Postgres errors that they become.

use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::PgSqlErrorCode;
use supabase_wrappers::prelude::OptionsError;
use wrappers_host::CallError;

/// An error of the host.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// A server option is missing or invalid.
    #[error("{0}")]
    Option(#[from] OptionsError),
    /// `fdw_package_version` is not a semantic version.
    #[error("option fdw_package_version: {0}")]
    Version(#[from] semver::Error),
    /// `fdw_package_url` has a scheme that is not supported.
    #[error("option fdw_package_url must begin with file://, http:// or https://")]
    Scheme,
    /// A package from the network has no checksum.
    #[error("option fdw_package_checksum is required for a package that is fetched over HTTP")]
    NoChecksum,
    /// The package cannot be read or downloaded.
    #[error("cannot fetch the package {url}: {reason}")]
    Fetch {
        /// Value of `fdw_package_url`.
        url: String,
        /// Cause of the failure.
        reason: String,
    },
    /// The package does not have the checksum in `fdw_package_checksum`.
    #[error("the package's checksum is {actual}, but option fdw_package_checksum is {expected}")]
    Checksum {
        /// SHA-256 of the package, in hexadecimal digits.
        actual: String,
        /// Value of `fdw_package_checksum`.
        expected: String,
    },
    /// The component cannot be compiled or instantiated, it trapped, or a function of the host failed.
    #[error("{}", .0.root_cause())]
    Trap(anyhow::Error),
    /// The guest returned or reported an error.
    #[error("{0}")]
    Guest(String),
}

impl From<CallError> for HostError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Guest(text) => HostError::Guest(text),
            CallError::Trap(error) => HostError::Trap(error),
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
