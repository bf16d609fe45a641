//! `clerk-mock` runs the mock until it is interrupted.

use anyhow::Result;
use clap::Parser;
use clerk_mock::{Config, KEY, Mock, Size};

/// A mock of Clerk's Backend API. Its journal is at /mock/journal; POST faults to /mock/faults.
#[derive(Parser)]
struct Arguments {
    /// The port; 0 lets the system choose.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Users.
    #[arg(long, default_value_t = 1000)]
    users: u32,
    /// Organizations; a tenth of the users unless given.
    #[arg(long)]
    organizations: Option<u32>,
    /// Memberships; one and a half for each user unless given.
    #[arg(long)]
    memberships: Option<u32>,
    /// Where the made-up data begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The key that lets in.
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
