//! The servers, and foreign servers for them.

use std::path::PathBuf;
use std::sync::OnceLock;

use component_build::{Provider, Variant};
use scim_server::{Implementation, Proxy, Size, TOKEN};
use wrappers_harness::Server;

const NEEDED: &str = "needs SCIM servers; `make setup-scim` installs what they need";

/// A server, which all tests share and none changes.
pub fn shared(implementation: Implementation) -> &'static scim_server::Server {
    static SERVERS: [OnceLock<scim_server::Server>; 2] = [OnceLock::new(), OnceLock::new()];
    SERVERS[implementation as usize]
        .get_or_init(|| scim_server::Server::start(implementation, Size::UNEVEN).expect(NEEDED))
}

/// Both servers.
pub fn servers() -> impl Iterator<Item = &'static scim_server::Server> {
    Implementation::ALL.into_iter().map(shared)
}

/// A proxy in front of a server.
pub fn proxy_of(base_url: &str) -> Proxy {
    Proxy::start(base_url).expect("a proxy")
}

/// A foreign server without options for the URL and the token.
pub fn without_options() -> Server {
    // Finding out whether the component has to be built again takes longer than most tests.
    static COMPONENT: OnceLock<PathBuf> = OnceLock::new();
    let component = COMPONENT
        .get_or_init(|| component_build::component_for(Provider::Scim, Variant::Shipped).expect("a component"));
    Server::new(component)
}

/// A foreign server for a base URL.
pub fn server(base_url: &str) -> Server {
    without_options().option("base_url", base_url).option("bearer_token", TOKEN)
}

/// The targets of all requests.
pub fn targets(proxy: &Proxy) -> Vec<String> {
    proxy.take_journal().into_iter().map(|request| request.target).collect()
}
