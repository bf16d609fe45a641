//! `clerk-mock` runs the mock until it is interrupted with Ctrl-C.

use anyhow::Result;
use clap::Parser;
use clerk_mock::{Config, KEY, Mock, Size};

/// Runs a mock of Clerk's Backend API.
///
/// GET /mock/journal returns the requests received; POST /mock/faults adds a fault.
#[derive(Parser)]
struct Arguments {
    /// TCP port on loopback; 0 lets the operating system choose one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Number of users
    #[arg(long, default_value_t = 1000)]
    users: u32,
    /// Number of organizations (default: a tenth of the users)
    #[arg(long)]
    organizations: Option<u32>,
    /// Number of memberships (default: one and a half for each user)
    #[arg(long)]
    memberships: Option<u32>,
    /// Seed of the generated data
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// API key that requests have to send
    #[arg(long, default_value = KEY)]
    key: String,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let of_users = Size::of_users(arguments.users);
    let size = Size {
        organizations: arguments.organizations.unwrap_or(of_users.organizations),
        memberships: arguments.memberships.unwrap_or(of_users.memberships),
        ..of_users
    };
    let mock = Mock::start(&Config { size, seed: arguments.seed, key: arguments.key.clone(), port: arguments.port })?;
    println!("api_url  {}", mock.url());
    println!("api_key  {}", arguments.key);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(tokio::signal::ctrl_c())?;
    Ok(())
}
