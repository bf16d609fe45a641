//! Clerk lets in who sends the instance's secret key.

use alloc::string::String;
use alloc::vec;

use fdw_engine::auth::{Auth, Credentials};
use fdw_engine::error::Fail;
use fdw_engine::host::Host;
use fdw_engine::options;
use fdw_engine::text::concat;

/// The secret key from the server option `api_key`, or from Vault by `api_key_id`, as a bearer token.
pub struct ApiKey;

impl Auth for ApiKey {
    fn credentials(&self, host: &mut dyn Host) -> Result<Credentials, Fail> {
        let secret = options::secret(host, "api_key", "api_key_id")?;
        let headers = vec![(String::from("authorization"), concat(&["Bearer ", &secret]))];
        Ok(Credentials { headers, secret })
    }
}
