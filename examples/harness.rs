//! Shows the component without Postgres: starts a mock of Clerk's API, runs scans in the test harness, and prints their
//! rows, requests and times.

use std::error::Error;
use std::path::PathBuf;

use clerk_mock::{KEY, Mock};
use wrappers_harness::output::{self, Format};
use wrappers_harness::query::{Qual, Sort};
use wrappers_harness::{Node, Outcome, Query, Server, run};

fn main() -> Result<(), Box<dyn Error>> {
    // The first argument, if any, is the file of another component.
    let component = match std::env::args_os().nth(1) {
        Some(path) => PathBuf::from(path),
        None => component_build::component()?,
    };
    let mock = Mock::with_users(1200)?;
    println!("component  {}", component.display());
    println!("mock       {}, with 1200 users, 120 organizations and 1800 memberships\n", mock.url());
    let server = Server::new(&component).option("api_url", &mock.url()).option("api_key", KEY);

    let users =
        Query::new("users", "id text, primary_email_address text, public_metadata_role text, created_at timestamptz")?;
    show("The five oldest users", &server, &mock, &users.clone().limit(5))?;

    let mut banned = Query::new("users", "id text, first_name text, last_name text, banned boolean")?;
    banned.quals = vec![Qual::parse("banned = true", &banned.columns)?];
    show("Banned users", &server, &mock, &banned.limit(4))?;

    let mut largest =
        Query::new("organizations", "name text, slug text, members_count integer, public_metadata_tier text")?;
    let by = |text| Sort::parse(text, &largest.columns);
    largest.sorts = vec![by("members_count desc")?, by("slug")?];
    show("The largest organizations", &server, &mock, &largest.limit(4))?;

    let members = Query::new(
        "organization_memberships",
        "organization_id text, user_id text, role text, public_user_data_identifier text",
    )?;
    show("Memberships, with the ids of organizations and users", &server, &mock, &members.limit(4))?;

    let domains = Query::new("domains", "name text, is_satellite boolean, cname_targets jsonb")?;
    show("Domains, from an endpoint without pagination", &server, &mock, &domains)?;

    let count = run(&server, &Query::new("users", "")?)?;
    println!("The number of users, from a query without columns: {}", output::summary(&count));
    print_requests(&mock);

    let mut node = Node::new(&server)?;
    node.begin(&users)?;
    let rows = node.rest()?.len();
    mock.take_journal();
    node.rescan()?;
    let again = node.rest()?.len();
    println!("A rescan of {rows} users returns {again} rows and makes {} requests.", mock.take_journal().len());
    Ok(())
}

fn show(title: &str, server: &Server, mock: &Mock, query: &Query) -> Result<(), Box<dyn Error>> {
    let outcome: Outcome = run(server, query)?;
    println!("{title}");
    print!("{}", output::rows(&query.columns, &outcome.rows, Format::Table)?);
    println!("{}", output::summary(&outcome));
    print_requests(mock);
    Ok(())
}

fn print_requests(mock: &Mock) {
    for request in mock.take_journal() {
        println!("  {} {} -> {}", request.method, request.target(), request.status);
    }
    println!();
}
