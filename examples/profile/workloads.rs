//! The workloads to measure: typical queries with many rows.

use std::error::Error;

use clerk_catalogue::CATALOGUE;
use clerk_mock::data::Size;
use clerk_mock::{Config, KEY, Mock};
use fdw_engine::catalogue::column::{self, ATTRS};
use wrappers_harness::query::Qual;
use wrappers_harness::{Node, Query, Server};

/// A workload.
pub struct Workload {
    /// Name of the workload in `compiled-functions.toml`.
    pub name: &'static str,
    /// Description of the workload for readers.
    pub description: &'static str,
    /// The unit that instructions are divided by, in the plural: rows, values or lists.
    pub unit: &'static str,
    /// Number of units from which a query should be faster if a function is compiled than if it is bytecode.
    pub break_even: f64,
    query: Query,
    /// Number of rescans, which replay kept rows. If there are any, only the rescans are measured.
    rescans: u32,
}

/// The unit of workloads that fetch rows.
pub const ROWS: &str = "rows";

/// The measurement of a workload.
pub struct Measurement {
    /// Number of units.
    pub units: u64,
    /// Number of instructions that each function of the core module executed, by the function's index.
    pub instructions: Vec<u64>,
}

/// Number of users in the mock.
const USERS: u32 = 20_000;

/// Number of values in the IN list.
const VALUES: usize = 2_000;

/// Number of users whose sessions are listed.
const PARENTS: usize = 800;

/// Starts a mock with as many rows as the workloads need.
pub fn mock() -> Result<Mock, Box<dyn Error>> {
    let size = Size { users: USERS, organizations: 200, memberships: 4_000, others: 12 };
    Ok(Mock::start(&Config { size, ..Config::default() })?)
}

/// Returns the workloads.
pub fn workloads(mock: &Mock) -> Result<Vec<Workload>, Box<dyn Error>> {
    let few = "id text, primary_email_address text, created_at timestamptz";
    let mut listed = Query::new("users", few)?;
    listed.quals = vec![Qual::parse(&format!("id in {}", ids(mock, VALUES).join(",")), &listed.columns)?];
    let mut sessions = Query::new("sessions", "id text, user_id text, status text, last_active_at timestamptz")?;
    sessions.quals = vec![Qual::parse(&format!("user_id in {}", ids(mock, PARENTS).join(",")), &sessions.columns)?];
    let memberships = Query::new("organization_memberships", "organization_id text, user_id text, role text")?;
    let fetched =
        |name, description, query| Workload { name, description, unit: ROWS, break_even: 300.0, query, rescans: 0 };
    Ok(vec![
        fetched("few", "a scan of 20,000 users with three columns", Query::new("users", few)?),
        fetched("all", "a scan of 20,000 users with every column of the imported table", Query::new("users", &all())?),
        // A nested loop can replay a million rows, so every function that runs for a replayed row should stay compiled.
        Workload {
            name: "replayed",
            description: "25 rescans of 4,000 memberships, replayed from memory as in a nested loop join",
            unit: "replayed rows",
            break_even: f64::INFINITY,
            query: memberships,
            rescans: 25,
        },
        Workload { unit: "values", ..fetched("listed", "2,000 users by an IN list of their ids", listed) },
        // Each list takes a request, so a query of many lists is slow in any case and compiling matters less.
        Workload {
            unit: "lists",
            break_even: 50.0,
            ..fetched("parents", "the sessions of 800 users, one list for each user", sessions)
        },
    ])
}

/// The columns of the table of users as IMPORT FOREIGN SCHEMA creates it.
fn all() -> String {
    let object = CATALOGUE.object("users");
    let columns = object.map(|object| column::flatten(object.columns)).unwrap_or_default();
    let listed = columns.iter().filter(|column| column.imported);
    let mut columns: Vec<String> = listed.map(|column| format!("{} {}", column.name, column.kind.sql())).collect();
    columns.push(format!("{ATTRS} jsonb"));
    columns.join(", ")
}

/// The ids of the first users in the mock.
fn ids(mock: &Mock, count: usize) -> Vec<String> {
    mock.rows("users").iter().take(count).filter_map(|row| row["id"].as_str().map(str::to_owned)).collect()
}

impl Workload {
    /// Runs the workload on a component that counts instructions. `functions` is the number of functions of its core
    /// module.
    pub fn run(&self, component: &std::path::Path, mock: &Mock, functions: u32) -> Result<Measurement, Box<dyn Error>> {
        let server = Server::new(component).option("api_url", &mock.url()).option("api_key", KEY);
        let mut node = Node::new(&server)?;
        node.begin(&self.query)?;
        let mut rows = node.rest()?.len() as u64;
        let mut before = vec![0; functions as usize];
        if self.rescans > 0 {
            before = node.instructions(functions)?;
            rows = 0;
        }
        for _ in 0..self.rescans {
            node.rescan()?;
            rows += node.rest()?.len() as u64;
        }
        node.end()?;
        if rows == 0 {
            return Err(format!("the workload {:?} read no rows", self.name).into());
        }
        let after = node.instructions(functions)?;
        let instructions = after.iter().zip(before).map(|(after, before)| after - before).collect();
        let units = match self.unit {
            "values" => VALUES as u64,
            "lists" => PARENTS as u64,
            _ => rows,
        };
        Ok(Measurement { units, instructions })
    }
}
