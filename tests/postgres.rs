//! The component in a real Postgres: queries that fail or are cancelled, memory, locks, the requests of a join,
//! databases with different servers, and packages fetched over HTTP.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clerk_mock::{Action, Config, Fault, KEY, Mock, Size};
use fdw_sandbox::{Host, Provider, Sandbox};
use postgres::error::SqlState;
use postgres::{Client, NoTls};
use private_cluster::SUPERUSER;

fn sandbox(size: Size) -> Sandbox<Mock> {
    let mock = Mock::start(&Config { size, ..Config::default() }).expect("a mock");
    Sandbox::start(Host::of_tests(env!("CARGO_PKG_NAME")), mock).expect("a sandbox")
}

fn targets(mock: &Mock) -> Vec<String> {
    mock.take_journal().iter().map(clerk_mock::Request::target).collect()
}

fn count(client: &mut Client, sql: &str) -> i64 {
    client.query_one(sql, &[]).unwrap_or_else(|error| panic!("{sql}: {error}")).get(0)
}

fn backend(client: &mut Client) -> i32 {
    client.query_one("select pg_backend_pid()", &[]).expect("a pid").get(0)
}

fn fails(client: &mut Client, sql: &str) -> postgres::Error {
    client.batch_execute(sql).expect_err(sql)
}

#[test]
fn a_join_reads_each_list_once() {
    let sandbox = sandbox(Size { users: 900, organizations: 200, memberships: 1800, others: 3 });
    let mut client = sandbox.client().expect("a connection");
    let join = "select count(*) from clerk.organizations o \
                join clerk.organization_memberships m on m.organization_id = o.id";
    let plans = [
        "",
        "set enable_hashjoin = off; set enable_mergejoin = off;",
        "set enable_material = off;",
        "set enable_nestloop = off; set enable_hashjoin = on;",
    ];
    for plan in plans {
        client.batch_execute(plan).expect("settings");
        sandbox.provider.take_journal();
        assert_eq!(count(&mut client, join), 1800);
        let targets = targets(&sandbox.provider);
        let count_of = |prefix: &str| targets.iter().filter(|target| target.starts_with(prefix)).count();
        // The 1800 memberships take four pages of 500 rows, which overlap by one row.
        let counts = (count_of("/organizations?"), count_of("/organization_memberships?"), targets.len());
        assert_eq!(counts, (1, 4, 5), "{plan}");
    }
}

#[test]
fn a_cancelled_statement_leaves_the_backend_usable() {
    let sandbox = sandbox(Size::of_users(1200));
    let mut client = sandbox.client().expect("a connection");
    let pid = backend(&mut client);
    let slow = |skip| Fault { skip, ..Fault::new(Action::Delay { delay_ms: 1500 }).path("/users") };
    for skip in [0, 1, 2] {
        sandbox.provider.fault(slow(skip));
        client.batch_execute("set statement_timeout = 1000").expect("a setting");
        let error = fails(&mut client, "select * from clerk.users");
        assert_eq!(error.code(), Some(&SqlState::QUERY_CANCELED), "{error}");
        // The statement was cancelled during the slow request.
        assert_eq!(targets(&sandbox.provider).len(), skip as usize + 1);
        client.batch_execute("reset statement_timeout").expect("a setting");
        sandbox.provider.take_journal();
        assert_eq!(count(&mut client, "select count(created_at) from clerk.users"), 1200);
        assert_eq!(targets(&sandbox.provider).len(), 3);
    }
    // Another connection cancels the statement, in a transaction that continues from a savepoint.
    sandbox.provider.fault(slow(1));
    let token = client.cancel_token();
    let canceller = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(500));
        token.cancel_query(NoTls).expect("a cancel");
    });
    client.batch_execute("begin; savepoint s").expect("a transaction");
    let error = fails(&mut client, "select * from clerk.users u join clerk.organizations o on o.created_by = u.id");
    canceller.join().expect("the canceller");
    assert_eq!(error.code(), Some(&SqlState::QUERY_CANCELED), "{error}");
    client.batch_execute("rollback to s").expect("a savepoint");
    assert_eq!(count(&mut client, "select count(*) from clerk.users"), 1200);
    client.batch_execute("commit").expect("a commit");
    assert_eq!(backend(&mut client), pid);
}

