//! A real Keycloak: its seed, its start on kept data, and the proxy in front of it.

mod proxy;
mod seed;

use std::sync::OnceLock;

use keycloak_server::{Server, Version};

/// The server of all tests. It ends with this process.
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(start)
}

/// A server of the version that the environment selects.
fn start() -> Server {
    let version = Version::from_environment().expect("a version");
    Server::start(&version).expect("a server")
}
