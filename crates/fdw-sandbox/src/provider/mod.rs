//! What a sandbox has to know of an identity provider.

mod clerk;
mod keycloak;
mod scim;

use anyhow::Result;

pub use keycloak::Keycloak;
pub use scim::Scim;

/// The API of an identity provider, which the foreign tables of a sandbox read: a mock, or a real server.
pub trait Provider {
    /// Name of the database and of the schema of the foreign tables. That of the foreign server is `{name}_server`, and
    /// that of the component's package `supabase:{name}-fdw`.
    const NAME: &'static str;

    /// Which component is built.
    const COMPONENT: component_build::Provider;

    /// The options of the foreign server that the component defines, and their values with placeholders (see
    /// [`Sandbox::fill`](crate::Sandbox::fill)).
    const OPTIONS: &'static [(&'static str, &'static str)];

    /// The secret that authorises requests. Its name in Vault is [`Provider::NAME`].
    const SECRET: &'static str;

    /// Base URL of the API.
    fn url(&self) -> String;

    /// Removes all faults and the journal, and undoes what was written, if that is possible.
    fn reset(&self);

    /// Returns the requests since the last call, without secrets, and removes them from the journal. Each is a line with
    /// its method, target, body, if there is one, and status.
    fn take_journal(&self) -> Vec<String>;

    /// Adds a fault, which applies to requests from now on. Its form in JSON is the provider's.
    fn fault(&self, json: &str) -> Result<()>;
}

/// SQL that creates the extension, the foreign server and the foreign tables, with placeholders (see
/// [`Sandbox::fill`](crate::Sandbox::fill)).
pub fn setup<P: Provider>() -> String {
    let options: Vec<String> = P::OPTIONS.iter().map(|(name, value)| format!("  {name} '{value}'")).collect();
    include_str!("../../sql/setup.sql").replace("{options}", &options.join(",\n")).replace("{name}", P::NAME)
}
