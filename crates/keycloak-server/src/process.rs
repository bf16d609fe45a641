//! The process of a server: its command line and its environment.

use std::ffi::OsString;
use std::time::Duration;

use anyhow::{Context, Result};
use kept_process::Process;
use tempfile::TempDir;

use crate::distribution::Distribution;

/// Name of the administrator of all realms, whom the first start creates.
pub(crate) const ADMINISTRATOR: &str = "admin";

/// Password of the administrator.
pub(crate) const PASSWORD: &str = "admin";

/// Maximum time until a server answers or stops. The first start on new data creates the tables.
pub(crate) const PATIENCE: Duration = Duration::from_secs(180);

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

/// What a server does with the archive of loaded classes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClassArchive {
    /// Uses it, if it exists and suits this Java.
    Use,
    /// Writes it when the server is stopped.
    Write,
}

/// Starts a server on the database in a directory, and waits until it answers.
pub(crate) fn start(distribution: &Distribution, directory: TempDir, archive: ClassArchive) -> Result<Process> {
    let database = format!("--db-url=jdbc:h2:file:{};{DATABASE}", directory.path().join("db").display());
    let java = JAVA.iter().map(|argument| (*argument).to_owned()).chain(java_arguments(distribution, archive));
    let keycloak = KEYCLOAK.iter().map(|argument| (*argument).to_owned()).chain([database]);
    let command_line: Vec<OsString> =
        ["java".to_owned()].into_iter().chain(java).chain(keycloak).map(Into::into).collect();
    let variables = [
        ("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR),
        ("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD),
        // An option of the command line in some versions and not in others, hence a variable: the server is alone.
        ("KC_CACHE", "local"),
    ];
    Process::start(&command_line, &variables, directory, PATIENCE).context("cannot start Keycloak")
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
