//! Where everything runs: one Postgres, a mock for each number of users, and foreign tables of every component on each.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use clerk_mock::{Config, KEY, Mock, Size};
use clerk_sandbox::Sandbox;
use postgres::Client;
use wrappers_harness::Server;

use crate::contestants::Component;

/// The organizations of every mock.
pub const ORGANIZATIONS: u32 = 200;

/// The memberships of every mock that has enough users.
pub const MEMBERSHIPS: u32 = 4000;

/// The three columns of users that most queries read.
pub const THREE_COLUMNS: &str = "id text, first_name text, created_at timestamptz";

/// Which columns of users a foreign table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// [`THREE_COLUMNS`]
    Three,
    /// All that IMPORT FOREIGN SCHEMA gives but those of type `jsonb`.
    NoJson,
    /// All that IMPORT FOREIGN SCHEMA gives.
    All,
}

impl Columns {
    /// The name of the foreign table.
    pub fn table(self) -> &'static str {
        match self {
            Columns::Three => "users_3_columns",
            Columns::NoJson => "users_no_json",
            Columns::All => "users_all_columns",
        }
    }
}

/// A column's name and its type.
pub type Column = (String, String);

/// Where everything runs.
pub struct Stage {
    sandbox: Sandbox,
    /// Mocks beside that of the sandbox.
    mocks: Vec<(u32, Mock)>,
    /// How many users the sandbox's own mock has.
    users: u32,
    /// The components that take part.
    pub components: Vec<Component>,
}

impl Stage {
    /// Sets it up with mocks of these sizes; queries that are no scans run on the one with `main` users.
    pub fn set_up(components: Vec<Component>, sizes: &[u32], main: u32) -> Result<Stage> {
        let sandbox = Sandbox::start(mock(main)?)?;
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

    /// Makes a foreign server of a component on one of the mocks, and its tables in a schema of the same name.
    fn create_tables(&self, component: &Component, file: &Path, users: u32, columns: &[Column]) -> Result<()> {
        let name = place(component.name, users);
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

    /// The columns of a foreign table.
    pub fn columns(&self, table: &str) -> Result<Vec<Column>> {
        let sql = "select attname::text, format_type(atttypid, atttypmod) from pg_attribute
                   where attrelid = $1::text::regclass and attnum > 0 order by attnum";
        let rows = self.client()?.query(sql, &[&table]).with_context(|| format!("cannot describe {table}"))?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    /// A new connection, and with it a new backend.
    pub fn client(&self) -> Result<Client> {
        self.sandbox.client()
    }

    /// The number of users that queries other than scans run on.
    pub fn users(&self) -> u32 {
        self.users
    }

    /// The mock with so many users.
    pub fn mock(&self, users: u32) -> Result<&Mock> {
        if users == self.users {
            return Ok(&self.sandbox.mock);
        }
        let found = self.mocks.iter().find(|(size, _)| *size == users);
        found.map(|(_, mock)| mock).with_context(|| format!("there is no mock with {users} users"))
    }

    /// A component that takes part.
    pub fn component(&self, name: &str) -> Result<&Component> {
        let found = self.components.iter().find(|component| component.name == name);
        found.with_context(|| format!("there is no component {name}"))
    }

    /// The names of the components.
    pub fn names(&self) -> Vec<&'static str> {
        self.components.iter().map(|component| component.name).collect()
    }

    /// The names of all components but one.
    pub fn names_without(&self, name: &str) -> Vec<&'static str> {
        self.names().into_iter().filter(|known| *known != name).collect()
    }

    /// A foreign server of a component in the harness, which needs no Postgres.
    pub fn harness(&self, name: &str, users: u32) -> Result<Server> {
        let server = Server::new(&self.component(name)?.file);
        Ok(server.option("api_url", &self.mock(users)?.url()).option("api_key", KEY))
    }
}

/// A component's foreign table of the users of the mock that has so many.
pub fn users_table(component: &str, users: u32, columns: Columns) -> String {
    format!("{}.{}", place(component, users), columns.table())
}

/// The name of a component's server and schema on the mock with so many users, quoted.
pub fn place(component: &str, users: u32) -> String {
    format!("\"{component} {users}\"")
}

/// The declarations of those columns whose type is wanted.
fn declared(columns: &[Column], is_wanted: impl Fn(&str) -> bool) -> String {
    let wanted = columns.iter().filter(|(_, ty)| is_wanted(ty));
    wanted.map(|(name, ty)| format!("{name} {ty}")).collect::<Vec<_>>().join(", ")
}

fn mock(users: u32) -> Result<Mock> {
    // The mock gives a user two memberships at most.
    let memberships = MEMBERSHIPS.min(2 * users);
    let size = Size { organizations: ORGANIZATIONS, memberships, ..Size::of_users(users) };
    Mock::start(&Config { size, ..Config::default() })
}

/// Runs something; what it gave, and the milliseconds that it took.
pub fn timed<T>(run: impl FnOnce() -> Result<T>) -> Result<(T, f64)> {
    let started = Instant::now();
    let value = run()?;
    Ok((value, started.elapsed().as_secs_f64() * 1000.0))
}
