//! The job of pg_cron.

use std::time::{Duration, Instant};

use clerk_mock::Size;

use super::clerk::Kit;
use super::kit::is_complete;

#[test]
fn the_job_runs_every_minute() {
    let mut kit = Kit::start_with_cron(Size::of_users(1200));
    kit.client.batch_execute("select fdw_sync.install('clerk_server', '{users}')").expect("an installation");
    let started = Instant::now();
    let loaded = "select count(*) from clerk_copy.users";
    while kit.number(loaded) == 0 {
        let details =
            "select string_agg(status || ': ' || coalesce(return_message, ''), '; ') from cron.job_run_details";
        if started.elapsed() > Duration::from_secs(90) {
            panic!("{:?}", kit.client.query_one(details, &[]).expect("the details").get::<_, Option<String>>(0));
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    // The next minute is waited for only where time does not matter.
    if is_complete() {
        let user = kit.ids("users")[0].clone();
        kit.change("PATCH", &format!("/users/{user}"), r#"{"first_name": "Later"}"#);
        let changed = "select count(*) from clerk_copy.users where first_name = 'Later'";
        while kit.number(changed) == 0 {
            assert!(started.elapsed() < Duration::from_secs(160), "the second run");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
    kit.client
        .batch_execute("update cron.job_run_details set end_time = now() - interval '2 days'")
        .expect_err("not the developer's");
    let old = "update cron.job_run_details set end_time = now() - interval '2 days' where status = 'succeeded'";
    let aged = kit.superuser().execute(old, &[]).expect("old records");
    assert!(aged > 0);
    kit.run();
    let left = "select count(*) from cron.job_run_details where end_time < now() - interval '1 day'";
    assert_eq!(kit.number(left), 0, "old records are deleted");
    kit.assert_equal("users");
}
