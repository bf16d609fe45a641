//! A `psql` on a private Postgres with the component, on the mock.

use std::error::Error;
use std::process::ExitCode;

use clerk_mock::Mock;
use clerk_sandbox::{DATABASE, Sandbox};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    // Ctrl-C is for psql, to cancel a query.
    ctrlc::set_handler(|| {})?;
    let sandbox = Sandbox::start(Mock::with_users(1200)?)?;
    let url = sandbox.mock.url();
    let journal = format!("{}/mock/journal", url.trim_end_matches("/v1"));
    println!("A private Postgres 15 with a mock Clerk behind it. It goes when you leave (\\q). Try:");
    println!("  \\det clerk.*");
    println!("  select id, first_name, created_at from clerk.users order by created_at desc limit 5;");
    println!("  select role, count(*) from clerk.organization_memberships group by role;");
    println!("  explain select * from clerk.organizations where slug = 'acme';");
    println!("The requests so far: {journal}");
    let status = sandbox.cluster.psql(DATABASE).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
