//! Requests that fail, runs that end early, and what the status says about them.

use clerk_mock::{Action, Fault, KEY, Size};

use super::clerk::Kit;

/// A response that tells the component to try again only in an hour, so that it gives up at once.
fn down() -> Fault {
    Fault::status_with(503, "retry-after", "3600").times(u32::MAX)
}

#[test]
fn a_server_that_is_down_for_an_hour_is_asked_less_and_less_often() {
    let mut kit = Kit::start(Size::of_users(1200));
    kit.install("users,organizations");
    kit.run();
    let ids = kit.ids("users");
    kit.change("DELETE", &format!("/users/{}", ids[3]), "");
    kit.change("PATCH", &format!("/users/{}", ids[4]), r#"{"first_name": "Changed"}"#);
    kit.mock().fault(down());
    let mut attempts = 0;
    let mut minutes = Vec::new();
    for minute in 0..60 {
        let users = kit.run().iter().filter(|target| target.starts_with("/users?")).count();
        attempts += users;
        if users > 0 {
            minutes.push(minute);
        }
        kit.advance("1 minute");
    }
    let requests_of_one = attempts / minutes.len();
    assert_eq!(minutes, [0, 1, 3, 7, 15, 31], "pauses grow from a minute");
    assert!(requests_of_one <= 4, "the host repeats a request up to three times");
    let status = kit.status("users");
    assert_eq!((status.get::<_, &str>("state"), status.get::<_, i32>("failures")), ("failing", 6));
    assert!(status.get::<_, String>("error").contains("503"), "{:?}", status.get::<_, String>("error"));
    let lag = "select extract(epoch from lag)::bigint / 60 from fdw_sync.status() where copy = 'clerk_copy.users'";
    assert!((60..65).contains(&kit.number(lag)), "an hour since the last run that succeeded");
    assert_eq!(
        kit.number("select count(*) from clerk_copy.users where _deleted_at is null"),
        1200,
        "readers keep what there is"
    );

    kit.mock().clear_faults();
    for _ in 0..5 {
        kit.run();
        kit.advance("1 minute");
    }
    kit.assert_equal("users");
    kit.assert_equal("organizations");
    assert_eq!(kit.status("users").get::<_, i32>("failures"), 0);
}

#[test]
fn a_first_load_goes_on_after_a_rate_limit() {
    let mut kit = Kit::start(Size::of_users(5000));
    kit.install("users");
    let limit = Fault::status_with(429, "retry-after", "3600").path("/users").after(5).times(4);
    kit.mock().fault(limit);
    assert_eq!(kit.run().len(), 5 + 4, "the host repeats the last one three times");
    let status = kit.status("users");
    assert_eq!(status.get::<_, &str>("state"), "failing");
    assert!(status.get::<_, String>("error").contains("429"), "{:?}", status.get::<_, String>("error"));
    assert_eq!(
        kit.number("select count(*) from fdw_sync_clerk_server.users_staged"),
        1949,
        "two windows of 975 rows, which share one"
    );
    kit.mock().clear_faults();
    assert_eq!(kit.run(), [""; 0], "it pauses");
    kit.advance("1 minute");
    // The window that failed and three more, the last of which takes one request; then changes since, and the count.
    assert_eq!(kit.run().len(), 7 + 2);
    kit.assert_equal("users");
}

#[test]
fn a_table_that_fails_does_not_hold_up_others() {
    let mut kit = Kit::start(Size::of_users(600));
    kit.install("domains,organizations,users");
    let fault = Fault::status(403).path("/organizations").times(u32::MAX);
    kit.mock().fault(fault);
    kit.run();
    kit.assert_equal("users");
    kit.assert_equal("domains");
    assert_eq!(kit.status("organizations").get::<_, &str>("state"), "failing");
    kit.mock().clear_faults();
    kit.client.batch_execute("select fdw_sync.resume('clerk_server', 'organizations')").expect("another attempt");
    kit.run();
    kit.assert_equal("organizations");
}

#[test]
fn a_run_that_did_not_end_is_reported_and_pauses() {
    let mut kit = Kit::start(Size::of_users(600));
    kit.install("users");
    kit.run();
    kit.mock().fault(Fault::new(Action::Delay { delay_ms: 5000 }).path("/users"));
    kit.client.batch_execute("set statement_timeout = 1000").expect("a setting");
    let error = kit.client.batch_execute("call fdw_sync.run()").expect_err("a timeout");
    assert_eq!(error.code(), Some(&postgres::error::SqlState::QUERY_CANCELED), "{error}");
    kit.client.batch_execute("reset statement_timeout").expect("a setting");
    assert_eq!(kit.run(), [""; 0]);
    kit.advance("1 minute");
    kit.mock().fault(Fault::status(403).path("/users"));
    kit.run();
    let status = kit.status("users");
    assert_eq!(status.get::<_, i32>("failures"), 2);
    kit.advance("2 minutes");
    kit.run();
    kit.assert_equal("users");
}

#[test]
fn errors_contain_no_secret() {
    let mut kit = Kit::start(Size::of_users(10));
    kit.install("users");
    kit.superuser()
        .batch_execute("select vault.update_secret(id, 'sk_test_wrong') from vault.secrets")
        .expect("a wrong key");
    kit.run();
    let error: String = kit.status("users").get("error");
    assert!(error.contains("401"), "{error}");
    for secret in [KEY, "sk_test_wrong"] {
        let text = "select count(*) from fdw_sync.tables t where t::text like '%' || $1 || '%'";
        assert_eq!(kit.client.query_one(text, &[&secret]).expect("a query").get::<_, i64>(0), 0, "{error}");
        assert!(!error.contains(secret));
    }
}
