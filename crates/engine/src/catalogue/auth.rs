//! How requests are authorised.

use super::option::OptionSpec;

/// How a provider's requests are authorised.
#[derive(Clone, Copy)]
pub enum Auth {
    /// A secret that does not change, sent as a bearer token.
    BearerSecret(SecretOption),
    /// OAuth 2.0 client credentials (RFC 6749, section 4.4): a request exchanges them for a bearer token that expires.
    ClientCredentials {
        /// The token endpoint below the base url. `{name}` stands for the value of a path option.
        token_path: &'static str,
        /// The option that holds the client's id.
        client_id: &'static OptionSpec,
        /// The client's secret.
        client_secret: SecretOption,
    },
}

impl Auth {
    /// The options that it needs.
    pub fn options(&self) -> Vec<&'static OptionSpec> {
        match self {
            Auth::BearerSecret(secret) => vec![secret.vault_id, secret.value],
            Auth::ClientCredentials { client_id, client_secret, .. } => {
                vec![client_id, client_secret.vault_id, client_secret.value]
            }
        }
    }
}

/// A secret that one of two options gives. Exactly one of them must be set.
#[derive(Clone, Copy)]
pub struct SecretOption {
    /// The option that holds the secret itself.
    pub value: &'static OptionSpec,
    /// The option that holds the id of a Vault secret.
    pub vault_id: &'static OptionSpec,
}
