//! Keycloak: users are found by the time of their creation and by reading the list, other objects by reading lists.

use fdw_sandbox::Keycloak;
use serde_json::json;

use super::kit::{Kit, is_complete};

/// Objects with arrays that Keycloak returns in another order each time.
const UNORDERED: &[&str] = &["client"];

/// Objects of each kind: users, their parts, lists for each parent, trees, and events.
const SOME: &str =
    "'user', 'user_attribute', 'group', 'group_member', 'role', 'user_realm_role', 'event', 'admin_event'";

#[test]
fn tables_are_copied_and_kept_fresh() {
    let mut kit = Kit::with_cron(Keycloak::start().expect("a Keycloak"));
    let tables = if is_complete() { "'*'" } else { SOME };
    let install = format!("select fdw_sync.install('keycloak_server', array[{tables}])");
    kit.client.batch_execute(&install).expect("an installation");
    kit.unschedule();
    kit.run();
    kit.assert_all_fresh("keycloak", UNORDERED);
    let quiet = kit.run();
    assert!(quiet.len() <= 7, "users, their count, and two lists of events, which are short: {quiet:#?}");

    let admin = kit.provider.server.admin();
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
