//! Opens `psql` in a private Postgres whose foreign tables read a mock of Clerk's API.

use std::error::Error;
use std::process::ExitCode;

use clerk_mock::Mock;
use fdw_sandbox::{Host, Provider, Sandbox};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    // psql handles Ctrl-C, to cancel a query. It must not end this program.
    ctrlc::set_handler(|| {})?;
    let sandbox = Sandbox::start(Host::Newest, Mock::with_users(1200)?)?;
    let url = sandbox.provider.url();
    let journal = format!("{}/mock/journal", url.trim_end_matches("/v1"));
    println!("psql in a private Postgres 15, whose foreign tables in the schema clerk read a mock of Clerk's API.");
    println!("Postgres and the mock end when you leave psql with \\q. Statements to try:");
    println!("  \\det clerk.*");
    println!("  select id, first_name, created_at from clerk.users order by created_at desc limit 5;");
    println!("  select role, count(*) from clerk.organization_memberships group by role;");
    println!("  explain select name from clerk.organizations;");
    println!("  alter server clerk_server options (add debug 'true');");
    println!(
        "After the last one, each query reports its requests in notices. The mock lists all requests (with curl, from another terminal) at"
    );
    println!("{journal}.");
    let status = sandbox.cluster.psql(Mock::NAME).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
