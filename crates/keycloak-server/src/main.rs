//! `keycloak` runs a Keycloak with the seeded realm until it is interrupted with Ctrl-C.

use std::sync::mpsc;

use anyhow::Result;
use clap::Parser;
use keycloak_server::{FDW, FDW_SECRET, Proxy, REALM, Server, Size, Version};

/// Runs a Keycloak with a seeded realm, and a proxy in front of it.
#[derive(Parser)]
struct Arguments {
    /// Version of Keycloak, or `newest` or `oldest`
    #[arg(long, default_value = "newest")]
    version: Version,
    /// Number of users
    #[arg(long, default_value_t = Size::default().users)]
    users: u32,
    /// TCP port of the proxy on loopback; 0 lets the operating system choose one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Print each request
    #[arg(long)]
    journal: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let server = Server::with_size(&arguments.version, Size { users: arguments.users })?;
    let proxy = Proxy::start_on(server.base_url(), arguments.port)?;
    let (interrupt, interrupted) = mpsc::channel();
    // Until here Ctrl-C ends the program at once, which also ends the server. Sending fails only if it is ending.
    ctrlc::set_handler(move || _ = interrupt.send(()))?;
    println!("server         {}  (admin, admin)", server.base_url());
    println!("base_url       {}", proxy.base_url());
    println!("realm          {REALM}");
    println!("client_id      {FDW}");
    println!("client_secret  {FDW_SECRET}");
    while interrupted.recv_timeout(std::time::Duration::from_millis(200)).is_err() {
        for request in proxy.take_journal() {
            if arguments.journal {
                println!("{} {} {} {}", request.status, request.bytes, request.method, request.target);
            }
        }
    }
    Ok(())
}
