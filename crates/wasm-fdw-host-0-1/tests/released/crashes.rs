//! What released hosts do to a backend, and the ways around it.
//!
//! The second run of a cached plan on a foreign table ends the backend, and with it all connections of the cluster. Each
//! case runs in a cluster of its own, where a statement is run as a driver or PL/pgSQL runs it.

use std::time::Duration;

use clerk_mock::Mock;
use fdw_sandbox::{Host, Sandbox};

use super::postgres_suite::resident;

/// Runs of each statement. The plan of a statement with parameters becomes generic from the sixth run on.
const RUNS: usize = 12;

/// What happens to the backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Survives,
    /// It crashes in this run, counted from 1.
    Crashes {
        run: usize,
    },
}

use Fate::{Crashes, Survives};

/// A way to run a statement repeatedly.
struct Case {
    name: &'static str,
    /// Statements that are sent once.
    set_up: &'static str,
    /// The statement that is sent repeatedly.
    run: &'static str,
    fate: Fate,
}

const CASES: &[Case] = &[
    Case { name: "a statement as text", set_up: "", run: "select count(id) from clerk.domains", fate: Survives },
    Case {
        name: "a prepared statement without parameters",
        set_up: "prepare p as select count(id) from clerk.domains",
        run: "execute p",
        fate: Crashes { run: 2 },
    },
    Case {
        name: "a prepared statement without parameters and custom plans",
        set_up: "set plan_cache_mode = force_custom_plan; prepare p as select count(id) from clerk.domains",
        run: "execute p",
        fate: Crashes { run: 2 },
    },
    Case {
        name: "a prepared statement with a parameter",
        set_up: "prepare p (text) as select count(id) from clerk.users where id = $1",
        run: "execute p ('user_x')",
        fate: Crashes { run: 7 },
    },
    Case {
        name: "a prepared statement with a parameter and custom plans",
        set_up: "set plan_cache_mode = force_custom_plan;
                 prepare p (text) as select count(id) from clerk.users where id = $1",
        run: "execute p ('user_x')",
        fate: Survives,
    },
    Case {
        name: "a statement in PL/pgSQL",
        set_up: "create function f() returns bigint language plpgsql as
                 $$ begin return (select count(id) from clerk.domains); end $$",
        run: "select f()",
        fate: Crashes { run: 2 },
    },
    Case {
        name: "a statement in PL/pgSQL with custom plans",
        set_up: "create function f() returns bigint language plpgsql set plan_cache_mode = force_custom_plan as
                 $$ begin return (select count(id) from clerk.domains); end $$",
        run: "select f()",
        fate: Crashes { run: 2 },
    },
    Case {
        name: "EXECUTE in PL/pgSQL",
        set_up: "create function f() returns bigint language plpgsql as
                 $$ declare n bigint; begin execute 'select count(id) from clerk.domains' into n; return n; end $$",
        run: "select f()",
        fate: Survives,
    },
    Case {
        name: "a function in SQL",
        set_up: "create function f() returns bigint language sql as $$ select count(id) from clerk.domains $$",
        run: "select f()",
        fate: Survives,
    },
    // A prepared INSERT of values scans no foreign table.
    Case {
        name: "a prepared INSERT",
        set_up: "prepare p as insert into clerk.organizations (name) values ('x')",
        run: "execute p",
        fate: Survives,
    },
    Case {
        name: "a prepared UPDATE",
        set_up: "prepare p as update clerk.domains set name = name where name = 'x'",
        run: "execute p",
        fate: Crashes { run: 2 },
    },
    Case {
        name: "a DELETE in PL/pgSQL",
        set_up: "create function f() returns void language plpgsql as
                 $$ begin delete from clerk.domains where name = 'x'; end $$",
        run: "select f()",
        fate: Crashes { run: 2 },
    },
    Case {
        name: "a DELETE by EXECUTE in PL/pgSQL",
        set_up: "create function f() returns void language plpgsql as
                 $$ begin execute 'delete from clerk.domains where id is null'; end $$",
        run: "select f()",
        fate: Survives,
    },
];

/// The crashes in the server's log. Waits until there are `expected` of them, because the server writes its log after the
/// connection has ended.
fn crashes(sandbox: &Sandbox<Mock>, expected: usize) -> Vec<String> {
    let mut crashes = Vec::new();
    for _ in 0..100 {
        crashes = sandbox.cluster.crashes().expect("the log");
        if crashes.len() >= expected {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    crashes
}

fn fate(case: &Case) -> Fate {
    let mock = Mock::with_users(20).expect("a mock");
    let sandbox = Sandbox::start(Host::Released, mock).expect("a sandbox");
    let mut client = sandbox.client().expect("a connection");
    client.batch_execute(case.set_up).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    let failed = (1..=RUNS).find_map(|run| Some((run, client.simple_query(case.run).err()?)));
    let crashes = crashes(&sandbox, usize::from(failed.is_some()));
    match failed {
        Some((run, error)) => {
            assert!(error.is_closed() && crashes.len() == 1, "{}: {error}, {crashes:?}", case.name);
            Crashes { run }
        }
        None => {
            assert_eq!(crashes, [""; 0], "{}", case.name);
            Survives
        }
    }
}

#[test]
fn cached_plans_crash_and_the_ways_around_them_do_not() {
    for case in CASES {
        let found = fate(case);
        let is_expected = match (found, case.fate) {
            (Crashes { run }, Crashes { run: first }) => run >= first,
            _ => found == case.fate,
        };
        assert!(is_expected, "{}: {found:?} instead of {:?}", case.name, case.fate);
    }
}

#[test]
fn a_statement_that_fails_leaks_the_instance_until_the_connection_ends() {
    const TIMES: i64 = 100;
    let mock = Mock::with_users(20).expect("a mock");
    let sandbox = Sandbox::start(Host::Released, mock).expect("a sandbox");
    let mut client = sandbox.client().expect("a connection");
    client.batch_execute("set wasm_fdw_host.keep_compiled = on").expect("a setting");
    let pid: i32 = client.query_one("select pg_backend_pid()", &[]).expect("a pid").get(0);
    let mut fail = || {
        client.simple_query("select 1 / (length(id) - 32) from clerk.users").expect_err("a division by zero");
        resident(pid)
    };
    let before = fail();
    let after = (0..TIMES).map(|_| fail()).last().expect("a size");
    println!("{} kB for each of {TIMES} failing statements", (after - before) / TIMES);
    assert!(after - before > 200 * TIMES, "{} kB", after - before);
}
