//! Writes in a real Postgres: statements on many rows, whose list shrinks while they are written, rate limits, concurrent
//! writers, and statements that the host cannot run.

use std::collections::BTreeSet;
use std::io::Write as _;

use clerk_mock::{Config, Fault, Mock, Request, Size};
use fdw_sandbox::{Host, Sandbox};
use postgres::Client;

/// Number of users, of whom the first [`BANNED`] are banned.
const USERS: u32 = 1234;

const BANNED: usize = 700;

fn sandbox(users: u32) -> Sandbox<Mock> {
    let mock = Mock::start(&Config { size: Size::of_users(users), ..Config::default() }).expect("a mock");
    Sandbox::start(Host::of_tests(env!("CARGO_PKG_NAME")), mock).expect("a sandbox")
}

/// A sandbox in which exactly [`BANNED`] users are banned.
fn sandbox_with_banned_users() -> (Sandbox<Mock>, Client) {
    let sandbox = sandbox(USERS);
    let mut client = sandbox.client().expect("a connection");
    ban(&mut client);
    sandbox.provider.take_journal();
    (sandbox, client)
}

/// Bans the first users, and nobody else.
fn ban(client: &mut Client) {
    let ids = "select id from clerk.users order by created_at";
    run(client, "update clerk.users set banned = false where banned");
    run(client, &format!("create temp table ids as {ids} limit {BANNED}"));
    run(client, "update clerk.users set banned = true where id = any (array(select id from ids))");
    run(client, "drop table ids");
    assert_eq!(banned(client), BANNED as i64);
}

