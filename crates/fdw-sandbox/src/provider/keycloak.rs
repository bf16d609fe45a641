//! Keycloak, by a real server behind a proxy.

use anyhow::Result;
use keycloak_server::{FDW_SECRET, Proxy, Server, Size, Version};

use super::Provider;

/// A Keycloak with a seeded realm, and a proxy in front of it.
pub struct Keycloak {
    /// The server. Requests to it do not appear in the journal.
    pub server: Server,
    /// The proxy, whose URL the foreign server has.
    pub proxy: Proxy,
}

impl Keycloak {
    /// Starts the version of Keycloak that the environment selects, with a realm of the usual size.
    pub fn start() -> Result<Keycloak> {
        Keycloak::with_size(Size::default())
    }

    /// Starts the version of Keycloak that the environment selects, with a realm of this size.
    pub fn with_size(size: Size) -> Result<Keycloak> {
        let server = Server::with_size(&Version::from_environment()?, size)?;
        let proxy = Proxy::start(server.base_url())?;
        Ok(Keycloak { server, proxy })
    }
}

impl Provider for Keycloak {
    const NAME: &'static str = "keycloak";
    const COMPONENT: component_build::Provider = component_build::Provider::Keycloak;
    const OPTIONS: &'static [(&'static str, &'static str)] =
        &[("base_url", "{url}"), ("realm", "acme"), ("client_id", "fdw"), ("client_secret_id", "{secret}")];
    const SECRET: &'static str = FDW_SECRET;

    fn url(&self) -> String {
        self.proxy.base_url()
    }

    fn reset(&self) {
        self.proxy.reset();
    }

    /// Requests for a token are left out, because it depends on the time how many there are.
    fn take_journal(&self) -> Vec<String> {
        let mut journal = self.proxy.take_journal();
        journal.retain(|request| !request.is_for_token());
        journal.iter().map(|request| format!("{} {} {}", request.method, request.target, request.status)).collect()
    }

    fn fault(&self, json: &str) -> Result<()> {
        self.proxy.fault(serde_json::from_str(json)?);
        Ok(())
    }
}
