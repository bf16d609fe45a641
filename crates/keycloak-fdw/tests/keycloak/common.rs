//! The server, and foreign servers for it.

use std::path::PathBuf;
use std::sync::OnceLock;

use component_build::{Provider, Variant};
use keycloak_server::{FDW, FDW_SECRET, Proxy, REALM, Size, Version};
use wrappers_harness::Server;

const NEEDED: &str = "needs a real Keycloak; `make setup-keycloak` installs what it needs";

/// The server, which all tests share and none changes.
pub fn keycloak() -> &'static keycloak_server::Server {
    static SERVER: OnceLock<keycloak_server::Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let version = Version::from_environment().expect(NEEDED);
        keycloak_server::Server::start(&version).expect(NEEDED)
    })
}

/// A server with fewer users, for tests that send requests for each of them.
pub fn small_keycloak() -> &'static keycloak_server::Server {
    static SERVER: OnceLock<keycloak_server::Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let version = Version::from_environment().expect(NEEDED);
        keycloak_server::Server::with_size(&version, Size { users: 200 }).expect(NEEDED)
    })
}

/// A proxy in front of the server.
pub fn proxy() -> Proxy {
    proxy_of(keycloak())
}

/// A proxy in front of another server.
pub fn proxy_of(server: &keycloak_server::Server) -> Proxy {
    Proxy::start(server.base_url()).expect("a proxy")
}

/// A foreign server whose client can see everything.
pub fn server(base_url: &str) -> Server {
    // Finding out whether the component has to be built again takes longer than most tests.
    static COMPONENT: OnceLock<PathBuf> = OnceLock::new();
    let component = COMPONENT
        .get_or_init(|| component_build::component_for(Provider::Keycloak, Variant::Shipped).expect("a component"));
    let server = Server::new(component).option("base_url", base_url).option("realm", REALM);
    server.option("client_id", FDW).option("client_secret", FDW_SECRET)
}

/// The targets of all requests but those for a token.
pub fn targets(proxy: &Proxy) -> Vec<String> {
    let journal = proxy.take_journal();
    journal.iter().filter(|request| !request.is_for_token()).map(|request| request.target.clone()).collect()
}
