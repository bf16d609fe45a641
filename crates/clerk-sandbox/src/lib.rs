//! The built component in a private Postgres with a mock Clerk, for tests, the demo and the shell.

pub mod session;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clerk_mock::Mock;
use postgres::Client;
use private_cluster::{Cluster, Extension, SUPERUSER};

/// Name of the database that the sandbox sets up.
pub const DATABASE: &str = "clerk";

/// SQL that creates a replacement of Supabase's Vault, with the same view, columns and functions.
pub const VAULT: &str = include_str!("../sql/vault.sql");

/// SQL that creates the extension, the foreign server and the foreign tables. [`Sandbox::fill`] replaces its `{names}`.
pub const SETUP: &str = include_str!("../sql/setup.sql");

/// A mock Clerk, and a Postgres cluster whose database [`DATABASE`] has foreign tables of its objects in the schema
/// `clerk`.
pub struct Sandbox {
    /// The mock Clerk.
    pub mock: Mock,
    /// The Postgres cluster.
    pub cluster: Cluster,
    /// File of the component, which the server can read.
    component: PathBuf,
    /// SHA-256 of the component.
    checksum: String,
    /// Id in Vault of the secret with the mock's API key.
    secret_id: String,
}

impl Sandbox {
    /// Builds the component if necessary, starts the cluster and sets up the database.
    pub fn start(mock: Mock) -> Result<Sandbox> {
        let component = component_build::component()?;
        let checksum = component_build::checksum(&std::fs::read(&component)?);
        let cluster = Cluster::start(&[extension()?])?;
        let component = cluster.publish(&component)?;
        let mut sandbox = Sandbox { mock, cluster, component, checksum, secret_id: String::new() };
        sandbox.set_up()?;
        Ok(sandbox)
    }

    fn set_up(&mut self) -> Result<()> {
        let database = format!("create database {DATABASE}");
        let path = search_path(DATABASE);
        self.cluster.connect("postgres", SUPERUSER)?.simple_query(&database)?;
        let mut client = self.client()?;
        client.batch_execute(&format!("create schema extensions; {path}; {VAULT}"))?;
        let created = client.query_one("select vault.create_secret($1, 'clerk')::text", &[&clerk_mock::KEY])?;
        self.secret_id = created.get(0);
        // The search path applies only to new connections.
        self.client()?.batch_execute(&self.fill(SETUP))?;
        Ok(())
    }

    /// Replaces the placeholders `{component}` (file of the component), `{checksum}`, `{secret}` (id of the secret in
    /// Vault), `{key}` (API key) and `{url}` (base URL) in a text by their values.
    pub fn fill(&self, text: &str) -> String {
        self.placeholders().iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    /// Replaces the values by their placeholders, so that a text is the same for every sandbox.
    pub fn unfill(&self, text: &str) -> String {
        self.placeholders().iter().fold(text.to_owned(), |text, (name, value)| text.replace(value, name))
    }

    /// The placeholders and their values.
    fn placeholders(&self) -> [(&'static str, String); 5] {
        [
            ("{component}", self.component.display().to_string()),
            ("{checksum}", self.checksum.clone()),
            ("{secret}", self.secret_id.clone()),
            ("{key}", clerk_mock::KEY.to_owned()),
            ("{url}", self.mock.url()),
        ]
    }

    /// Connects to the database as the superuser.
    pub fn client(&self) -> Result<Client> {
        Ok(self.cluster.connect(DATABASE, SUPERUSER)?)
    }

    /// Creates a copy of the database. Fails while anyone is connected to [`DATABASE`].
    pub fn copy(&self, name: &str) -> Result<()> {
        let copy = format!("create database {name} template {DATABASE}");
        let mut client = self.cluster.connect("postgres", SUPERUSER)?;
        client.simple_query(&copy)?;
        client.simple_query(&search_path(name))?;
        Ok(())
    }
}

/// Statement that adds the schema `extensions` to a database's search path, as on Supabase.
fn search_path(database: &str) -> String {
    format!("alter database {database} set search_path = \"$user\", public, extensions")
}

/// The extension `wasm_fdw_host`, whose library cargo built into the directory of the running program.
pub fn extension() -> Result<Extension> {
    let name = "wasm_fdw_host";
    let program = std::env::current_exe()?;
    let file = format!("lib{name}.so");
    let library =
        program.ancestors().skip(1).map(|directory| directory.join("deps").join(&file)).find(|path| path.exists());
    let Some(library) = library else { bail!("{file} is not in the directory `deps` near {}", program.display()) };
    let sources = component_build::workspace().join("crates/wasm-fdw-host");
    let files = ["wasm_fdw_host.control", "sql/wasm_fdw_host--0.1.0.sql"].map(|file| sources.join(file));
    for file in &files {
        file.metadata().with_context(|| missing(file))?;
    }
    Ok(Extension { library: (library, name.to_owned()), files: files.to_vec() })
}

fn missing(path: &Path) -> String {
    format!("cannot read {}", path.display())
}
