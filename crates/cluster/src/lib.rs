//! A private Postgres 15 in a temporary directory: its data, its socket, and extensions that are installed nowhere else.
//!
//! The server's binaries are the system's. So that nothing is written beside them, the cluster runs a copy of the
//! server's executable in a tree of links: Postgres looks for its libraries and for extensions relative to the
//! executable. It listens on a Unix socket only, and ends with the process that started it, however that ends.

mod install;
mod user;

use std::fs;
use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use postgres::{Client, Config, NoTls};

pub use install::Extension;
use user::User;

/// The superuser of the cluster.
pub const SUPERUSER: &str = "postgres";

/// Names the socket, as [`SETTINGS`] say; nothing listens on a port.
const PORT: u16 = 5432;

/// How long the server may take to start.
const START: Duration = Duration::from_secs(60);

/// What makes a cluster that is thrown away faster, and its log readable.
const SETTINGS: &[&str] = &[
    "listen_addresses=",
    "port=5432",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=30",
    "shared_buffers=64MB",
    "timezone=UTC",
    "log_timezone=UTC",
    "jit=off",
    "log_min_messages=error",
];

/// Starts the server, and ends it when the pipe to its standard input closes: when its owner is gone. What it leaves
/// behind goes too.
const KEEPER: &str = r#""$@" </dev/null & server=$!; cat >/dev/null; kill -TERM $server; kill -QUIT $server; wait $server; rm -rf -- "$0""#;

/// A running cluster.
pub struct Cluster {
    keeper: Child,
    directory: tempfile::TempDir,
    user: User,
}

impl Cluster {
    /// Makes a cluster and starts it, with extensions that `create extension` finds.
    pub fn start(extensions: &[Extension]) -> Result<Cluster> {
        let user = user::unprivileged()?;
        let directory = tempfile::Builder::new().prefix("private-cluster-").tempdir()?;
        let server = install::tree(directory.path(), extensions)?;
        user.own_tree(directory.path())?;
        let data = directory.path().join("data");
        make(&user, &data)?;
        let keeper = serve(&user, directory.path(), &server, &data)?;
        let cluster = Cluster { keeper, directory, user };
        cluster.wait()?;
        Ok(cluster)
    }

    /// Waits until it answers.
    fn wait(&self) -> Result<()> {
        let started = Instant::now();
        while let Err(error) = self.connect("postgres", SUPERUSER) {
            if started.elapsed() > START {
                bail!("Postgres does not answer: {error}\n{}", self.log()?);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// How to connect to a database as a role.
    pub fn config(&self, database: &str, role: &str) -> Config {
        let mut config = Config::new();
        config.host_path(self.directory.path()).port(PORT).dbname(database).user(role);
        config
    }

    /// Connects to a database as a role.
    pub fn connect(&self, database: &str, role: &str) -> Result<Client, postgres::Error> {
        self.config(database, role).connect(NoTls)
    }

    /// A `psql` on a database, as the superuser.
    pub fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new(install::bin().join("psql"));
        psql.arg("--host").arg(self.directory.path()).arg(format!("--port={PORT}"));
        psql.arg(format!("--username={SUPERUSER}")).arg(format!("--dbname={database}")).arg("-X");
        psql
    }

    /// A copy of a file that the server can read, wherever the file is.
    pub fn publish(&self, file: &Path) -> Result<PathBuf> {
        let name = file.file_name().with_context(|| format!("{} is no file", file.display()))?;
        let copy = self.directory.path().join(name);
        fs::copy(file, &copy).with_context(|| format!("cannot copy {}", file.display()))?;
        self.user.own(&copy)?;
        Ok(copy)
    }

    /// What the server logged of backends that crashed, and of what they were running.
    pub fn crashes(&self) -> Result<Vec<String>> {
        let log = self.log()?;
        let lines: Vec<&str> = log.lines().collect();
        let crash = |pair: &[&str]| pair[0].contains("terminated by signal").then(|| pair.join("\n"));
        Ok(lines.windows(2).filter_map(crash).collect())
    }

    /// What the server logged.
    pub fn log(&self) -> Result<String> {
        let mut log = Vec::new();
        fs::File::open(self.directory.path().join("log"))?.read_to_end(&mut log)?;
        Ok(String::from_utf8_lossy(&log).into_owned())
    }
}

/// Makes the files of a cluster.
fn make(user: &User, data: &Path) -> Result<()> {
    let mut initdb = Command::new(install::bin().join("initdb"));
    initdb.args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username", SUPERUSER]);
    let output = user.run(initdb.arg("--pgdata").arg(data).current_dir("/")).output()?;
    if !output.status.success() {
        bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// Starts the server, with its socket and its log in the directory.
fn serve(user: &User, directory: &Path, server: &Path, data: &Path) -> Result<Child> {
    let log = fs::File::create(directory.join("log"))?;
    let mut keeper = Command::new("sh");
    keeper.args(["-c", KEEPER]).arg(directory).arg(server).arg("-D").arg(data).arg("-k").arg(directory);
    for setting in SETTINGS {
        keeper.args(["-c", setting]);
    }
    // Of another process group: Ctrl-C is for who uses the cluster.
    keeper.process_group(0).current_dir("/").stdin(Stdio::piped()).stdout(log.try_clone()?).stderr(log);
    user.run(&mut keeper).spawn().context("cannot start Postgres")
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Nothing is left to do if it cannot be waited for.
        let _ = self.keeper.wait();
    }
}
