//! A server process with a directory of its own. It ends when its owner drops it, and also when the owner is killed.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

/// What a server logs before its address.
const LISTENING: &str = "Listening on: ";

/// Shell script that runs the server until its standard input is closed, which happens when the owner of the pipe ends.
/// Then it ends the server and deletes the server's directory, `$0`. It first prints the server's process id.
const KEEPER: &str = r#"
"$@" </dev/null >"$0/log" 2>&1 & server=$!
echo $server
cat >/dev/null
kill -KILL $server 2>/dev/null; wait $server
rm -rf -- "$0"
"#;

/// A running server.
pub struct Process {
    keeper: Child,
    id: u32,
    address: String,
    directory: TempDir,
}

impl Process {
    /// Starts a server with this command line and these environment variables, and waits until its log says
    /// `Listening on:` and its address, at most for `patience`. Its log is in the directory, which is deleted with this
    /// value.
    pub fn start(
        command_line: &[OsString],
        variables: &[(&str, &str)],
        directory: TempDir,
        patience: Duration,
    ) -> Result<Process> {
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER]).arg(directory.path()).args(command_line);
        command.envs(variables.iter().copied());
        // In a process group of its own, so that Ctrl-C reaches only the program that uses the server.
        command.process_group(0).current_dir("/").stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut keeper = command.spawn().context("cannot run sh")?;
        let mut id = String::new();
        BufReader::new(keeper.stdout.take().context("the shell has no output")?).read_line(&mut id)?;
        let id = id.trim().parse().context("the shell does not say the server's process id")?;
        let mut process = Process { keeper, id, address: String::new(), directory };
        process.address = process.wait_for_address(patience)?;
        Ok(process)
    }

    /// The process id of the server.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// The URL that the server has logged.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The server's log.
    pub fn log(&self) -> Result<String> {
        let log = fs::read(self.directory.path().join("log")).context("the server has no log")?;
        Ok(String::from_utf8_lossy(&log).into_owned())
    }

    /// Ends the server in its orderly way, and waits for its end, at most for `patience`. Its directory is deleted with this
    /// value.
    pub fn stop(&self, patience: Duration) -> Result<()> {
        let status = Command::new("kill").arg(self.id.to_string()).status().context("cannot run kill")?;
        let asked = Instant::now();
        while status.success() && self.is_running() {
            if asked.elapsed() > patience {
                bail!("the server does not stop:\n{}", self.log()?);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn wait_for_address(&self, patience: Duration) -> Result<String> {
        let started = Instant::now();
        loop {
            let is_running = self.is_running();
            let log = self.log().unwrap_or_default();
            // An address that nothing follows yet may not be complete.
            let rest = log.split_once(LISTENING).map(|(_, rest)| rest);
            if let Some((address, _)) = rest.and_then(|rest| rest.split_once(char::is_whitespace)) {
                return Ok(address.to_owned());
            }
            if !is_running {
                bail!("the server ended while it started:\n{log}");
            }
            if started.elapsed() > patience {
                bail!("the server does not answer after {} seconds:\n{log}", patience.as_secs());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Whether the server still runs. A process that has ended is a zombie until somebody waits for it.
    fn is_running(&self) -> bool {
        let status = fs::read_to_string(format!("/proc/{}/stat", self.id)).unwrap_or_default();
        // The state follows the name of the program, which is in parentheses.
        status.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // If waiting fails, there is nothing else to do.
        let _ = self.keeper.wait();
    }
}
