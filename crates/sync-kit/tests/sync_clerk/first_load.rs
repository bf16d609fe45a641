//! The first load: in windows, which survive whatever ends a run.

use std::process::Command;
use std::time::{Duration, Instant};

use clerk_mock::Size;
use postgres::{Client, NoTls};
use serde_json::{Value, json};

use super::clerk::Kit;
use super::kit::is_thorough;

/// How a run is ended in the middle.
#[derive(Clone, Copy, Debug)]
enum End {
    /// The user cancels the statement.
    Cancel,
    /// The administrator terminates the connection.
    Terminate,
    /// The backend dies, so that Postgres ends all connections and recovers.
    Kill,
}

#[test]
fn a_load_that_is_killed_ten_times_loses_two_pages_each_time() {
    let users = if is_thorough() { 100_000 } else { 20_000 };
    let mut kit = Kit::start_with_cron(Size { users, organizations: 10, memberships: 20, others: 3 });
    kit.install_with("users", r#"{"attrs": false}"#);
    let plain_scan = users as usize / 500 + 1;
    let mut requests = 0;
    for round in 0..10 {
        let end = [End::Cancel, End::Terminate, End::Terminate, End::Kill, End::Cancel][round % 5];
        requests += run_until(&mut kit, plain_scan / 12, end);
        kit.advance("1 minute");
        assert!(kit.status("users").get::<_, Option<i64>>("rows").is_none(), "the load is not complete");
    }
    assert_eq!(kit.number("select count(*) from clerk_copy.users"), 0, "readers see nothing of an unfinished load");
    let started = Instant::now();
    while kit.number("select count(*) from clerk_copy.users") == 0 {
        assert!(
            started.elapsed() < Duration::from_secs(240),
            "{:?}",
            kit.status("users").get::<_, Option<String>>("error")
        );
        requests += kit.run().len();
    }
    println!("{requests} requests; a plain scan takes {plain_scan}");
    // Each time, the requests of a window that did not end are lost.
    assert!(requests <= plain_scan + plain_scan / 20 + 2 * 10 + 2, "{requests} requests");
    assert!(!is_thorough() || requests * 4 <= plain_scan * 5, "{requests} requests");
    let part =
        |row: &Value| json!([row["updated_at"], row["external_id"], row["email_addresses"], row["public_metadata"]]);
    let columns = "jsonb_build_array((extract(epoch from updated_at) * 1000)::bigint, external_id, email_addresses, public_metadata)";
    kit.assert_same_json("users", columns, part);
    // A quiet run takes two requests.
    assert_eq!(kit.run(), ["/users?order_by=-updated_at&limit=500", "/users/count"]);
    assert_eq!(kit.status("users").get::<_, i32>("requests"), 2);
}

/// Begins a run and ends it after this number of requests. Returns the number of requests.
fn run_until(kit: &mut Kit, requests: usize, end: End) -> usize {
    let mut victim = kit.another().expect("a connection");
    let pid: i32 = victim.query_one("select pg_backend_pid()", &[]).expect("a pid").get(0);
    let token = victim.cancel_token();
    kit.mock().take_journal();
    let run = std::thread::spawn(move || victim.batch_execute("call fdw_sync.run()").expect_err("a run that ends"));
    let mut sent = 0;
    while sent < requests {
        std::thread::sleep(Duration::from_millis(2));
        assert!(!run.is_finished(), "the run ended by itself after {sent} requests");
        sent += kit.mock().take_journal().len();
    }
    match end {
        End::Cancel => token.cancel_query(NoTls).expect("a cancel"),
        End::Terminate => {
            kit.client.execute("select pg_terminate_backend($1)", &[&pid]).expect("a termination");
        }
        End::Kill => {
            assert!(Command::new("kill").args(["-KILL", &pid.to_string()]).status().expect("kill").success());
        }
    }
    run.join().expect("the thread of the run");
    kit.client = reconnect(kit);
    sent + kit.mock().take_journal().len()
}

/// A new connection, if necessary after Postgres has recovered.
fn reconnect(kit: &Kit) -> Client {
    let started = Instant::now();
    loop {
        match kit.another() {
            Ok(client) => return client,
            Err(error) => assert!(started.elapsed() < Duration::from_secs(60), "{error:#}"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}
