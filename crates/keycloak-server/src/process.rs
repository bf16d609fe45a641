//! The process of a server: its command line, its log, and its end.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::distribution::Distribution;

/// Name of the administrator of all realms, whom the first start creates.
pub(crate) const ADMINISTRATOR: &str = "admin";

/// Password of the administrator.
pub(crate) const PASSWORD: &str = "admin";

/// Maximum time until a server answers. The first start on new data creates the tables.
const START: Duration = Duration::from_secs(180);

/// What the server logs before its address.
const LISTENING: &str = "Listening on: ";

/// Arguments of Java. They are those of `kc.sh`, except for the compiler, the collector and the heap, which suit short
/// runs. `kc.sh` itself is not used, because in some versions it does not pass on the signal to end.
const JAVA: &[&str] = &[
    "-Xms64m",
    "-Xmx1g",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:MaxMetaspaceSize=256m",
    "-XX:+ExitOnOutOfMemoryError",
    "-Xshare:auto",
    "-Dfile.encoding=UTF-8",
    "-Duser.language=en",
    "-Duser.country=US",
    "-Duser.timezone=UTC",
    "-Djava.security.egd=file:/dev/urandom",
    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
    "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=\
     io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
    "-Dpicocli.disable.closures=true",
    "--add-opens=java.base/java.util=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--add-opens=java.base/java.security=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
];

/// Arguments of Keycloak. The system chooses the port, which the log then names.
const KEYCLOAK: &[&str] = &[
    "start",
    "--optimized",
    "--http-enabled=true",
    "--http-host=127.0.0.1",
    "--http-port=0",
    "--hostname-strict=false",
    "--log-console-color=false",
];

/// Settings of the database: what Keycloak itself sets, and the milliseconds in which an orderly stop makes the file
/// small. After the import of a large realm most of the file is empty.
const DATABASE: &str = "NON_KEYWORDS=VALUE;MAX_COMPACT_TIME=60000";

/// Shell script that runs the server until its standard input is closed, which happens when the owner of the pipe ends.
/// Then it ends the server and deletes the server's directory, `$0`. It first prints the server's process id.
const KEEPER: &str = r#"
"$@" </dev/null >"$0/log" 2>&1 & server=$!
echo $server
cat >/dev/null
kill -KILL $server 2>/dev/null; wait $server
rm -rf -- "$0"
"#;

/// What a server does with the archive of loaded classes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClassArchive {
    /// Uses it, if it exists and suits this Java.
    Use,
    /// Writes it when the server is stopped.
    Write,
}

/// A running server. It ends when this value is dropped, and also when the process that started it is killed.
pub(crate) struct Process {
    keeper: Child,
    id: u32,
    address: String,
    directory: TempDir,
}

impl Process {
    /// Starts a server on the database in a directory, and waits until it answers.
    pub(crate) fn start(distribution: &Distribution, directory: TempDir, archive: ClassArchive) -> Result<Process> {
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER]).arg(directory.path());
        command.arg("java").args(JAVA).args(java_arguments(distribution, archive)).args(KEYCLOAK);
        command.arg(format!("--db-url=jdbc:h2:file:{};{DATABASE}", directory.path().join("db").display()));
        command.env("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR).env("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
        // An option of the command line in some versions and not in others, hence a variable: the server is alone.
        command.env("KC_CACHE", "local");
        // In a process group of its own, so that Ctrl-C reaches only the program that uses the server.
        command.process_group(0).current_dir("/").stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut keeper = command.spawn().context("cannot run sh")?;
        let mut id = String::new();
        BufReader::new(keeper.stdout.take().context("the shell has no output")?).read_line(&mut id)?;
        let id = id.trim().parse().context("the shell does not say the server's process id")?;
        let mut process = Process { keeper, id, address: String::new(), directory };
        process.address = process.wait_for_address()?;
        Ok(process)
    }

    /// The process id of Java.
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// The URL of the server, without a path.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The server's log.
    pub(crate) fn log(&self) -> Result<String> {
        let log = fs::read(self.directory.path().join("log")).context("the server has no log")?;
        Ok(String::from_utf8_lossy(&log).into_owned())
    }

    fn wait_for_address(&self) -> Result<String> {
        let started = Instant::now();
        loop {
            let is_running = self.is_running();
            let log = self.log().unwrap_or_default();
            if let Some((_, rest)) = log.split_once(LISTENING) {
                return Ok(rest.split_whitespace().next().unwrap_or_default().to_owned());
            }
            if !is_running {
                bail!("Keycloak ended while it started:\n{log}");
            }
            if started.elapsed() > START {
                bail!("Keycloak does not answer after {} seconds:\n{log}", START.as_secs());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether Java still runs. A process that has ended is a zombie until somebody waits for it.
    fn is_running(&self) -> bool {
        let status = fs::read_to_string(format!("/proc/{}/stat", self.id)).unwrap_or_default();
        // The state follows the name of the program, which is in parentheses.
        status.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
    }

    /// Stops the server in its orderly way, so that its data are complete. They are deleted with this value.
    pub(crate) fn stop(&self) -> Result<()> {
        let status = Command::new("kill").arg(self.id.to_string()).status().context("cannot run kill")?;
        let asked = Instant::now();
        while status.success() && self.is_running() {
            if asked.elapsed() > START {
                bail!("Keycloak does not stop:\n{}", self.log()?);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // If waiting fails, there is nothing else to do.
        let _ = self.keeper.wait();
    }
}

fn java_arguments(distribution: &Distribution, archive: ClassArchive) -> Vec<String> {
    let home = distribution.home();
    let archive = match archive {
        ClassArchive::Use => format!("-XX:SharedArchiveFile={}", distribution.class_archive().display()),
        ClassArchive::Write => format!("-XX:ArchiveClassesAtExit={}", distribution.class_archive().display()),
    };
    vec![
        archive,
        format!("-Dkc.home.dir={}", home.display()),
        format!("-Djboss.server.config.dir={}", home.join("conf").display()),
        "-cp".to_owned(),
        home.join("lib/quarkus-run.jar").display().to_string(),
        "io.quarkus.bootstrap.runner.QuarkusEntryPoint".to_owned(),
    ]
}
