//! A built component in a private Postgres with the API of its provider, for tests, the demo and the shell.

pub mod guides;
pub mod host;
pub mod provider;
pub mod session;
pub mod sql_files;

use std::path::PathBuf;

use anyhow::Result;
use postgres::Client;
use private_cluster::{Cluster, SUPERUSER};

pub use host::Host;
pub use provider::{Keycloak, Provider, Scim, setup};

/// SQL that creates a replacement of Supabase's Vault, with the same view, columns and functions.
pub const VAULT: &str = include_str!("../sql/vault.sql");

/// Name of the role that is not a superuser, in a sandbox that has one.
pub const DEVELOPER: &str = "developer";

/// The API of an identity provider, and a Postgres cluster with a database that has foreign tables of the API's objects.
/// The database and the schema of the tables have the provider's name.
pub struct Sandbox<P> {
    /// The API that the foreign tables read.
    pub provider: P,
    /// The Postgres cluster.
    pub cluster: Cluster,
    /// The extension that hosts the component.
    pub host: Host,
    /// File of the component, which the server can read.
    component: PathBuf,
    /// SHA-256 of the component.
    checksum: String,
    /// Id in Vault of the secret that authorises requests.
    secret_id: String,
}

impl<P: Provider> Sandbox<P> {
    /// Builds the component if necessary, starts a cluster with this host and sets up the database.
    pub fn start(host: Host, provider: P) -> Result<Sandbox<P>> {
        Sandbox::start_with(host, provider, &[])
    }

    /// Like [`Sandbox::start`], with the role [`DEVELOPER`] and the grants that Supabase gives its role `postgres`. The schema of
    /// the foreign tables belongs to the superuser.
    pub fn with_developer(host: Host, provider: P) -> Result<Sandbox<P>> {
        let sandbox = Sandbox::start(host, provider)?;
        sandbox.client()?.batch_execute(&include_str!("../sql/developer.sql").replace("{name}", P::NAME))?;
        Ok(sandbox)
    }

    /// Like [`Sandbox::with_developer`], with pg_cron.
    pub fn with_cron(host: Host, provider: P) -> Result<Sandbox<P>> {
        // Background workers, as on Supabase, need no password.
        let settings = ["shared_preload_libraries=pg_cron", "cron.use_background_workers=on"].map(str::to_owned);
        let database = format!("cron.database_name={}", P::NAME);
        let sandbox = Sandbox::start_with(host, provider, &[&settings[..], &[database]].concat())?;
        let grants = include_str!("../sql/developer.sql").replace("{name}", P::NAME);
        sandbox.client()?.batch_execute(&format!("{grants}; {}", include_str!("../sql/cron.sql")))?;
        Ok(sandbox)
    }

    fn start_with(host: Host, provider: P, settings: &[String]) -> Result<Sandbox<P>> {
        let component = component_build::component_of(P::COMPONENT)?;
        let checksum = component_build::checksum(&std::fs::read(&component)?);
        let cluster = Cluster::start_with(&[host.extension()?], settings)?;
        let component = cluster.publish(&component)?;
        let mut sandbox = Sandbox { provider, cluster, host, component, checksum, secret_id: String::new() };
        sandbox.set_up()?;
        Ok(sandbox)
    }

    fn set_up(&mut self) -> Result<()> {
        let database = format!("create database {}", P::NAME);
        let path = search_path(P::NAME);
        self.cluster.connect("postgres", SUPERUSER)?.simple_query(&database)?;
        let mut client = self.client()?;
        client.batch_execute(&format!("create schema extensions; {path}; {VAULT}"))?;
        let created = client.query_one("select vault.create_secret($1, $2)::text", &[&P::SECRET, &P::NAME])?;
        self.secret_id = created.get(0);
        // The search path applies only to new connections.
        self.client()?.batch_execute(&self.fill(&setup::<P>()))?;
        Ok(())
    }

    /// Replaces the placeholders `{component}` (file of the component), `{checksum}`, `{secret}` (id of the secret in
    /// Vault), `{key}` (the secret), `{url}` (base URL) and `{extension}` (name of the host) in a text by their values.
    pub fn fill(&self, text: &str) -> String {
        let text = text.replace("{extension}", self.host.name());
        self.placeholders().iter().fold(text, |text, (name, value)| text.replace(name, value))
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
            ("{key}", P::SECRET.to_owned()),
            ("{url}", self.provider.url()),
        ]
    }

    /// Connects to the database as the superuser.
    pub fn client(&self) -> Result<Client> {
        Ok(self.cluster.connect(P::NAME, SUPERUSER)?)
    }

    /// Creates a copy of the database. Fails while anyone is connected to the original.
    pub fn copy(&self, name: &str) -> Result<()> {
        let copy = format!("create database {name} template {}", P::NAME);
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
