//! What scim2-tester, a published judge of SCIM servers, says about a server.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::TOKEN;
use crate::install;

/// What is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Everything that scim2-tester knows, with what the server says about itself.
    Server,
    /// Only what is read from the endpoints of users and groups, by the schemas of RFC 7643 without extensions, because
    /// the server has no endpoints for discovery.
    Reading,
}

/// The checks that fail, one a line in the order of the alphabet: how severe the failure is, what was checked, and why
/// it failed. Ids and addresses are left out.
pub fn failed_checks(base_url: &str, judged: Judged) -> Result<Vec<String>> {
    let mut python = Command::new(install::python()?);
    python.arg(install::source("python/check.py")).args([base_url, TOKEN]);
    if judged == Judged::Reading {
        python.arg("--reading");
    }
    let output = python.current_dir("/").stdin(Stdio::null()).output().context("cannot run Python")?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if !output.status.success() {
        bail!("scim2-tester failed: {}\n{}{}", output.status, text(&output.stdout), text(&output.stderr));
    }
    Ok(text(&output.stdout).lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}
