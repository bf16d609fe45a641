//! What lets requests in.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::Fail;
use crate::host::Host;

/// How a provider's requests are authorised.
pub trait Auth: Sync {
    /// Reads and checks what the server's options and Vault give. It makes no request.
    fn credentials(&self, host: &mut dyn Host) -> Result<Credentials, Fail>;
}

/// What authorised requests carry. It has no `Debug`, so that it cannot end in a log.
pub struct Credentials {
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// What must never be shown, wherever it may come back from.
    pub secret: String,
}
