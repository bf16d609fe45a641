//! SCIM: users and groups are found by `meta.lastModified`, their parts by following them.

use fdw_sandbox::Scim;
use scim_server::Implementation;
use serde_json::json;

use super::kit::{Kit, is_complete};

#[test]
fn users_and_groups_and_their_parts_are_copied_and_kept_fresh() {
    for implementation in if is_complete() { &Implementation::ALL[..] } else { &Implementation::ALL[..1] } {
        keeps_fresh(*implementation);
    }
}

fn keeps_fresh(implementation: Implementation) {
    let mut kit = Kit::with_cron(Scim::start(implementation).expect("a server"));
    let name = implementation.name();
    kit.client.batch_execute("select fdw_sync.install('scim_server')").expect("an installation");
    kit.unschedule();
    kit.run();
    kit.assert_all_fresh(name, &[]);
    let quiet = kit.run();
    assert_eq!(quiet.len(), 4, "{name}: changes and counts of users and groups: {quiet:?}");

    let client = kit.provider.server.client();
    let users = client.users().expect("the users");
    let id = |at: usize| users[at]["id"].as_str().expect("an id").to_owned();
    let title = json!([{ "op": "replace", "path": "title", "value": "Changed" }]);
    client.patch(&format!("/Users/{}", id(3)), &title).expect("a change");
    let new = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "new@example.org",
        "emails": [{ "value": "new@example.org", "type": "work", "primary": true }],
    });
    client.create("/Users", &new).expect("a new user");
    let quiet = kit.run();
    assert_eq!(kit.number("select count(*) from scim_copy.users where title = 'Changed'"), 1, "{name}: {quiet:?}");
    kit.assert_all_fresh(name, &[]);
    client.delete(&format!("/Users/{}", id(5))).expect("a deletion");
    kit.run();
    kit.assert_columns_equal("users");
    kit.assert_columns_equal("user_emails");
    // The server removes the user from groups without a change of their `meta.lastModified`. Once a day, the list is read.
    kit.advance("1 day");
    kit.run();
    kit.assert_all_fresh(name, &[]);
}
