//! Values that are the same in every run.

use sha2::{Digest as _, Sha256};

/// The id of the object of a kind with this name, in the form of a UUID.
pub(super) fn id(kind: &str, name: &str) -> String {
    let hash = hex(&Sha256::digest(format!("{kind}/{name}")));
    // The digits that say version 4 and its variant are where a UUID has them.
    format!("{}-{}-4{}-8{}-{}", &hash[..8], &hash[8..12], &hash[13..16], &hash[17..20], &hash[20..32])
}

/// A number below `limit` that depends on all arguments.
pub(super) fn number(kind: &str, index: u32, limit: u32) -> u32 {
    let hash = Sha256::digest(format!("{kind}/{index}"));
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]) % limit.max(1)
}

/// Hexadecimal digits of bytes.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
