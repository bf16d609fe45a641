//! `keycloak-bench` measures the cost of queries in Postgres on a real Keycloak, and writes `docs/keycloak/performance.md`.

mod page;
mod tables;

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use fdw_sandbox::{Host, Keycloak, Provider, Sandbox};
use keycloak_server::{FDW, FDW_SECRET, REALM, Size};
use postgres::Client;

/// Page size of the component.
const PAGE: usize = 200;

/// Measures the cost of queries and writes docs/keycloak/performance.md
#[derive(Parser)]
struct Arguments {
    /// Number of users of the realm
    #[arg(long, default_value_t = 10_000)]
    users: u32,
    /// Number of runs of each scan
    #[arg(long, default_value_t = 3)]
    scan_runs: usize,
    /// Number of runs of each statement that takes milliseconds
    #[arg(long, default_value_t = 15)]
    runs: usize,
}

/// What was measured. Times are medians, in milliseconds.
struct Figures {
    /// Number of users, with the accounts of clients.
    users: usize,
    /// EXPLAIN of one table: of the component, and of one that does nothing.
    explain: [f64; 2],
    /// All users: with all columns, with three columns, and the same pages fetched by a loop outside.
    scans: [f64; 3],
    /// Number of requests of such a scan, and the number of bytes in the responses.
    requests: usize,
    bytes: usize,
    /// Ten tables of a realm of the usual size. In a larger one, Keycloak's embedded database needs minutes for the users of a
    /// role that everybody has.
    tables: Vec<tables::Table>,
    /// Number of requests of a connector that reads the same rows in pages of 100, with a request for each user's roles.
    connector: usize,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    eprintln!("Starting Keycloak with {} users, and Postgres ...", arguments.users);
    let sandbox = Sandbox::start(Host::Newest, Keycloak::with_size(Size { users: arguments.users })?)?;
    create_do_nothing(&sandbox)?;
    let figures = measure(&sandbox, &arguments)?;
    let path = component_build::workspace().join("docs/keycloak/performance.md");
    std::fs::write(&path, page::of(&figures)).with_context(|| format!("cannot write {}", path.display()))?;
    println!("Wrote {}.", path.display());
    Ok(())
}

/// Creates a foreign table whose component does nothing.
fn create_do_nothing(sandbox: &Sandbox<Keycloak>) -> Result<()> {
    let built = component_build::do_nothing()?;
    let checksum = component_build::checksum(&std::fs::read(&built)?);
    let file = sandbox.cluster.publish(&built)?;
    let statements = format!(
        "create server nothing foreign data wrapper wasm_wrapper options (
           fdw_package_url 'file://{}', fdw_package_name 'supabase:keycloak-fdw', fdw_package_version '0.1.0',
           fdw_package_checksum '{checksum}');
         create foreign table nothing (id text, username text, enabled boolean) server nothing options (object 'user');",
        file.display()
    );
    sandbox.client()?.batch_execute(&statements).context("cannot create the table that does nothing")
}

fn measure(sandbox: &Sandbox<Keycloak>, arguments: &Arguments) -> Result<Figures> {
    let statement = |sql: &'static str| move || timed(|| execute(&mut sandbox.client()?, sql));
    let explain = medians(
        arguments.runs,
        [
            &statement("explain select id, username, enabled from keycloak.user"),
            &statement("explain select id, username, enabled from nothing"),
        ],
    )?;
    eprintln!("Scanning all users ...");
    sandbox.provider.reset();
    let users = rows(sandbox, "user", "id")?;
    let journal = sandbox.provider.proxy.take_journal();
    let pages = || journal.iter().filter(|request| !request.is_for_token());
    let scans = medians(
        arguments.scan_runs,
        [
            &statement("explain (analyze, timing off) select * from keycloak.user"),
            &statement("explain (analyze, timing off) select id, username, enabled from keycloak.user"),
            &|| timed(|| fetch_pages(sandbox, users)),
        ],
    )?;
    eprintln!("Reading ten tables ...");
    let usual = Sandbox::start(Host::Newest, Keycloak::start()?)?;
    let tables = tables::read(&usual)?;
    Ok(Figures {
        users,
        explain,
        scans,
        requests: pages().count(),
        bytes: pages().map(|request| request.bytes).sum(),
        connector: tables::requests_of_a_connector(&usual, &tables)?,
        tables,
    })
}

/// Runs each task once, then all of them again, and so on, so that other load on the machine affects all of them equally.
/// Returns the medians of their times, in milliseconds.
fn medians<const N: usize>(runs: usize, tasks: [&dyn Fn() -> Result<f64>; N]) -> Result<[f64; N]> {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..runs.max(1) {
        for (task, times) in tasks.iter().zip(&mut times) {
            times.push(task()?);
        }
    }
    Ok(times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    }))
}

/// The time that a task takes, in milliseconds.
fn timed(run: impl FnOnce() -> Result<()>) -> Result<f64> {
    let started = Instant::now();
    run()?;
    Ok(started.elapsed().as_secs_f64() * 1000.0)
}

fn execute(client: &mut Client, sql: &str) -> Result<()> {
    client.simple_query(sql).with_context(|| format!("cannot run {sql}")).map(drop)
}

/// The number of rows of a table. They are read, because the query needs a column, which is never NULL.
fn rows(sandbox: &Sandbox<Keycloak>, table: &str, column: &str) -> Result<usize> {
    let counted = sandbox.client()?.query_one(&format!("select count({column}) from keycloak.{table}"), &[])?;
    Ok(counted.get::<_, i64>(0).try_into()?)
}

/// Fetches the pages of all users one after the other, as the component does, and discards them.
fn fetch_pages(sandbox: &Sandbox<Keycloak>, users: usize) -> Result<()> {
    let client = sandbox.provider.server.admin().as_client(REALM, FDW, FDW_SECRET);
    let mut fetched = 0;
    loop {
        let page = client.list(&format!("{REALM}/users?exact=true&max={PAGE}&first={fetched}"))?;
        if page.is_empty() {
            break;
        }
        fetched += page.len();
    }
    ensure!(fetched == users, "the loop fetched {fetched} of {users} users");
    Ok(())
}
