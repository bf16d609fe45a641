//! The environment of the measurements: one Postgres, a mock Clerk for each number of users, and foreign tables of
//! every component on each mock.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use clerk_mock::{Config, KEY, Mock, Size};
use fdw_sandbox::{Host, Sandbox};
use postgres::Client;
use wrappers_harness::Server;

use crate::contestants::Component;

/// Number of organizations of every mock.
pub const ORGANIZATIONS: u32 = 200;

/// Number of memberships of every mock that has enough users.
pub const MEMBERSHIPS: u32 = 4000;

/// The three columns of users that most queries read.
pub const THREE_COLUMNS: &str = "id text, first_name text, created_at timestamptz";

/// Which columns of users a foreign table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// [`THREE_COLUMNS`]
    Three,
    /// The columns that IMPORT FOREIGN SCHEMA creates, except those of type `jsonb`.
    NoJson,
    /// All columns that IMPORT FOREIGN SCHEMA creates.
    All,
}

impl Columns {
    /// Name of the foreign table.
    pub fn table(self) -> &'static str {
        match self {
            Columns::Three => "users_3_columns",
            Columns::NoJson => "users_no_json",
            Columns::All => "users_all_columns",
        }
    }
}

/// Name and type of a column.
pub type Column = (String, String);

/// The environment of the measurements.
pub struct Stage {
    sandbox: Sandbox<Mock>,
    /// Additional mocks, by their numbers of users.
    mocks: Vec<(u32, Mock)>,
    /// Number of users of the sandbox's own mock.
    users: u32,
    /// The components that are measured.
    pub components: Vec<Component>,
}

impl Stage {
    /// Starts Postgres and mocks with these numbers of users. Statements other than scans run on the mock with `main`
    /// users.
    pub fn set_up(components: Vec<Component>, sizes: &[u32], main: u32) -> Result<Stage> {
        let sandbox = Sandbox::start(Host::Newest, mock(main)?)?;
        let others = sizes.iter().filter(|users| **users != main);
        let mocks = others.map(|users| Ok((*users, mock(*users)?))).collect::<Result<_>>()?;
        let stage = Stage { sandbox, mocks, users: main, components };
        let columns = stage.columns("clerk.users")?;
        for component in &stage.components {
            let published = stage.sandbox.cluster.publish(&component.file)?;
            for users in sizes {
                stage.create_tables(component, &published, *users, &columns)?;
            }
        }
        Ok(stage)
    }

    /// Creates a foreign server for a component and a mock, and its foreign tables in a schema of the same name.
    fn create_tables(&self, component: &Component, file: &Path, users: u32, columns: &[Column]) -> Result<()> {
        let name = quoted_name(component.name, users);
        let (file, checksum, url) = (file.display(), &component.checksum, self.mock(users)?.url());
        let mut statements = format!(
            "create server {name} foreign data wrapper wasm_wrapper options (
               fdw_package_url 'file://{file}', fdw_package_name 'supabase:clerk-fdw', fdw_package_version '0.1.0',
               fdw_package_checksum '{checksum}', api_key_id '{{secret}}', api_url '{url}');
             create schema {name};"
        );
        for (table, columns, object) in [
            (Columns::Three.table(), THREE_COLUMNS, "users"),
            (Columns::NoJson.table(), &declared(columns, |ty| ty != "jsonb"), "users"),
            (Columns::All.table(), &declared(columns, |_| true), "users"),
            ("organizations", "id text, name text", "organizations"),
            ("memberships", "organization_id text, role text", "organization_memberships"),
        ] {
            statements +=
                &format!("create foreign table {name}.{table} ({columns}) server {name} options (object '{object}');");
        }
        let statements = self.sandbox.fill(&statements);
        self.client()?.batch_execute(&statements).with_context(|| format!("cannot set up {name}"))
    }

    /// Columns of a foreign table.
    pub fn columns(&self, table: &str) -> Result<Vec<Column>> {
        let sql = "select attname::text, format_type(atttypid, atttypmod) from pg_attribute
                   where attrelid = $1::text::regclass and attnum > 0 order by attnum";
        let rows = self.client()?.query(sql, &[&table]).with_context(|| format!("cannot describe {table}"))?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    /// Opens a new connection, which has a new backend.
    pub fn client(&self) -> Result<Client> {
        self.sandbox.client()
    }

    /// Number of users of the mock that statements other than scans run on.
    pub fn users(&self) -> u32 {
        self.users
    }

    /// The mock with this number of users.
    pub fn mock(&self, users: u32) -> Result<&Mock> {
        if users == self.users {
            return Ok(&self.sandbox.provider);
        }
        let found = self.mocks.iter().find(|(size, _)| *size == users);
        found.map(|(_, mock)| mock).with_context(|| format!("there is no mock with {users} users"))
    }

    /// The component with this name.
    pub fn component(&self, name: &str) -> Result<&Component> {
        let found = self.components.iter().find(|component| component.name == name);
        found.with_context(|| format!("there is no component {name}"))
    }

    /// Names of all components.
    pub fn names(&self) -> Vec<&'static str> {
        self.components.iter().map(|component| component.name).collect()
    }

    /// Names of all components except one.
    pub fn names_without(&self, name: &str) -> Vec<&'static str> {
        self.names().into_iter().filter(|known| *known != name).collect()
    }

    /// A foreign server for a component in the harness, without Postgres.
    pub fn harness(&self, name: &str, users: u32) -> Result<Server> {
        let server = Server::new(&self.component(name)?.file);
        Ok(server.option("api_url", &self.mock(users)?.url()).option("api_key", KEY))
    }
}

/// Qualified name of a component's foreign table of users, on the mock with this number of users.
pub fn users_table(component: &str, users: u32, columns: Columns) -> String {
    format!("{}.{}", quoted_name(component, users), columns.table())
}

/// Quoted name of a component's server and schema for the mock with this number of users.
pub fn quoted_name(component: &str, users: u32) -> String {
    format!("\"{component} {users}\"")
}

/// Definitions of the columns whose type is wanted.
fn declared(columns: &[Column], is_wanted: impl Fn(&str) -> bool) -> String {
    let wanted = columns.iter().filter(|(_, ty)| is_wanted(ty));
    wanted.map(|(name, ty)| format!("{name} {ty}")).collect::<Vec<_>>().join(", ")
}

fn mock(users: u32) -> Result<Mock> {
    // In the mock, a user has at most two memberships.
    let memberships = MEMBERSHIPS.min(2 * users);
    let size = Size { organizations: ORGANIZATIONS, memberships, ..Size::of_users(users) };
    Mock::start(&Config { size, ..Config::default() })
}

/// Calls a function; returns its result and the time that it took, in milliseconds.
pub fn timed<T>(run: impl FnOnce() -> Result<T>) -> Result<(T, f64)> {
    let started = Instant::now();
    let value = run()?;
    Ok((value, started.elapsed().as_secs_f64() * 1000.0))
}
