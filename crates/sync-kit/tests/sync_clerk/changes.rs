//! Changes at the provider, and the requests with which a run finds them.

use std::time::Duration;

use clerk_mock::{Action, Fault, Size};

use super::clerk::Kit;

const LATEST_USERS: &str = "/users?order_by=-updated_at&limit=500";
const ALL_USERS: [&str; 3] = [
    "/users?order_by=%2Bcreated_at&limit=500",
    "/users?order_by=%2Bcreated_at&limit=500&starting_after=user_2yclIGarGEpQRXOFsWH9PzX97sw",
    "/users?created_at_after=1673407800973&order_by=%2Bcreated_at&limit=500",
];

#[test]
fn users_are_found_by_the_time_of_their_change_and_deletions_by_the_count() {
    let mut kit = Kit::start(Size::of_users(1200));
    kit.install("users");
    assert_eq!(kit.run(), ALL_USERS);
    kit.assert_equal("users");
    assert_eq!(kit.run(), [LATEST_USERS, "/users/count"]);
    assert_eq!(kit.run(), [LATEST_USERS, "/users/count"], "a run needs no pause after the one before");

    let ids = kit.ids("users");
    let versions = "select count(distinct xmin::text) from clerk_copy.users";
    assert_eq!(kit.number(versions), 1);
    kit.change("PATCH", &format!("/users/{}", ids[5]), r#"{"first_name": "Zoë"}"#);
    kit.change("POST", "/users", r#"{"email_address": ["new@example.com"], "password": "correct horse 42"}"#);
    assert_eq!(kit.run(), [LATEST_USERS, "/users/count"]);
    kit.assert_equal("users");
    assert_eq!(kit.number(versions), 2, "only the rows that differ are written");
    assert_eq!(
        kit.number(
            "select count(*) from clerk_copy.users where xmin::text <> (select max(xmin::text) from clerk_copy.users)"
        ),
        1199
    );

    kit.change("DELETE", &format!("/users/{}", ids[7]), "");
    let requests = kit.run();
    assert_eq!(requests[..2], [LATEST_USERS, "/users/count"]);
    assert_eq!(requests[2], ALL_USERS[0]);
    assert_eq!(requests.len(), 5);
    assert_eq!(kit.status("users").get::<_, i32>("requests"), 5);
    kit.assert_equal("users");
    let deleted = format!("select count(*) from clerk_copy.users where _deleted_at > _synced_at and id = '{}'", ids[7]);
    assert_eq!(kit.number(&deleted), 1, "the row is marked");

    // One is deleted and one is added, so that the count stays the same.
    kit.change("DELETE", &format!("/users/{}", ids[8]), "");
    kit.change("POST", "/users", r#"{"email_address": ["newer@example.com"], "password": "correct horse 42"}"#);
    assert_eq!(kit.run().len(), 5);
    kit.assert_equal("users");
}

#[test]
fn once_a_day_the_whole_list_is_compared() {
    let mut kit = Kit::start(Size::of_users(1200));
    kit.install("users");
    kit.run();
    // A row that somebody changed in the copy, which no time and no count shows.
    kit.client
        .batch_execute(
            "update clerk_copy.users set first_name = 'Eve' where id = (select min(id) from clerk_copy.users)",
        )
        .expect("a change");
    assert_eq!(kit.run().len(), 2);
    kit.advance("23 hours");
    assert_eq!(kit.run().len(), 2);
    kit.advance("1 hour");
    assert_eq!(kit.run().len(), 4);
    kit.assert_equal("users");
    assert_eq!(kit.run().len(), 2);
}

#[test]
fn lists_ordered_by_creation_are_found_by_it_and_changes_by_reading_the_list() {
    let mut kit = Kit::start(Size { users: 400, organizations: 30, memberships: 1800, others: 5 });
    kit.install("organization_memberships");
    assert_eq!(kit.run().len(), 4);
    kit.assert_equal("organization_memberships");
    let quiet = [
        "/organization_memberships?order_by=-created_at&limit=500",
        "/organization_memberships?order_by=%2Bcreated_at&limit=1",
    ];
    assert_eq!(kit.run(), quiet);

    let membership = kit.mock().rows("organization_memberships")[0].clone();
    let (organization, user) = (
        membership["organization"]["id"].as_str().expect("an id"),
        membership["public_user_data"]["user_id"].as_str().expect("an id"),
    );
    let others = kit.ids("users").into_iter().filter(|id| id != user);
    kit.change("PATCH", &format!("/organizations/{organization}/memberships/{user}"), r#"{"role": "org:admin"}"#);
    let stranger = others.into_iter().find(|id| {
        let rows = kit.mock().rows("organization_memberships");
        rows.iter().all(|row| row["organization"]["id"] != organization || row["public_user_data"]["user_id"] != **id)
    });
    let body = format!(r#"{{"user_id": "{}", "role": "org:member"}}"#, stranger.expect("a user"));
    kit.change("POST", &format!("/organizations/{organization}/memberships"), &body);
    assert_eq!(kit.run(), quiet);
    assert_eq!(kit.number("select count(*) from clerk_copy.organization_memberships"), 1801, "the new row has arrived");
    // Reading the list takes four requests, so it is read every twenty minutes.
    kit.advance("15 minutes");
    assert_eq!(kit.run().len(), 2);
    let lag = "select extract(minute from updates_lag)::bigint from fdw_sync.status()";
    assert_eq!(kit.number(lag), 15);
    kit.advance("5 minutes");
    assert_eq!(kit.run().len(), 4);
    kit.assert_equal("organization_memberships");
    assert_eq!(kit.number(lag), 0);
}

#[test]
fn parts_of_users_follow_the_users_that_changed() {
    let mut kit = Kit::start(Size::of_users(1200));
    kit.install("users,user_email_addresses,user_passkeys");
    assert_eq!(kit.run().len(), 3 + 3 + 3);
    assert_eq!(kit.run(), [LATEST_USERS, "/users/count"]);
    let ids = kit.ids("users");
    let body = format!(r#"{{"user_id": "{}", "email_address": "second@example.com", "verified": true}}"#, ids[0]);
    kit.change("POST", "/email_addresses", &body);
    kit.change("PATCH", &format!("/users/{}", ids[1]), r#"{"first_name": "Same"}"#);
    kit.change("DELETE", &format!("/users/{}", ids[2]), "");
    let requests = kit.run();
    let parts: Vec<&String> = requests.iter().filter(|target| target.contains("user_id=")).collect();
    assert_eq!(parts.len(), 2, "one for all three users and each table: {requests:?}");
    assert_eq!(
        kit.number("select count(*) from clerk_copy.user_email_addresses where email_address = 'second@example.com'"),
        1
    );
    let orphans = "select count(*) from clerk_copy.user_email_addresses e join clerk_copy.users u on u.id = e.user_id
        where e._deleted_at is null and u._deleted_at is not null";
    assert_eq!(kit.number(orphans), 0);
    kit.assert_columns_equal("user_email_addresses");
    kit.assert_columns_equal("user_passkeys");
    assert_eq!(kit.run().len(), 2);
    // So many changes that the list takes fewer requests.
    for id in &ids[100..420] {
        kit.change("PATCH", &format!("/users/{id}"), r#"{"last_name": "Many"}"#);
    }
    assert_eq!(kit.run().len(), 2 + 3 + 3);
    kit.assert_columns_equal("user_email_addresses");
}

#[test]
fn small_lists_are_read_as_a_whole() {
    let mut kit = Kit::start(Size::of_users(100));
    kit.install("organizations,jwt_templates,instance,user_email_addresses");
    assert_eq!(kit.run().len(), 4);
    for object in ["organizations", "jwt_templates", "instance"] {
        kit.assert_equal(object);
    }
    let organization = kit.ids("organizations")[0].clone();
    kit.change("PATCH", &format!("/organizations/{organization}"), r#"{"name": "Renamed"}"#);
    // A list with a time of creation is read in each run, others every five minutes.
    assert_eq!(kit.run().len(), 1);
    kit.assert_equal("organizations");
    kit.advance("5 minutes");
    assert_eq!(kit.run().len(), 4);
}

#[test]
fn rows_can_be_deleted_for_good() {
    let mut kit = Kit::start(Size::of_users(1200));
    kit.install_with("users", r#"{"deletions": "hard"}"#);
    kit.run();
    let ids = kit.ids("users");
    kit.change("DELETE", &format!("/users/{}", ids[0]), "");
    kit.run();
    assert_eq!(kit.number("select count(*) from clerk_copy.users"), 1199);
    kit.assert_equal("users");
}

#[test]
fn a_table_that_would_lose_a_fifth_of_its_rows_is_stopped() {
    let mut kit = Kit::start(Size::of_users(1200));
    kit.install("users,organizations");
    kit.run();
    // The list is read when it has lost 300 rows.
    kit.mock().fault(Fault::new(Action::Delete { delete: (0..300).collect() }).path("/users"));
    kit.run();
    assert_eq!(kit.number("select count(*) from clerk_copy.users where _deleted_at is null"), 1200);
    let status = kit.status("users");
    assert_eq!(status.get::<_, &str>("state"), "stopped");
    let error: String = status.get("error");
    assert!(error.starts_with("300 of 1200 rows are missing at the provider. Nothing was removed"), "{error}");
    kit.advance("1 day");
    assert!(kit.run().iter().all(|target| target.starts_with("/organizations?")), "other tables go on");
    let resume = error.split(": ").last().expect("advice").to_owned();
    kit.client.batch_execute(&resume).expect("the advice");
    kit.run();
    kit.assert_equal("users");
    assert_eq!(kit.number("select count(*) from clerk_copy.users where _deleted_at is null"), 900);
    assert_eq!(
        kit.error("select fdw_sync.resume('clerk_server', 'no')"),
        r#"there is no copy of "no" of the server "clerk_server"; no hint"#
    );
}

#[test]
fn a_count_that_never_agrees_with_the_list_does_not_make_every_run_read_the_list() {
    let mut kit = Kit::start(Size::of_users(600));
    kit.install("users");
    kit.run();
    let count = Fault::response(r#"{"object": "total_count", "total_count": 603}"#).path("/users/count").times(100);
    kit.mock().fault(count);
    let passes = |requests: &[String]| {
        requests
            .iter()
            .filter(|target| target.starts_with("/users?order_by=%2B") && !target.contains("starting"))
            .count()
    };
    let requests = kit.run();
    assert_eq!(passes(&requests), 2, "{requests:?}");
    assert_eq!(kit.run(), [LATEST_USERS, "/users/count"]);
    let ids = kit.ids("users");
    kit.change("DELETE", &format!("/users/{}", ids[0]), "");
    // The count is wrong, so that the deletion is found once a day only.
    kit.run();
    kit.advance("1 day");
    kit.run();
    kit.assert_equal("users");
}

#[test]
fn two_runs_at_once_do_the_work_of_one() {
    let mut kit = Kit::start(Size::of_users(3000));
    kit.install("users,organizations,organization_memberships,jwt_templates");
    let alone = 7 + 1 + 10 + 1;
    let connections = (0..2).map(|_| kit.another().expect("a connection")).collect::<Vec<_>>();
    let runs: Vec<_> = connections
        .into_iter()
        .map(|mut client| std::thread::spawn(move || client.batch_execute("call fdw_sync.run()").expect("a run")))
        .collect();
    for run in runs {
        run.join().expect("a thread");
    }
    assert_eq!(kit.mock().take_journal().len(), alone);
    for object in ["users", "organizations", "organization_memberships"] {
        kit.assert_equal(object);
    }
}

#[test]
fn readers_wait_for_nothing_and_see_all_of_a_run_or_nothing() {
    let mut kit = Kit::start(Size::of_users(1200));
    kit.install("users");
    kit.run();
    let ids = kit.ids("users");
    for id in &ids[..150] {
        kit.change("PATCH", &format!("/users/{id}"), r#"{"last_name": "Together"}"#);
    }
    // The response of the list is slow, so that the reader has time to look while the run is in progress.
    kit.mock().fault(Fault::new(Action::Delay { delay_ms: 300 }).path("/users"));
    let mut other = kit.another().expect("a connection");
    let run = std::thread::spawn(move || other.batch_execute("call fdw_sync.run()").expect("a run"));
    let mut seen = Vec::new();
    while !run.is_finished() {
        seen.push(kit.number("select count(*) from clerk_copy.users where last_name = 'Together'"));
        std::thread::sleep(Duration::from_millis(3));
    }
    run.join().expect("a thread");
    seen.push(kit.number("select count(*) from clerk_copy.users where last_name = 'Together'"));
    seen.dedup();
    assert_eq!(seen, [0, 150]);
}
