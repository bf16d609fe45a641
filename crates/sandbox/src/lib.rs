//! The built component in a private Postgres, on the mock: what tests, demo and shell work in.

pub mod answer;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clerk_mock::Mock;
use postgres::Client;
use private_cluster::{Cluster, Extension, SUPERUSER};

/// The database that is set up.
pub const DATABASE: &str = "clerk";

/// The view, columns and functions of Supabase's Vault.
pub const VAULT: &str = include_str!("../sql/vault.sql");

/// The statements of the set-up, with `{names}` that [`Sandbox::fill`] fills in.
pub const SETUP: &str = include_str!("../sql/setup.sql");

/// A mock, and a cluster whose database [`DATABASE`] has the mock's objects as tables in the schema `clerk`.
pub struct Sandbox {
    /// The mock.
    pub mock: Mock,
    /// The cluster.
    pub cluster: Cluster,
    /// The component, where the server can read it.
    component: PathBuf,
    checksum: String,
    /// The id of the mock's key in Vault.
    secret: String,
}

impl Sandbox {
    /// Builds what has to be built, starts the cluster and runs the set-up.
    pub fn start(mock: Mock) -> Result<Sandbox> {
        let component = component_build::component()?;
        let checksum = component_build::checksum(&std::fs::read(&component)?);
        let cluster = Cluster::start(&[extension()?])?;
        let component = cluster.publish(&component)?;
        let mut sandbox = Sandbox { mock, cluster, component, checksum, secret: String::new() };
        sandbox.set_up()?;
        Ok(sandbox)
    }

    fn set_up(&mut self) -> Result<()> {
        let database = format!("create database {DATABASE}");
        let path = search_path(DATABASE);
        self.cluster.connect("postgres", SUPERUSER)?.simple_query(&database)?;
        let mut client = self.client()?;
        client.batch_execute(&format!("create schema extensions; {path}; {VAULT}"))?;
        let secret = client.query_one("select vault.create_secret($1, 'clerk')::text", &[&clerk_mock::KEY])?;
        self.secret = secret.get(0);
        // Connected anew, for the search path.
        self.client()?.batch_execute(&self.fill(SETUP))?;
        Ok(())
    }

    /// Fills `{component}`, `{checksum}`, `{secret}`, `{key}` and `{url}` into a text.
    pub fn fill(&self, text: &str) -> String {
        self.names().iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    /// Puts the names back, so that a text is the same for every sandbox.
    pub fn unfill(&self, text: &str) -> String {
        self.names().iter().fold(text.to_owned(), |text, (name, value)| text.replace(value, name))
    }

    fn names(&self) -> [(&'static str, String); 5] {
        [
            ("{component}", self.component.display().to_string()),
            ("{checksum}", self.checksum.clone()),
            ("{secret}", self.secret.clone()),
            ("{key}", clerk_mock::KEY.to_owned()),
            ("{url}", self.mock.url()),
        ]
    }

    /// A connection to the database as the superuser.
    pub fn client(&self) -> Result<Client> {
        Ok(self.cluster.connect(DATABASE, SUPERUSER)?)
    }

    /// A database of its own, set up the same way. Nobody may be connected to [`DATABASE`].
    pub fn copy(&self, name: &str) -> Result<()> {
        let copy = format!("create database {name} template {DATABASE}");
        let mut client = self.cluster.connect("postgres", SUPERUSER)?;
        client.simple_query(&copy)?;
        client.simple_query(&search_path(name))?;
        Ok(())
    }
}

/// Extensions are found without naming their schema, as on Supabase.
fn search_path(database: &str) -> String {
    format!("alter database {database} set search_path = \"$user\", public, extensions")
}

/// The extension as cargo built it, beside the program that runs.
pub fn extension() -> Result<Extension> {
    let name = "wasm_fdw_host";
    let program = std::env::current_exe()?;
    let file = format!("lib{name}.so");
    let library = program.ancestors().skip(1).map(|folder| folder.join("deps").join(&file)).find(|path| path.exists());
    let Some(library) = library else { bail!("{file} is not in the deps folder beside {}", program.display()) };
    let sources = component_build::workspace().join("crates/postgres");
    let files = ["wasm_fdw_host.control", "sql/wasm_fdw_host--0.1.0.sql"].map(|file| sources.join(file));
    for file in &files {
        file.metadata().with_context(|| missing(file))?;
    }
    Ok(Extension { library: (library, name.to_owned()), files: files.to_vec() })
}

fn missing(path: &Path) -> String {
    format!("cannot read {}", path.display())
}
