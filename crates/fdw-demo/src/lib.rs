//! A tour of each component, and a shell on its database.

mod clerk;
mod keycloak;
mod scim;

use std::process::ExitCode;

use anyhow::Result;
use fdw_sandbox::session::Session;
use fdw_sandbox::{Host, Provider, Sandbox, setup};

/// Maximum number of requests of a statement that the tour prints.
const SHOWN: usize = 10;

/// A provider whose component has a tour and a shell.
pub trait Demo: Provider + Sized {
    /// The tour.
    const TOUR: Tour;

    /// Statements to try in the shell.
    const STATEMENTS: &'static [&'static str];

    /// What the foreign tables read, for instance `a mock of the API`.
    const API: &'static str;

    /// Starts the API with enough data to be interesting.
    fn start() -> Result<Self>;

    /// The URL at which the API lists the requests, if it has one.
    fn journal(&self) -> Option<String>;
}

/// A tour: statements, which are run and printed with their results and requests.
pub struct Tour {
    /// What is printed first.
    pub introduction: &'static str,
    /// Titles, and the statements that they describe.
    pub steps: &'static [(&'static str, &'static str)],
    /// The same about local copies, after `sync/install.sql` has been run.
    pub copies: &'static [(&'static str, &'static str)],
    /// What is printed last.
    pub conclusion: &'static str,
}

/// Runs the tour of a provider's component.
pub fn show<D: Demo>() -> Result<()> {
    println!("{}", D::TOUR.introduction);
    let sandbox = Sandbox::start(Host::Newest, D::start()?)?;
    println!(
        "-- The extension, the server and the foreign tables (the names in braces are placeholders)\n{}",
        setup::<D>()
    );
    let mut session = Session::new(&sandbox, D::NAME)?;
    let mut take = |steps: &[(&str, &str)]| {
        for (title, statement) in steps {
            println!("-- {title}\n{statement}");
            println!("{}", shortened(&session.run_with_requests(statement, &sandbox.provider)));
        }
    };
    take(D::TOUR.steps);
    println!("-- Local copies that keep themselves fresh: sync/install.sql, which is run now (docs/sync.md)\n");
    let kit = component_build::workspace().join("sync/install.sql");
    sandbox.client()?.batch_execute(&std::fs::read_to_string(kit)?)?;
    take(D::TOUR.copies);
    println!("{}", D::TOUR.conclusion);
    Ok(())
}

/// An output in which no more than [`SHOWN`] requests are listed.
fn shortened(output: &str) -> String {
    let (requests, mut lines): (Vec<&str>, Vec<&str>) = output.lines().partition(|line| line.starts_with("-> "));
    let more = format!("-> … and {} more", requests.len().saturating_sub(SHOWN));
    lines.extend(requests.iter().take(SHOWN));
    if requests.len() > SHOWN {
        lines.push(&more);
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Opens `psql` in a private Postgres with the component of a provider.
pub fn shell<D: Demo>() -> Result<ExitCode> {
    // psql handles Ctrl-C, to cancel a query. It must not end this program.
    ctrlc::set_handler(|| {})?;
    let sandbox = Sandbox::start(Host::Newest, D::start()?)?;
    let (name, api) = (D::NAME, D::API);
    println!("psql in a private Postgres 15, whose foreign tables in the schema {name} read {api}.");
    println!("Postgres and the API end when you leave psql with \\q. Statements to try:");
    println!("  \\det {name}.*");
    for statement in D::STATEMENTS {
        println!("  {statement}");
    }
    println!("  alter server {name}_server options (add debug 'true');");
    println!("After the last one, each query reports its requests in notices.");
    if let Some(journal) = sandbox.provider.journal() {
        println!("All requests are listed (with curl, from another terminal) at {journal}.");
    }
    let status = sandbox.cluster.psql(D::NAME).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
