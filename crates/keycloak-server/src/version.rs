//! Versions of Keycloak.

use std::fmt;
use std::str::FromStr;

use anyhow::{Result, bail};

/// The environment variable that selects the version for a whole test run.
const VARIABLE: &str = "KEYCLOAK_VERSION";

/// A version of Keycloak, for instance `26.7.3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(String);

impl Version {
    /// The newest version that the tests run against.
    pub fn newest() -> Version {
        Version("26.7.3".to_owned())
    }

    /// The oldest version that the tests run against.
    pub fn oldest() -> Version {
        Version("26.4.0".to_owned())
    }

    /// The version that the environment variable `KEYCLOAK_VERSION` names; the newest if it is not set.
    pub fn from_environment() -> Result<Version> {
        std::env::var(VARIABLE).map_or_else(|_| Ok(Version::newest()), |version| version.parse())
    }

    /// Whether the version is this one or a later one.
    pub fn is_at_least(&self, major: u32, minor: u32) -> bool {
        let mut numbers = self.0.split('.').map(|part| part.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        (next(), next()) >= (major, minor)
    }
}

impl FromStr for Version {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Version> {
        match text {
            "newest" => Ok(Version::newest()),
            "oldest" => Ok(Version::oldest()),
            _ if is_version(text) => Ok(Version(text.to_owned())),
            _ => bail!("{text:?} is not a version of Keycloak: write for instance 26.7.3, newest or oldest"),
        }
    }
}

/// Whether a text consists of three numbers with dots between them.
fn is_version(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split('.').count() == 3 && text.split('.').all(is_number)
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_versions_are_versions() {
        for wrong in ["", "26", "26.7", "26.7.", "26.7.x", "26.7.3/..", "-26.7.3"] {
            assert!(wrong.parse::<Version>().is_err(), "{wrong}");
        }
        let version: Version = "26.7.3".parse().expect("a version");
        assert!(version == Version::newest() && version.is_at_least(26, 7) && !version.is_at_least(26, 8));
        assert!(version.is_at_least(25, 9) && !version.is_at_least(27, 0));
    }
}
