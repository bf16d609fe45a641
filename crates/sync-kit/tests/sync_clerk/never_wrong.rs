//! Cases in which a copy could go wrong unnoticed.

use clerk_mock::{Action, Fault, Size};
use serde_json::json;

use super::clerk::Kit;

/// A response with one user, who changed at a time in the future.
fn from_the_future(kit: &Kit) -> Fault {
    let mut user = kit.mock().row("users", 0);
    user["updated_at"] = json!(4_102_444_800_000_i64);
    Fault::response(&json!([user]).to_string()).path("/users")
}

#[test]
fn no_change_is_missed_after_a_deletion_an_empty_list_or_a_time_in_the_future() {
    let mut kit = Kit::start(Size { users: 0, organizations: 1, memberships: 0, others: 1 });
    kit.install("users");
    kit.run();
    assert_eq!(kit.number("select count(*) from clerk_copy.users"), 0);
    let add = |kit: &Kit, name: &str| {
        let body = format!(r#"{{"email_address": ["{name}@example.com"], "password": "correct horse 42"}}"#);
        kit.change("POST", "/users", &body)["id"].as_str().expect("an id").to_owned()
    };
    let [first, second] = ["a", "b"].map(|name| add(&kit, name));
    kit.run();
    kit.assert_equal("users");
    for (at, name) in ["One", "Two", "Three", "Four"].into_iter().enumerate() {
        match at {
            1 => drop(kit.change("DELETE", &format!("/users/{second}"), "")),
            2 => kit.mock().fault(from_the_future(&kit)),
            _ => {}
        }
        kit.run();
        kit.run();
        kit.change("PATCH", &format!("/users/{first}"), &format!(r#"{{"first_name": "{name}"}}"#));
        kit.run();
        kit.assert_equal("users");
    }
}

#[test]
fn a_visit_that_is_interrupted_goes_on_where_it_was() {
    let mut kit = Kit::start(Size::of_users(3000));
    kit.install("users,user_passkeys");
    kit.run();
    // Each run has time for one step only.
    let step = |kit: &mut Kit| {
        kit.requests();
        kit.client.batch_execute("call fdw_sync.run(time_limit => '0')").expect("a run");
        kit.requests()
    };
    kit.change("DELETE", &format!("/users/{}", kit.ids("users")[5]), "");
    kit.mock()
        .fault(Fault::response(r#"{"object": "total_count", "total_count": 2000}"#).path("/users/count").times(1000));
    let mut passes = 0;
    for _ in 0..60 {
        let requests = step(&mut kit);
        passes += requests.iter().filter(|target| **target == "/users?order_by=%2Bcreated_at&limit=500").count();
    }
    assert!((2..5).contains(&passes), "{passes} passes, because the count never agrees");
    kit.mock().clear_faults();
    kit.run();
    kit.run();
    kit.assert_equal("users");
    kit.assert_columns_equal("user_passkeys");
}

#[test]
fn an_event_that_arrives_while_its_row_is_read_is_not_lost_and_does_not_wait() {
    let mut kit = Kit::start(Size::of_users(100));
    kit.install("users,jwt_templates");
    kit.run();
    let user = kit.ids("users")[0].clone();
    kit.requests();
    kit.client.execute("select fdw_sync.enqueue('user', $1)", &[&user]).expect("a queue");
    kit.mock().fault(Fault::new(Action::Delay { delay_ms: 1500 }).path("/users"));
    kit.mock().fault(Fault::new(Action::Delay { delay_ms: 1500 }).path(&format!("/users/{user}")));
    let mut other = kit.another().expect("a connection");
    let run = std::thread::spawn(move || other.batch_execute("call fdw_sync.run()").expect("a run"));
    std::thread::sleep(std::time::Duration::from_millis(700));
    kit.client.batch_execute("set statement_timeout = 500").expect("a setting");
    kit.client.execute("select fdw_sync.enqueue('user', $1)", &[&user]).expect("it does not wait");
    kit.client.batch_execute("reset statement_timeout").expect("a setting");
    run.join().expect("a thread");
    let of_row = kit.requests().iter().filter(|target| target.contains(&user)).count();
    assert_eq!(of_row, 2, "the row is read again");
}

#[test]
fn a_deletion_during_a_pass_is_not_undone_and_installing_during_a_pass_begins_it_anew() {
    for deletions in ["soft", "hard"] {
        let mut kit = Kit::start(Size::of_users(3000));
        kit.install_with("users", &format!(r#"{{"deletions": "{deletions}"}}"#));
        kit.run();
        kit.advance("1 day");
        let ids = kit.ids("users");
        // The steps are: changes, the decision, and the first window, in which the user is.
        for _ in 0..3 {
            kit.client.batch_execute("call fdw_sync.run(time_limit => '0')").expect("a run");
        }
        assert_eq!(kit.number("select count(*) from fdw_sync_clerk_server.users_staged"), 975);
        kit.change("DELETE", &format!("/users/{}", ids[3]), "");
        kit.client.execute("select fdw_sync.refresh('users', $1)", &[&ids[3]]).expect("a row");
        kit.run();
        kit.assert_equal("users");
        kit.advance("1 day");
        for _ in 0..3 {
            kit.client.batch_execute("call fdw_sync.run(time_limit => '0')").expect("a run");
        }
        kit.client
            .batch_execute(r#"select fdw_sync.install('clerk_server', options => '{"attrs": false}')"#)
            .expect("fewer columns");
        kit.unschedule();
        kit.run();
        kit.assert_columns_equal("users");
    }
}

#[test]
fn servers_do_not_share_copies() {
    let mut kit = Kit::start_with_cron(Size::of_users(10));
    let long = "a_long_name_of_a_server_with_sixty_two_characters_more_or_less";
    let names = ["clerk".to_owned(), "Clerk 'two'".to_owned(), format!("{long}1"), format!("{long}2")];
    let mut superuser = kit.superuser();
    let options = "select format('options (%s)', string_agg(format('%I %L', option_name, option_value), ', '))
        from pg_foreign_server, pg_options_to_table(srvoptions) where srvname = 'clerk_server'";
    let options: String = superuser.query_one(options, &[]).expect("options").get(0);
    for name in &names {
        let create = format!(
            "create server \"{name}\" foreign data wrapper wasm_wrapper {options}; grant usage on foreign server \"{name}\" to developer"
        );
        superuser.batch_execute(&create).expect(name);
    }
    kit.install("users");
    let error = kit.error("select fdw_sync.install('clerk', '{users}')");
    assert!(
        error.starts_with("the table clerk_copy.users is a copy of another server; Choose another schema"),
        "{error}"
    );
    for (at, name) in names.iter().enumerate() {
        let quoted = name.replace('\'', "''");
        let sql = format!("select fdw_sync.install('{quoted}', '{{users}}', schema => 'Copies {at}')");
        kit.client.batch_execute(&sql).expect(name);
    }
    assert_eq!(kit.number("select count(distinct jobname) from cron.job"), 4);
    kit.unschedule();
    assert_eq!(kit.run().len(), 5);
    assert_eq!(kit.number("select count(*) from fdw_sync.status() where state = 'fresh' and rows = 10"), 5);
    kit.client.batch_execute("select fdw_sync.uninstall()").expect("nothing is left");
    assert_eq!(
        kit.number("select count(*) from pg_namespace where nspname like 'Copies%' or nspname like 'fdw_sync%'"),
        0
    );
}

#[test]
fn a_busy_table_is_not_a_failure() {
    let mut kit = Kit::start(Size::of_users(10));
    kit.install("users");
    kit.run();
    let mut other = kit.another().expect("a connection");
    let lock = "begin; select pg_advisory_xact_lock(fdw_sync.lock_class(), id) from fdw_sync.tables";
    other.batch_execute(lock).expect("a lock");
    kit.client.batch_execute("call fdw_sync.run(time_limit => '1 second')").expect("a run");
    other.batch_execute("commit").expect("no lock");
    kit.advance("5 seconds");
    assert_eq!(kit.run().len(), 2);
    let status = kit.status("users");
    assert_eq!((status.get::<_, &str>("state"), status.get::<_, i32>("failures")), ("fresh", 0));
}

#[test]
fn unchanged_rows_are_not_touched() {
    let mut kit = Kit::start(Size::of_users(600));
    kit.install("users,organizations");
    kit.run();
    kit.advance("1 day");
    kit.run();
    let touched = "select (select count(*) from clerk_copy.users where xmax::text <> '0') + (select count(*) from clerk_copy.organizations where xmax::text <> '0')";
    assert_eq!(kit.number(touched), 0);
}

#[test]
fn a_row_that_is_read_again_before_its_list_does_no_harm() {
    let mut kit = Kit::start(Size::of_users(1200));
    kit.install("organizations");
    kit.run();
    // The run ends after the decision to read the list.
    for _ in 0..2 {
        kit.client.batch_execute("call fdw_sync.run(time_limit => '0')").expect("a run");
    }
    let id = kit.ids("organizations")[0].clone();
    let found: String =
        kit.client.query_one("select fdw_sync.refresh('organization', $1)", &[&id]).expect("a row").get(0);
    assert_eq!(found, "found");
    kit.run();
    kit.assert_equal("organizations");
}

#[test]
fn rows_within_the_overlap_do_not_make_every_run_read_the_list_as_a_whole() {
    let mut kit = Kit::start(Size { users: 8000, organizations: 1, memberships: 0, others: 1 });
    kit.install_with("users", r#"{"attrs": false, "overlap": "100000 days"}"#);
    kit.run();
    // All users are within the overlap, as after an import.
    let lengths: Vec<usize> = (0..3).map(|_| kit.run().len()).collect();
    assert_eq!(lengths, [19, 19, 19], "17 pages, the first one again, and the count");
}

#[test]
fn rows_of_a_failing_table_do_not_hold_up_those_of_others() {
    let mut kit = Kit::start(Size::of_users(100));
    kit.install("organizations,users");
    kit.run();
    for id in kit.ids("organizations").iter().take(5) {
        kit.client.execute("select fdw_sync.enqueue('organizations', $1)", &[id]).expect("a queue");
    }
    let user = kit.ids("users")[0].clone();
    kit.client.execute("select fdw_sync.enqueue('users', $1)", &[&user]).expect("a queue");
    kit.mock().fault(Fault::status(403).path("/organizations").times(u32::MAX));
    let requests = kit.run();
    assert!(requests.iter().any(|target| target.contains(&user)), "{requests:?}");
}

#[test]
fn a_clock_that_is_years_ahead_or_behind_loses_nothing() {
    for skew in ["5 years", "-5 years"] {
        let mut kit = Kit::start(Size::of_users(600));
        kit.advance(skew);
        kit.install("users");
        kit.run();
        let ids = kit.ids("users");
        kit.change("PATCH", &format!("/users/{}", ids[0]), r#"{"first_name": "Changed"}"#);
        kit.change("DELETE", &format!("/users/{}", ids[1]), "");
        kit.change("POST", "/users", r#"{"email_address": ["new@example.com"], "password": "correct horse 42"}"#);
        kit.run();
        kit.assert_equal("users");
    }
}
