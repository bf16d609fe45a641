//! A private Postgres 15 in a temporary directory, with its own data, socket and extensions.
//!
//! The cluster uses the system's Postgres but writes nothing into the system's directories. Postgres looks for its
//! libraries and extensions relative to its executable, so the cluster runs a copy of the executable in a tree of links
//! to the system's files, to which the extensions are added. The server listens only on a Unix socket. It stops when
//! the process that started it ends, even if that process is killed.

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

/// Name of the cluster's superuser.
pub const SUPERUSER: &str = "postgres";

/// Port number in the name of the socket's file, as in [`SETTINGS`]. The server does not listen on a TCP port.
const PORT: u16 = 5432;

/// Maximum time until the server accepts connections.
const START: Duration = Duration::from_secs(60);

/// Configuration parameters. The cluster is deleted after use, so it needs no durability; the log keeps only what
/// matters.
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

/// Shell script that runs the server until its standard input is closed, which happens when the owner of the pipe ends.
/// Then it stops the server and deletes the cluster's directory, `$0`.
const KEEPER: &str = r#"
"$@" </dev/null & server=$!
cat >/dev/null
kill -TERM $server; kill -QUIT $server; wait $server
rm -rf -- "$0"
"#;

/// A running cluster.
pub struct Cluster {
    keeper: Child,
    directory: tempfile::TempDir,
    user: User,
}

impl Cluster {
    /// Creates a cluster and starts its server. CREATE EXTENSION finds the extensions.
    pub fn start(extensions: &[Extension]) -> Result<Cluster> {
        Cluster::start_with(extensions, &[])
    }

    /// Like [`Cluster::start`], with more configuration parameters, each as `name=value`.
    pub fn start_with(extensions: &[Extension], settings: &[String]) -> Result<Cluster> {
        let user = user::unprivileged()?;
        let directory = tempfile::Builder::new().prefix("private-cluster-").tempdir()?;
        let server = install::tree(directory.path(), extensions)?;
        user.own_tree(directory.path())?;
        let data = directory.path().join("data");
        initialise(&user, &data)?;
        let keeper = serve(&user, directory.path(), &server, &data, settings)?;
        let cluster = Cluster { keeper, directory, user };
        cluster.wait()?;
        Ok(cluster)
    }

    /// Waits until the server accepts connections.
    fn wait(&self) -> Result<()> {
        let started = Instant::now();
        while let Err(error) = self.connect("postgres", SUPERUSER) {
            if started.elapsed() > START {
                bail!("Postgres does not accept connections: {error}\n{}", self.log()?);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Configuration of a connection to a database as a role.
    pub fn config(&self, database: &str, role: &str) -> Config {
        let mut config = Config::new();
        config.host_path(self.directory.path()).port(PORT).dbname(database).user(role);
        config
    }

    /// Connects to a database as a role.
    pub fn connect(&self, database: &str, role: &str) -> Result<Client, postgres::Error> {
        self.config(database, role).connect(NoTls)
    }

    /// The Unix socket on which the server listens.
    pub fn socket(&self) -> PathBuf {
        self.directory.path().join(format!(".s.PGSQL.{PORT}"))
    }

    /// The command `psql`, connected to a database as the superuser.
    pub fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new(install::bin().join("psql"));
        psql.arg("--host").arg(self.directory.path()).arg(format!("--port={PORT}"));
        psql.arg(format!("--username={SUPERUSER}")).arg(format!("--dbname={database}")).arg("-X");
        psql
    }

    /// Copies a file into the cluster's directory, where the server can read it, and returns the path of the copy.
    pub fn publish(&self, file: &Path) -> Result<PathBuf> {
        let name = file.file_name().with_context(|| format!("{} is not a file", file.display()))?;
        let copy = self.directory.path().join(name);
        fs::copy(file, &copy).with_context(|| format!("cannot copy {}", file.display()))?;
        self.user.own(&copy)?;
        Ok(copy)
    }

    /// Lines of the log about backends that crashed, each with the next line, which says what the backend was running.
    pub fn crashes(&self) -> Result<Vec<String>> {
        let log = self.log()?;
        let lines: Vec<&str> = log.lines().collect();
        let crash = |pair: &[&str]| pair[0].contains("terminated by signal").then(|| pair.join("\n"));
        Ok(lines.windows(2).filter_map(crash).collect())
    }

    /// The server's log.
    pub fn log(&self) -> Result<String> {
        let mut log = Vec::new();
        fs::File::open(self.directory.path().join("log"))?.read_to_end(&mut log)?;
        Ok(String::from_utf8_lossy(&log).into_owned())
    }
}

/// Initialises the data directory.
fn initialise(user: &User, data: &Path) -> Result<()> {
    let mut initdb = Command::new(install::bin().join("initdb"));
    initdb.args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username", SUPERUSER]);
    let output = user.run(initdb.arg("--pgdata").arg(data).current_dir("/")).output()?;
    if !output.status.success() {
        bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// Starts the server, with its socket and log in the cluster's directory. Returns the process that keeps it running.
fn serve(user: &User, directory: &Path, server: &Path, data: &Path, settings: &[String]) -> Result<Child> {
    let log = fs::File::create(directory.join("log"))?;
    let mut keeper = Command::new("sh");
    keeper.args(["-c", KEEPER]).arg(directory).arg(server).arg("-D").arg(data).arg("-k").arg(directory);
    for setting in SETTINGS.iter().copied().chain(settings.iter().map(String::as_str)) {
        keeper.args(["-c", setting]);
    }
    // In a process group of its own, so that Ctrl-C reaches only the program that uses the cluster.
    keeper.process_group(0).current_dir("/").stdin(Stdio::piped()).stdout(log.try_clone()?).stderr(log);
    user.run(&mut keeper).spawn().context("cannot start Postgres")
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // If waiting fails, there is nothing else to do.
        let _ = self.keeper.wait();
    }
}
