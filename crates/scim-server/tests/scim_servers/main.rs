//! Real SCIM servers: their seed, the client, the stand-in for Contentful's API, and what a published judge says.

mod contentful;
mod judged;
mod seed;
mod servers;

use std::sync::OnceLock;

use scim_server::{Implementation, Server, Size};

/// A server of each implementation, for the tests that only read. They end with this process.
fn servers() -> &'static [Server; 2] {
    static SERVERS: OnceLock<[Server; 2]> = OnceLock::new();
    SERVERS.get_or_init(|| Implementation::ALL.map(|implementation| start(implementation, Size::default())))
}

fn start(implementation: Implementation, size: Size) -> Server {
    Server::start(implementation, size).expect("a server")
}

fn text<'a>(object: &'a serde_json::Value, key: &str) -> &'a str {
    object[key].as_str().expect("a string")
}
