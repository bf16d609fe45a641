//! `scim` runs a SCIM server with seeded users and groups until it is interrupted with Ctrl-C.

use std::sync::mpsc;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use scim_server::{Contentful, Implementation, Proxy, Server, Size, TOKEN};

/// What to run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Provider {
    #[value(name = "scim2-server")]
    Scim2Server,
    Scimmy,
    /// The stand-in for Contentful's SCIM API, in front of scim2-server
    Contentful,
}

/// Runs a SCIM server with seeded users and groups, and a proxy in front of it.
#[derive(Parser)]
struct Arguments {
    /// What to run
    #[arg(value_enum)]
    provider: Provider,
    /// Number of groups
    #[arg(long, default_value_t = Size::default().groups)]
    groups: usize,
    /// Number of users
    #[arg(long, default_value_t = Size::default().users)]
    users: usize,
    /// TCP port of the proxy on loopback; 0 lets the operating system choose one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Print each request
    #[arg(long)]
    journal: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let implementation = match arguments.provider {
        Provider::Scimmy => Implementation::Scimmy,
        Provider::Scim2Server | Provider::Contentful => Implementation::Scim2Server,
    };
    let server = Server::start(implementation, Size { users: arguments.users, groups: arguments.groups })?;
    let contentful = match arguments.provider {
        Provider::Contentful => Some(Contentful::start(&server)?),
        Provider::Scim2Server | Provider::Scimmy => None,
    };
    let url = contentful.as_ref().map_or_else(|| server.base_url().to_owned(), Contentful::base_url);
    // The proxy has the same paths as the server.
    let path_at = url.find("://").and_then(|at| Some(at + 3 + url.get(at + 3..)?.find('/')?)).unwrap_or(url.len());
    let (host, path) = url.split_at(path_at);
    let proxy = Proxy::start_on(host, arguments.port)?;
    let (interrupt, interrupted) = mpsc::channel();
    // Until here Ctrl-C ends the program at once, which also ends the server. Sending fails only if it is ending.
    ctrlc::set_handler(move || _ = interrupt.send(()))?;
    println!("server    {url}");
    if contentful.is_some() {
        println!("upstream  {}", server.base_url());
    }
    println!("base_url  {}{path}", proxy.base_url());
    println!("token     {TOKEN}");
    while interrupted.recv_timeout(Duration::from_millis(200)).is_err() {
        for request in proxy.take_journal() {
            if arguments.journal {
                println!("{} {} {} {}", request.status, request.bytes, request.method, request.target);
            }
        }
    }
    Ok(())
}
