//! Options of the foreign server and table: each is read in one place, checked, and never shown.

use alloc::string::String;

use crate::error::{Error, Fail, fail};
use crate::host::Host;
use crate::number;
use crate::text::cut;

/// MiB of rows kept for a re-scan where `replay_budget_mib` is not set.
const REPLAY_BUDGET_MIB: i64 = 64;

/// The largest budget: a component's memory ends at 4 GiB, and what holds the rows grows by doubling.
const MAX_REPLAY_BUDGET_MIB: i64 = 1024;

/// Objects whose rows are asked for one by one where `max_parents` is not set.
const MAX_PARENTS: i64 = 1000;

fn refuse(name: &'static str, problem: &'static str) -> Fail {
    fail(Error::Option { name, problem })
}

/// The base url, without a slash at its end: option `api_url`, or the provider's own.
pub fn api_url(host: &dyn Host, default: &str) -> Result<String, Fail> {
    let mut url = host.server_option("api_url").unwrap_or_else(|| String::from(default));
    if !is_url(&url) {
        let problem = "must be https://host/path or http://host:port/path in ASCII, without user, query and fragment";
        return Err(refuse("api_url", problem));
    }
    while url.ends_with('/') {
        url.pop();
    }
    Ok(url)
}

/// Whether requests can be sent there. What is wrong here would otherwise come back as a failed connection, after every
/// retry. A host may be an IPv6 address in brackets.
fn is_url(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else { return false };
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'@');
    let (authority, _) = cut(rest, b'/');
    let (host, behind) = match authority.strip_prefix('[') {
        Some(address) => cut(address, b']'),
        None => (authority, None),
    };
    let (host, port) = match behind {
        Some("") => (host, None),
        // What is behind the brackets and no port makes an empty one.
        Some(behind) => (host, Some(behind.strip_prefix(':').unwrap_or(""))),
        None => cut(host, b':'),
    };
    let is_host = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') || (byte == b':' && behind.is_some())
    };
    rest.bytes().all(is_plain)
        && !host.is_empty()
        && host.bytes().all(is_host)
        && port.is_none_or(|port| matches!(number::int(port), Some(1..=65_535)))
}

/// A secret: the option `name`, or the Vault secret whose id the option `id_name` gives. Exactly one of them must be
/// set. The secret becomes a header's value, so it is visible ASCII.
pub fn secret(host: &mut dyn Host, name: &'static str, id_name: &'static str) -> Result<String, Fail> {
    let (option, secret) = match (host.server_option(name), host.server_option(id_name)) {
        (Some(_), Some(_)) => {
            return Err(refuse(name, "is set, and so is the one that names a Vault secret: drop one"));
        }
        (None, None) => {
            return Err(refuse(name, "is not set, nor is the one that names a Vault secret"));
        }
        (Some(secret), None) => (name, secret),
        (None, Some(id)) => {
            let problem = "names a secret that Vault does not have, or that this role may not read";
            (id_name, host.vault_secret(&id).ok_or_else(|| refuse(id_name, problem))?)
        }
    };
    if secret.is_empty() {
        return Err(refuse(option, "gives an empty key"));
    }
    if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        let problem = "gives a key with a space, a newline, a control character or a character outside ASCII";
        return Err(refuse(option, problem));
    }
    Ok(secret)
}

/// Whether a switch of the server or of the table, which wins, is on; off where it is not set.
pub fn switch(host: &dyn Host, name: &'static str) -> Result<bool, Fail> {
    match option(host, name).as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(refuse(name, "must be 'true' or 'false'")),
    }
}

/// An option of the table, or else of the server.
fn option(host: &dyn Host, name: &str) -> Option<String> {
    host.table_option(name).or_else(|| host.server_option(name))
}

/// Bytes of rows to keep for a re-scan: option `replay_budget_mib`.
pub fn replay_budget(host: &dyn Host) -> Result<usize, Fail> {
    let problem = "must be a whole number from 0 to 1024";
    Ok(whole(host, "replay_budget_mib", REPLAY_BUDGET_MIB, MAX_REPLAY_BUDGET_MIB, problem)? << 20)
}

/// How many objects a scan may ask for the rows under each: option `max_parents`.
pub fn max_parents(host: &dyn Host) -> Result<usize, Fail> {
    whole(host, "max_parents", MAX_PARENTS, i64::from(i32::MAX), "must be a whole number from 0 on")
}

fn whole(host: &dyn Host, name: &'static str, default: i64, max: i64, problem: &'static str) -> Result<usize, Fail> {
    let number = match option(host, name) {
        None => Some(default),
        Some(text) => number::int(&text).filter(|number| (0..=max).contains(number)),
    };
    number.map(|number| number as usize).ok_or_else(|| refuse(name, problem))
}
