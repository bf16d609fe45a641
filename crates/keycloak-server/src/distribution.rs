//! The distribution of a version: fetched with Maven, unpacked and configured once, and kept in `target/keycloak`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use rustix::fs::{FlockOperation, flock};

use crate::Version;

/// What to do if a program is missing.
const HINT: &str = "scripts/keycloak.sh installs what is needed to run Keycloak";

/// The unpacked and configured distribution of a version.
pub(crate) struct Distribution {
    directory: PathBuf,
}

impl Distribution {
    /// The distribution of a version, which is fetched if it is not here yet.
    pub(crate) fn of(version: &Version) -> Result<Distribution> {
        let directory = workspace().join("target/keycloak").join(version.to_string());
        fs::create_dir_all(&directory).with_context(|| format!("cannot create {}", directory.display()))?;
        let distribution = Distribution { directory };
        if !distribution.home().exists() {
            let _lock = distribution.lock("install")?;
            // Another process may have installed it meanwhile.
            if !distribution.home().exists() {
                let installed = distribution.install(version);
                installed.with_context(|| format!("Keycloak {version} cannot be installed ({HINT})"))?;
            }
        }
        Ok(distribution)
    }

    /// The directory of everything that is kept for the version.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// The directory that Keycloak calls its home.
    pub(crate) fn home(&self) -> PathBuf {
        self.directory.join("home")
    }

    /// The archive of loaded classes, with which Java starts Keycloak in half the time.
    pub(crate) fn class_archive(&self) -> PathBuf {
        self.directory.join("classes.jsa")
    }

    /// Waits until no other process does the work with this name. The lock ends with the returned file.
    pub(crate) fn lock(&self, work: &str) -> Result<fs::File> {
        let file = fs::File::create(self.directory.join(format!("{work}.lock")))?;
        flock(&file, FlockOperation::LockExclusive).with_context(|| format!("cannot lock {work}"))?;
        Ok(file)
    }

    fn install(&self, version: &Version) -> Result<()> {
        let work = tempfile::Builder::new().prefix("install-").tempdir_in(&self.directory)?;
        eprintln!("keycloak: fetching and configuring Keycloak {version}, once");
        let coordinates = format!("org.keycloak:keycloak-quarkus-dist:{version}:zip");
        let mut maven = Command::new("mvn");
        maven.args(["--quiet", "--batch-mode", "dependency:copy"]).arg(format!("-Dartifact={coordinates}"));
        run(maven.arg(format!("-DoutputDirectory={}", work.path().display())))?;
        let archive = work.path().join(format!("keycloak-quarkus-dist-{version}.zip"));
        run(Command::new("unzip").arg("-q").arg(archive).arg("-d").arg(work.path()))?;
        let unpacked = work.path().join(format!("keycloak-{version}"));
        run(Command::new(unpacked.join("bin/kc.sh")).args(["build", "--db=dev-file"]))?;
        fs::rename(unpacked, self.home())?;
        Ok(())
    }
}

/// The root directory of the workspace.
fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Runs a program to its end. What it prints becomes the error if it fails.
fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.current_dir("/").stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("cannot run {program}"))?;
    if !output.status.success() {
        let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        bail!("{program} failed: {}\n{out}{err}", output.status);
    }
    Ok(())
}
