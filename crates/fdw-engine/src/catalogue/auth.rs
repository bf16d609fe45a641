//! How requests are authorised.

use super::option::OptionSpec;

/// How an API authorises requests.
#[derive(Clone, Copy)]
pub enum Auth {
    /// By a constant secret, sent as a bearer token.
    BearerSecret(SecretOption),
    /// By the OAuth 2.0 client credentials grant (RFC 6749, section 4.4): the client's id and secret are exchanged for
    /// a bearer token, which expires.
    ClientCredentials {
        /// The token endpoint below the base URL. `{name}` is a placeholder for the value of an endpoint option.
        token_endpoint: &'static str,
        /// The client's id.
        client_id: SecretOption,
        /// The client's secret.
        client_secret: SecretOption,
    },
}

impl Auth {
    /// The options that contain the credentials.
    pub fn options(&self) -> Vec<&'static OptionSpec> {
        match self {
            Auth::BearerSecret(secret) => vec![secret.vault_id, secret.value],
            Auth::ClientCredentials { client_id, client_secret, .. } => {
                vec![client_id.value, client_id.vault_id, client_secret.vault_id, client_secret.value]
            }
        }
    }
}

/// A part of the credentials, which the user sets by one of two options. Exactly one of them must be set.
#[derive(Clone, Copy)]
pub struct SecretOption {
    /// The option that contains the value itself.
    pub value: &'static OptionSpec,
    /// The option that contains the id of a Vault secret.
    pub vault_id: &'static OptionSpec,
}
