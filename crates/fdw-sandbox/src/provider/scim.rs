//! SCIM, by a real server behind a proxy.

use anyhow::Result;
use scim_server::{Implementation, Proxy, Server, Size, TOKEN};

use super::Provider;

/// A SCIM server with seeded users and groups, and a proxy in front of it.
pub struct Scim {
    /// The server. Requests to it do not appear in the journal.
    pub server: Server,
    /// The proxy, whose URL the foreign server has.
    pub proxy: Proxy,
}

impl Scim {
    /// Starts an implementation with a few hundred users.
    pub fn start(implementation: Implementation) -> Result<Scim> {
        let server = Server::start(implementation, Size::UNEVEN)?;
        let proxy = Proxy::start(server.base_url())?;
        Ok(Scim { server, proxy })
    }
}

impl Provider for Scim {
    const NAME: &'static str = "scim";
    const COMPONENT: component_build::Provider = component_build::Provider::Scim;
    const OPTIONS: &'static [(&'static str, &'static str)] = &[("base_url", "{url}"), ("bearer_token_id", "{secret}")];
    const SECRET: &'static str = TOKEN;

    fn url(&self) -> String {
        self.proxy.base_url()
    }

    fn reset(&self) {
        self.proxy.reset();
    }

    fn take_journal(&self) -> Vec<String> {
        let journal = self.proxy.take_journal();
        journal.iter().map(|request| format!("{} {} {}", request.method, request.target, request.status)).collect()
    }

    fn fault(&self, json: &str) -> Result<()> {
        self.proxy.fault(serde_json::from_str(json)?);
        Ok(())
    }
}
