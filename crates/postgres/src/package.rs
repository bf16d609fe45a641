//! The component that a server names: fetched, held against its checksum, compiled.

use std::cell::RefCell;
use std::collections::HashMap;

use anyhow::Result;
use sha2::{Digest, Sha256};
use supabase_wrappers::prelude::require_option;
use wrappers_host::Compiled;

use crate::KEEP_COMPILED;
use crate::error::HostError;

thread_local! {
    /// Packages that were fetched, by checksum: bytes that cannot be others.
    static FETCHED: RefCell<HashMap<String, Vec<u8>>> = RefCell::default();
    /// Components that are kept, by checksum.
    static COMPILED: RefCell<HashMap<String, Compiled>> = RefCell::default();
}

/// The component that a server's options name, compiled.
pub fn compiled(options: &HashMap<String, String>) -> Result<Compiled, HostError> {
    let url = require_option("fdw_package_url", options)?;
    require_option("fdw_package_name", options)?;
    semver::Version::parse(require_option("fdw_package_version", options)?)?;
    let wanted = options.get("fdw_package_checksum").map(|checksum| checksum.to_ascii_lowercase());
    let bytes = match url.strip_prefix("file://") {
        Some(path) => std::fs::read(path).map_err(|error| cannot_fetch(url, &error))?,
        None if url.starts_with("http://") || url.starts_with("https://") => {
            fetched(url, wanted.as_ref().ok_or(HostError::NoChecksum)?)?
        }
        None => return Err(HostError::Scheme),
    };
    let is: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if let Some(wanted) = wanted.filter(|wanted| *wanted != is) {
        return Err(HostError::Checksum { is, wanted });
    }
    if url.starts_with("http") {
        FETCHED.with_borrow_mut(|fetched| fetched.insert(is.clone(), bytes.clone()));
    }
    if !KEEP_COMPILED.get() {
        return Compiled::new(&bytes).map_err(HostError::Trap);
    }
    if let Some(compiled) = COMPILED.with_borrow(|kept| kept.get(&is).cloned()) {
        return Ok(compiled);
    }
    let compiled = Compiled::new(&bytes).map_err(HostError::Trap)?;
    COMPILED.with_borrow_mut(|kept| kept.insert(is, compiled.clone()));
    Ok(compiled)
}

/// The bytes behind a url, from the network unless those with the checksum are here. Who calls it checks them.
fn fetched(url: &str, checksum: &str) -> Result<Vec<u8>, HostError> {
    if let Some(bytes) = FETCHED.with_borrow(|fetched| fetched.get(checksum).cloned()) {
        return Ok(bytes);
    }
    let bytes = ureq::get(url).call().and_then(|mut response| response.body_mut().read_to_vec());
    bytes.map_err(|error| cannot_fetch(url, &error))
}

fn cannot_fetch(url: &str, reason: &dyn std::fmt::Display) -> HostError {
    HostError::Fetch { url: url.to_owned(), reason: reason.to_string() }
}
