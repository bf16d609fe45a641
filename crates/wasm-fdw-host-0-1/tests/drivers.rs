//! What drivers do on released hosts, with their default settings and with those that make them safe. `make drivers`
//! installs the drivers and runs these tests, which are ignored otherwise.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use clerk_mock::Mock;
use fdw_sandbox::{Host, Sandbox};

/// How often each program runs its query.
const RUNS: usize = 20;

/// A program that runs a query repeatedly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Driver {
    Psycopg,
    NodePostgres,
    Jdbc,
}

use Driver::{Jdbc, NodePostgres, Psycopg};

/// Driver, its setting, and the number of runs before the backend ends: of a query with a parameter, and of one without.
const CASES: &[(Driver, &str, usize, usize)] = &[
    (Psycopg, "default", 11, 6),
    (Psycopg, "safe", RUNS, RUNS),
    (NodePostgres, "default", RUNS, RUNS),
    (NodePostgres, "named", 6, 1),
    (Jdbc, "default", 10, 5),
    (Jdbc, "safe", RUNS, RUNS),
];

/// The folder into which `scripts/drivers.sh` installs the drivers.
fn installed() -> PathBuf {
    component_build::workspace().join("target/drivers")
}

fn command(driver: Driver) -> Command {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drivers");
    let mut command;
    match driver {
        Psycopg => {
            command = Command::new(installed().join("python/bin/python"));
            command.arg(programs.join("psycopg_runs.py"));
        }
        NodePostgres => {
            command = Command::new("node");
            command.env("NODE_PATH", installed().join("node/node_modules")).arg(programs.join("node_postgres_runs.js"));
        }
        Jdbc => {
            command = Command::new("java");
            command.arg("-cp").arg(installed().join("java/*")).arg(programs.join("JdbcRuns.java"));
        }
    }
    command
}

/// Listens on a port of the loopback interface, and connects each connection with the cluster's socket.
fn proxy(socket: PathBuf) -> io::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let Ok(server) = UnixStream::connect(&socket) else { continue };
            let _ = connect(client, server);
        }
    });
    Ok(port)
}

/// Copies both directions until either side ends.
fn connect(client: TcpStream, server: UnixStream) -> io::Result<()> {
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    let (mut from_server, mut to_client) = (server, client);
    thread::spawn(move || {
        let _ = io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(std::net::Shutdown::Both);
    });
    thread::spawn(move || {
        let _ = io::copy(&mut from_server, &mut to_client);
        let _ = to_client.shutdown(std::net::Shutdown::Both);
    });
    Ok(())
}

/// The number of runs of a driver's query before the backend ends, in a cluster of its own.
fn runs(driver: Driver, setting: &str, query: &str) -> usize {
    let sandbox = Sandbox::start(Host::Released, Mock::with_users(20).expect("a mock")).expect("a sandbox");
    let port = proxy(sandbox.cluster.socket()).expect("a proxy").to_string();
    let output = command(driver).args([&port, query, setting]).output().expect("make drivers installs the driver");
    let printed = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    printed.parse().unwrap_or_else(|_| panic!("{driver:?}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
#[ignore = "needs the drivers: make drivers installs them and runs this"]
fn drivers_end_the_backend_or_not() {
    let mut differing = Vec::new();
    for (driver, setting, with_parameter, without) in CASES {
        let found = (runs(*driver, setting, "parameter"), runs(*driver, setting, "none"));
        println!("{driver:?}, {setting}: {} runs with a parameter, {} without", found.0, found.1);
        if found != (*with_parameter, *without) {
            differing.push(format!("{driver:?}, {setting}: {found:?}"));
        }
    }
    assert!(differing.is_empty(), "{differing:?}");
}
