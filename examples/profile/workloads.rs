//! Canonical workloads: what people do most with many rows.

use std::error::Error;

use clerk_catalogue::CATALOGUE;
use clerk_mock::data::Size;
use clerk_mock::{Config, KEY, Mock};
use fdw_engine::catalogue::column::{self, ATTRS};
use wrappers_harness::query::Qual;
use wrappers_harness::{Node, Query, Server};

/// A workload.
pub struct Workload {
    /// Its name in the file of choices.
    pub name: &'static str,
    /// What it does, for people.
    pub about: &'static str,
    /// What its figures are for each of.
    pub unit: &'static str,
    /// From how many units on a query is to be faster because a function stays compiled.
    pub meant_for: f64,
    query: Query,
    /// How often the rows are read again from what was kept. If they are, this alone is measured.
    rescans: u32,
}

/// Rows that are fetched.
pub const ROWS: &str = "rows";

/// What a workload ran.
pub struct Ran {
    /// Rows, values or lists.
    pub units: u64,
    /// For each function of the core module, the instructions that it ran.
    pub instructions: Vec<u64>,
}

/// Users in the mock.
const USERS: u32 = 20_000;

/// Values in the IN list.
const VALUES: usize = 2_000;

/// Users whose sessions are listed.
const PARENTS: usize = 800;

/// A mock with as many rows as the workloads read.
pub fn mock() -> Result<Mock, Box<dyn Error>> {
    let size = Size { users: USERS, organizations: 200, memberships: 4_000, others: 12 };
    Ok(Mock::start(&Config { size, ..Config::default() })?)
}

/// The workloads.
pub fn workloads(mock: &Mock) -> Result<Vec<Workload>, Box<dyn Error>> {
    let few = "id text, primary_email_address text, created_at timestamptz";
    let mut listed = Query::new("users", few)?;
    listed.quals = vec![Qual::parse(&format!("id in {}", ids(mock, VALUES).join(",")), &listed.columns)?];
    let mut under = Query::new("sessions", "id text, user_id text, status text, last_active_at timestamptz")?;
    under.quals = vec![Qual::parse(&format!("user_id in {}", ids(mock, PARENTS).join(",")), &under.columns)?];
    let memberships = Query::new("organization_memberships", "organization_id text, user_id text, role text")?;
    let fetched = |name, about, query| Workload { name, about, unit: ROWS, meant_for: 300.0, query, rescans: 0 };
    Ok(vec![
        fetched("few", "a scan of 20,000 users, three columns", Query::new("users", few)?),
        fetched("all", "a scan of 20,000 users, every column of the imported table", Query::new("users", &all())?),
        // A nested loop may replay a million rows: whatever runs for a replayed row stays compiled.
        Workload {
            name: "replayed",
            about: "4,000 kept memberships, read again 25 times, as a join does",
            unit: "replayed rows",
            meant_for: f64::INFINITY,
            query: memberships,
            rescans: 25,
        },
        Workload { unit: "values", ..fetched("listed", "2,000 users by an IN list", listed) },
        // Each list is a request, so that a query of many lists takes long anyway.
        Workload {
            unit: "lists",
            meant_for: 50.0,
            ..fetched("parents", "the sessions of 800 users, a list each", under)
        },
    ])
}

/// The columns that IMPORT FOREIGN SCHEMA gives the table of users.
fn all() -> String {
    let object = CATALOGUE.object("users");
    let columns = object.map(|object| column::flatten(object.columns)).unwrap_or_default();
    let listed = columns.iter().filter(|column| column.imported);
    let mut columns: Vec<String> = listed.map(|column| format!("{} {}", column.name, column.kind.sql())).collect();
    columns.push(format!("{ATTRS} jsonb"));
    columns.join(", ")
}

fn ids(mock: &Mock, count: usize) -> Vec<String> {
    mock.rows("users").iter().take(count).filter_map(|row| row["id"].as_str().map(str::to_owned)).collect()
}

impl Workload {
    /// Runs it on a component that counts, whose core module has so many functions.
    pub fn run(&self, component: &std::path::Path, mock: &Mock, functions: u32) -> Result<Ran, Box<dyn Error>> {
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
        Ok(Ran { units, instructions })
    }
}
