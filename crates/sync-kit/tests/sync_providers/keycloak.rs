//! Keycloak: users are found by the time of their creation and by reading the list, other objects by reading lists.

use fdw_sandbox::Keycloak;
use serde_json::json;

use super::kit::Kit;

/// Objects with arrays that Keycloak returns in another order each time.
const UNORDERED: &[&str] = &["client"];

#[test]
fn all_tables_are_copied_and_kept_fresh() {
    let mut kit = Kit::of(Keycloak::start().expect("a Keycloak"));
    kit.client.batch_execute("select fdw_sync.install('keycloak_server')").expect("an installation");
    kit.client.batch_execute("select cron.unschedule(jobid) from cron.job").expect("no job");
    kit.run();
    kit.assert_all_fresh("keycloak", UNORDERED);
    let quiet = kit.run();
    assert!(quiet.len() <= 7, "users, their count, and two lists of events, which are short: {quiet:#?}");

    let admin = kit.sandbox.provider.server.admin();
    let users = admin.list("acme/users?max=10").expect("users");
    let id = |at: usize| users[at]["id"].as_str().expect("an id").to_owned();
    let mut changed = users[0].clone();
    changed["lastName"] = json!("Changed");
    admin.put(&format!("acme/users/{}", id(0)), &changed).expect("a change");
    admin.post("acme/users", &json!({ "username": "sync-new", "enabled": true })).expect("a new user");
    admin.delete(&format!("acme/users/{}", id(1))).expect("a deletion");
    kit.run();
    let new = "select count(*) from keycloak_copy.\"user\" where username = 'sync-new'";
    assert_eq!(kit.number(new), 1);
    kit.client.batch_execute(&format!("select fdw_sync.refresh('user', '{}')", id(0))).expect("a row");
    assert_eq!(kit.number("select count(*) from keycloak_copy.\"user\" where last_name = 'Changed'"), 1);
    kit.advance("1 day");
    kit.run();
    kit.assert_all_fresh("keycloak", UNORDERED);
}