#[test]
fn a_backend_that_is_terminated_or_killed_leaves_nothing_behind() {
    let sandbox = sandbox(Size::of_users(1200));
    for signal in ["TERM", "KILL"] {
        let mut victim = sandbox.client().expect("a connection");
        let pid = backend(&mut victim).to_string();
        // The second page is slow, so that the signal arrives between two pages.
        let action = Action::Delay { delay_ms: 1500 };
        sandbox.provider.fault(Fault::new(action).path("/users").after(1));
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(500));
            assert!(Command::new("kill").args([&format!("-{signal}"), &pid]).status().expect("kill").success());
        });
        fails(&mut victim, "begin; select * from clerk.users");
        killer.join().expect("the thread that sends the signal");
        victim.simple_query("select 1").expect_err("a connection that has ended");
        let mut client = (0..100).find_map(|_| clean(&sandbox)).expect("a clean cluster");
        assert_eq!(count(&mut client, "select count(created_at) from clerk.users"), 1200, "{signal}");
    }
}

/// A new connection, if nobody else holds locks, and there are no temporary files and prepared transactions. After a backend
/// has been killed, Postgres recovers first.
fn clean(sandbox: &Sandbox<Mock>) -> Option<Client> {
    std::thread::sleep(Duration::from_millis(100));
    let mut client = sandbox.client().ok()?;
    let left = "select (select count(*) from pg_locks where pid <> pg_backend_pid() and database is not null)
                     + (select count(*) from pg_ls_tmpdir()) + (select count(*) from pg_prepared_xacts)";
    let left: i64 = client.query_one(left, &[]).ok()?.get(0);
    (left == 0).then_some(client)
}

#[test]
fn open_transactions_block_no_other_query_unless_stats_are_on() {
    let sandbox = sandbox(Size::of_users(20));
    let mut open = sandbox.client().expect("a connection");
    let mut other = sandbox.client().expect("a connection");
    other.batch_execute("set lock_timeout = 2000").expect("a setting");
    open.batch_execute("begin").expect("a transaction");
    count(&mut open, "select count(*) from clerk.users");
    assert_eq!(count(&mut other, "select count(*) from clerk.users"), 20);
    open.batch_execute("explain select * from clerk.users").expect("a plan");
    assert_eq!(count(&mut other, "select count(*) from clerk.organizations"), 2);
    open.batch_execute("commit").expect("a commit");

    // With the option `stats`, an open transaction blocks other queries. That is why the option is off by default.
    open.batch_execute("alter server clerk_server options (add stats 'true')").expect("an option");
    count(&mut open, "select count(id) from clerk.users");
    count(&mut open, "select count(id) from (select id from clerk.users limit 3) x");
    open.batch_execute("select id from clerk.users limit 3; begin").expect("a scan that is stopped");
    count(&mut open, "select count(id) from clerk.users");
    let error = fails(&mut other, "select count(*) from clerk.users");
    assert_eq!(error.code(), Some(&SqlState::LOCK_NOT_AVAILABLE), "{error:?}");
    open.batch_execute("commit").expect("a commit");
    let counted = |metric| format!("select {metric} from extensions.wasm_fdw_host_stats where fdw_name = 'ClerkFdw'");
    assert_eq!(count(&mut other, &counted("create_times")), 4);
    assert_eq!(count(&mut other, &counted("rows_in")), 20 + 3 + 3 + 20);
}