fn run(client: &mut Client, sql: &str) {
    client.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn banned(client: &mut Client) -> i64 {
    client.query_one("select count(*) from clerk.users where banned", &[]).expect("a count").get(0)
}

fn fails(client: &mut Client, sql: &str) -> String {
    let error = client.batch_execute(sql).expect_err(sql);
    error.as_db_error().unwrap_or_else(|| panic!("{sql}: {error}")).message().to_owned()
}

/// The paths of the requests with this method, and how many there are.
fn paths(journal: &[Request], method: &str) -> (BTreeSet<String>, usize) {
    let requests = journal.iter().filter(|request| request.method == method);
    let paths: Vec<String> = requests.map(|request| request.path.clone()).collect();
    (paths.iter().cloned().collect(), paths.len())
}

#[test]
fn rows_that_leave_their_list_are_all_written() {
    let (sandbox, mut client) = sandbox_with_banned_users();
    let statements = [
        ("update clerk.users set banned = false where banned", "POST"),
        // The condition on the id is evaluated by Postgres alone.
        ("update clerk.users set banned = false where banned and id <> 'nobody'", "POST"),
        ("delete from clerk.users where banned", "DELETE"),
    ];
    for (statement, method) in statements {
        if banned(&mut client) == 0 {
            ban(&mut client);
        }
        sandbox.provider.take_journal();
        let written = client.execute(statement, &[]).unwrap_or_else(|error| panic!("{statement}: {error}"));
        let journal = sandbox.provider.take_journal();
        let (rows, requests) = paths(&journal, method);
        assert_eq!((written as usize, rows.len(), requests), (BANNED, BANNED, BANNED), "{statement}");
        assert_eq!(paths(&journal, "GET").1, 2, "{statement}: two pages are read before the first row is written");
        assert_eq!(banned(&mut client), 0, "{statement}");
    }
}

#[test]
fn a_scan_that_reads_more_ends_in_an_error_and_the_safe_form_does_not() {
    let (_sandbox, mut client) = sandbox_with_banned_users();
    let set = "update clerk.users set banned = false, last_name = upper(last_name)";
    let error = fails(&mut client, &format!("{set} where banned"));
    assert!(error.contains("rows could be missing"), "{error}");
    let left = banned(&mut client);
    assert!(0 < left && left < BANNED as i64, "{left}");
    run(&mut client, "create temp table ids as select id from clerk.users where banned");
    run(&mut client, &format!("{set} where id = any (array(select id from ids))"));
    assert_eq!(banned(&mut client), 0);
}

#[test]
fn rows_that_move_to_the_end_of_their_list_are_not_skipped_silently() {
    let size = Size { users: USERS, organizations: USERS, memberships: 20, others: 3 };
    let mock = Mock::start(&Config { size, ..Config::default() }).expect("a mock");
    let sandbox = Sandbox::start(Host::of_tests(env!("CARGO_PKG_NAME")), mock).expect("a sandbox");
    let mut client = sandbox.client().expect("a connection");
    for table in ["users", "organizations"] {
        // The list is ordered by this column, and pages begin after a row (users) or at a position (organizations).
        let statement = format!("update clerk.{table} set created_at = created_at + interval '10 years'");
        let error = fails(&mut client, &statement);
        assert!(error.contains("rows could be missing"), "{table}: {error}");
    }
}

#[test]
fn a_rate_limit_delays_a_statement_but_does_not_end_it() {
    let sandbox = sandbox(60);
    let mut client = sandbox.client().expect("a connection");
    // The host repeats each refused request three times before it reports it.
    for skip in [5, 30] {
        let refused = Fault::status_with(429, "retry-after", "0").method("PATCH").after(skip).times(6);
        sandbox.provider.fault(refused);
    }
    sandbox.provider.take_journal();
    let rows = client.execute("update clerk.users set locale = 'nl-NL' where id is not null", &[]).expect("an update");
    let journal = sandbox.provider.take_journal();
    let patches = journal.iter().filter(|request| request.method == "PATCH");
    let (taken, refused): (Vec<&Request>, Vec<&Request>) = patches.partition(|request| request.status == 200);
    assert_eq!((rows, taken.len(), refused.len()), (60, 60, 12));
}

#[test]
fn concurrent_writers_of_one_row_change_only_their_own_keys() {
    const WRITERS: usize = 4;
    const TIMES: usize = 25;
    let sandbox = sandbox(20);
    let mut client = sandbox.client().expect("a connection");
    let id: String = client.query_one("select id from clerk.users limit 1", &[]).expect("a user").get(0);
    let columns: Vec<String> = (0..WRITERS).map(|at| format!("public_metadata_w{at} int")).collect();
    run(
        &mut client,
        &format!(
            "create foreign table people (id text, {}) server clerk_server options (object 'users', rowid_column 'id')",
            columns.join(", ")
        ),
    );
    std::thread::scope(|scope| {
        for at in 0..WRITERS {
            let (sandbox, id) = (&sandbox, &id);
            scope.spawn(move || {
                let mut client = sandbox.client().expect("a connection");
                for time in 1..=TIMES {
                    run(&mut client, &format!("update people set public_metadata_w{at} = {time} where id = '{id}'"));
                }
            });
        }
    });
    let values: Vec<String> = (0..WRITERS).map(|at| format!("public_metadata_w{at}")).collect();
    let row = client.query_one(&format!("select {} from people where id = '{id}'", values.join(", ")), &[]);
    let row = row.expect("the user");
    let found: Vec<i32> = (0..WRITERS).map(|at| row.get(at)).collect();
    assert_eq!(found, [TIMES as i32; WRITERS]);
}

#[test]
fn statements_that_the_host_cannot_run_send_no_request() {
    let sandbox = sandbox(20);
    let mut client = sandbox.client().expect("a connection");
    sandbox.provider.take_journal();
    let copied = client.copy_in("copy clerk.redirect_urls (url) from stdin").and_then(|mut writer| {
        writer.write_all(b"https://a.example\n").expect("a line");
        writer.finish()
    });
    let error = copied.expect_err("COPY should fail");
    let message = error.as_db_error().map_or(error.to_string(), |error| error.message().to_owned());
    assert!(message.contains("null pointer"), "{message}");
    run(
        &mut client,
        "create table urls (id text, url text) partition by list (url);
         create foreign table clerk_urls partition of urls default
         server clerk_server options (object 'redirect_urls', rowid_column 'id')",
    );
    let message = fails(&mut client, "insert into urls (url) values ('https://a.example')");
    assert!(message.contains("null pointer"), "{message}");
    assert_eq!(sandbox.provider.take_journal(), []);
    assert_eq!(sandbox.cluster.crashes().expect("the log"), [""; 0]);
    assert_eq!(banned(&mut client), 0);
}
