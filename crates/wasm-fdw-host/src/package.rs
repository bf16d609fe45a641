//! The component of a foreign server: reads or downloads it, verifies its checksum and compiles it.

use std::cell::RefCell;
use std::collections::HashMap;

use anyhow::Result;
use sha2::{Digest, Sha256};
use supabase_wrappers::prelude::require_option;
use wrappers_host::Compiled;

use crate::KEEP_COMPILED;
use crate::error::HostError;

thread_local! {
    /// Downloaded packages by checksum. A checksum identifies the bytes, so they never have to be downloaded again.
    static DOWNLOADED: RefCell<HashMap<String, Vec<u8>>> = RefCell::default();
    /// Compiled components by checksum, if `wasm_fdw_host.keep_compiled` is on.
    static COMPILED: RefCell<HashMap<String, Compiled>> = RefCell::default();
}

/// Compiles the component that a server's options name.
pub fn compiled(options: &HashMap<String, String>) -> Result<Compiled, HostError> {
    let url = require_option("fdw_package_url", options)?;
    require_option("fdw_package_name", options)?;
    semver::Version::parse(require_option("fdw_package_version", options)?)?;
    let expected = options.get("fdw_package_checksum").map(|checksum| checksum.to_ascii_lowercase());
    let bytes = match url.strip_prefix("file://") {
        Some(path) => std::fs::read(path).map_err(|error| cannot_fetch(url, &error))?,
        None if url.starts_with("http://") || url.starts_with("https://") => {
            downloaded(url, expected.as_ref().ok_or(HostError::NoChecksum)?)?
        }
        None => return Err(HostError::Scheme),
    };
    let actual: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if let Some(expected) = expected.filter(|expected| *expected != actual) {
        return Err(HostError::Checksum { actual, expected });
    }
    if url.starts_with("http") {
        DOWNLOADED.with_borrow_mut(|packages| packages.insert(actual.clone(), bytes.clone()));
    }
    if !KEEP_COMPILED.get() {
        return Compiled::new(&bytes).map_err(HostError::Trap);
    }
    if let Some(compiled) = COMPILED.with_borrow(|kept| kept.get(&actual).cloned()) {
        return Ok(compiled);
    }
    let compiled = Compiled::new(&bytes).map_err(HostError::Trap)?;
    COMPILED.with_borrow_mut(|kept| kept.insert(actual, compiled.clone()));
    Ok(compiled)
}

/// The bytes at a URL. Downloads them unless this backend already has bytes with the checksum. The caller verifies the
/// checksum of downloaded bytes.
fn downloaded(url: &str, checksum: &str) -> Result<Vec<u8>, HostError> {
    if let Some(bytes) = DOWNLOADED.with_borrow(|packages| packages.get(checksum).cloned()) {
        return Ok(bytes);
    }
    let bytes = ureq::get(url).call().and_then(|mut response| response.body_mut().read_to_vec());
    bytes.map_err(|error| cannot_fetch(url, &error))
}

fn cannot_fetch(url: &str, reason: &dyn std::fmt::Display) -> HostError {
    HostError::Fetch { url: url.to_owned(), reason: reason.to_string() }
}