/// Resident memory of a backend process, in kB.
pub fn resident(pid: i32) -> i64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("the backend's status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// Checks that failing queries made the backend's memory grow by at most 4 MB and 2 kB per query. A leaked instance of
/// the component would take hundreds of kB. About 1 kB per query cannot be freed: it is the framework's own record of a
/// scan that Postgres aborts.
fn check_growth(sql: &str, times: i64, grown: i64) {
    println!("{grown} kB more after {times} times: {sql}");
    assert!(grown < 4000 + 2 * times, "{sql}: {grown} kB more");
}

#[test]
fn failing_queries_leak_no_memory() {
    if Host::of_tests(env!("CARGO_PKG_NAME")) == Host::Released {
        // There they do leak. A test of the host's crate says how much.
        return;
    }
    let sandbox = sandbox(Size::of_users(60));
    let mut client = sandbox.client().expect("a connection");
    let options =
        "fdw_package_name 'supabase:clerk-fdw', fdw_package_version '0.1.0', fdw_package_url 'file://{component}'";
    let set_up = format!(
        "create server no_key foreign data wrapper wasm_wrapper options ({options});
         create foreign table no_key (id text) server no_key options (object 'users');
         create foreign table misnamed (id text, nmae text) server clerk_server options (object 'users');"
    );
    client.batch_execute(&sandbox.fill(&set_up)).expect("tables");
    let refused = Fault::status(403).path("/domains").times(u32::MAX);
    // Failing query, number of times, and whether the host keeps the compiled component, which saves time.
    let cases = [
        ("select 1 / (count(*) - 60) from clerk.users u left join clerk.organizations o on o.id = u.id", 1000, true),
        ("select 1 / (length(id) - 32) from clerk.users", 1000, true),
        ("select id from no_key", 1000, true),
        ("select nmae from misnamed", 1000, true),
        ("select id from clerk.domains", 1000, true),
        ("select id from clerk.domains", 200, false),
    ];
    sandbox.provider.fault(refused);
    for (sql, times, keep_compiled) in cases {
        let mut client = sandbox.client().expect("a connection");
        client.batch_execute(&format!("set wasm_fdw_host.keep_compiled = {keep_compiled}")).expect("a setting");
        (0..times / 10).for_each(|_| drop(fails(&mut client, sql)));
        let before = resident(backend(&mut client));
        (0..times).for_each(|_| drop(fails(&mut client, sql)));
        check_growth(sql, times, resident(backend(&mut client)) - before);
        sandbox.provider.take_journal();
    }
    // Errors that are caught within a transaction. Its end frees what they leave, so a second transaction adds nothing.
    let caught = "do $$ begin
        for i in 1..1000 loop
            begin
                perform 1 / (length(id) - 32) from clerk.users;
            exception when division_by_zero then null;
            end;
        end loop;
    end $$";
    let mut client = sandbox.client().expect("a connection");
    client.batch_execute("set wasm_fdw_host.keep_compiled = true").expect("a setting");
    client.batch_execute(caught).expect("a block");
    let before = resident(backend(&mut client));
    client.batch_execute(caught).expect("a block");
    check_growth(caught, 1000, resident(backend(&mut client)) - before);
    assert!(!sandbox.cluster.log().expect("the log").contains(KEY));
}

#[test]
fn databases_have_independent_servers_and_extensions() {
    let sandbox = sandbox(Size::of_users(20));
    sandbox.copy("second").expect("a database");
    let other = Mock::with_users(30).expect("a mock");
    let mut first = sandbox.cluster.connect(Mock::NAME, SUPERUSER).expect("a connection");
    let mut second = sandbox.cluster.connect("second", SUPERUSER).expect("a connection");
    let url = format!("alter server clerk_server options (set api_url '{}')", other.url());
    second.batch_execute(&url).expect("an option");
    assert_eq!(count(&mut first, "select count(*) from clerk.users"), 20);
    assert_eq!(count(&mut second, "select count(*) from clerk.users"), 30);
    // `cascade` drops the server and the tables with the extension. The other database keeps its own.
    first.batch_execute(&sandbox.fill("drop extension {extension} cascade")).expect("a drop");
    assert_eq!(count(&mut second, "select count(*) from clerk.users"), 30);
}

/// Starts an HTTP server that sends a file in response to every request, until the process ends. Returns its URL and a
/// counter of its requests.
fn serve(file: Vec<u8>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/clerk_fdw.wasm", listener.local_addr().expect("an address"));
    let served = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&served);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            counter.fetch_add(1, Ordering::Relaxed);
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).expect("a request");
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", file.len());
            stream.write_all(&[head.as_bytes(), &file].concat()).expect("a response");
        }
    });
    (url, served)
}

#[test]
fn a_package_fetched_over_http_is_checked_against_its_checksum() {
    let sandbox = sandbox(Size::of_users(20));
    let component = std::fs::read(component_build::component().expect("the component")).expect("the component");
    let (url, served) = serve(component);
    let mut client = sandbox.client().expect("a connection");
    let set_up = format!(
        "alter server clerk_server options (set fdw_package_url '{url}');
         alter server clerk_server options (set fdw_package_checksum '{}')",
        "0".repeat(64)
    );
    client.batch_execute(&set_up).expect("options");
    for fetched in [1, 2] {
        let error = fails(&mut client, "select count(*) from clerk.users");
        let message = error.as_db_error().expect("an error of Postgres").message();
        assert!(message.contains("the package's checksum is"), "{message}");
        assert_eq!(served.load(Ordering::Relaxed), fetched);
    }
    assert_eq!(targets(&sandbox.provider), [""; 0]);
    let checksum = sandbox.fill("alter server clerk_server options (set fdw_package_checksum '{checksum}')");
    client.batch_execute(&checksum).expect("an option");
    for _ in 0..2 {
        assert_eq!(count(&mut client, "select count(*) from clerk.users"), 20);
    }
    // The host keeps the package with the right checksum, and so fetches it only once.
    assert_eq!(served.load(Ordering::Relaxed), 3);
}
