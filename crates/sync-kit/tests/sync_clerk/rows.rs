//! Single rows that are read again, as for webhooks.

use clerk_mock::{Fault, Size};

use super::clerk::Kit;

#[test]
fn queued_rows_are_read_again_in_the_next_run() {
    let mut kit = Kit::start(Size::of_users(1200));
    kit.install("users,organizations,organization_memberships");
    assert!(enqueue(&mut kit, "user", "user_x"), "rows can be queued before the first load");
    kit.run();
    let ids = kit.ids("users");
    kit.change("PATCH", &format!("/users/{}", ids[0]), r#"{"first_name": "First"}"#);
    kit.change("DELETE", &format!("/users/{}", ids[1]), "");
    // The event about a row arrives twice, one about a row that did not change too, and one about a row that does not exist.
    for id in [&ids[0], &ids[0], &ids[1], &ids[2], "user_x"] {
        assert!(enqueue(&mut kit, "user", id));
    }
    assert!(!enqueue(&mut kit, "email", "ema_x"), "not copied");
    let requests = kit.run();
    let users: Vec<&String> = requests.iter().filter(|target| target.starts_with("/users")).collect();
    assert_eq!(users.len(), 3, "one for all four rows, and the usual two: {users:?}");
    assert!(users[0].contains("user_id="), "{users:?}");
    assert_eq!(kit.number("select count(*) from fdw_sync.queue"), 0);
    kit.assert_equal("users");
    assert_eq!(kit.error("select fdw_sync.enqueue('users', '')"), "the id of a row must not be empty; no hint");
}

#[test]
fn a_row_can_be_read_again_at_once() {
    let mut kit = Kit::start(Size::of_users(1200));
    kit.install("users,organization_memberships,jwt_templates");
    kit.run();
    let user = kit.ids("users")[9].clone();
    kit.change("PATCH", &format!("/users/{user}"), r#"{"last_name": "Now"}"#);
    assert_eq!(refresh(&mut kit, "users", &user), [format!("/users/{user}")]);
    kit.assert_equal("users");
    kit.change("DELETE", &format!("/users/{user}"), "");
    assert_eq!(refresh(&mut kit, "user", &user), [format!("/users/{user}")]);
    kit.assert_equal("users");
    assert_eq!(kit.run().iter().filter(|target| target.starts_with("/users")).count(), 2, "the count agrees");

    // Clerk has no endpoint for a membership, but the copy knows the organization and the user.
    let membership = kit.mock().rows("organization_memberships")[3].clone();
    let id = membership["id"].as_str().expect("an id");
    let organization = membership["organization"]["id"].as_str().expect("an id");
    let user = membership["public_user_data"]["user_id"].as_str().expect("an id");
    kit.change("PATCH", &format!("/organizations/{organization}/memberships/{user}"), r#"{"role": "org:admin"}"#);
    let requests = refresh(&mut kit, "organization_membership", id);
    assert_eq!(requests.len(), 1, "{requests:?}");
    assert!(
        requests[0].starts_with(&format!("/organizations/{organization}/memberships?user_id={user}")),
        "{requests:?}"
    );
    kit.assert_equal("organization_memberships");
    kit.change("DELETE", &format!("/organizations/{organization}/memberships/{user}"), "");
    refresh(&mut kit, "organization_membership", id);
    kit.assert_equal("organization_memberships");

    let error = kit.error("select fdw_sync.refresh('emails', 'x')");
    assert_eq!(
        error,
        r#"there is no copy of "emails"; Copied objects: jwt_templates, organization_memberships, users"#
    );
}

#[test]
fn rows_that_cannot_be_read_one_by_one_bring_the_next_reading_of_the_list_forward() {
    let mut kit = Kit::start(Size::of_users(100));
    kit.install("allowlist_identifiers");
    kit.run();
    let id = kit.ids("allowlist_identifiers")[0].clone();
    kit.change("DELETE", &format!("/allowlist_identifiers/{id}"), "");
    assert!(enqueue(&mut kit, "allowlist_identifier", &id));
    assert_eq!(kit.run().len(), 0, "not more often than every ten seconds for each request");
    kit.advance("10 seconds");
    assert_eq!(kit.run().len(), 1);
    kit.assert_equal("allowlist_identifiers");
}

#[test]
fn a_row_whose_reading_fails_is_tried_again_alone_and_then_left_to_the_runs() {
    let mut kit = Kit::start(Size::of_users(100));
    kit.install("users");
    kit.run();
    let ids = kit.ids("users");
    kit.mock().fault(Fault::status(403).path("/users").times(1));
    enqueue(&mut kit, "users", &ids[0]);
    enqueue(&mut kit, "users", &ids[1]);
    kit.run();
    assert_eq!(kit.number("select count(*) from fdw_sync.queue where failures = 1"), 2);
    // Each run tries one of them, four times in all.
    for _ in 0..8 {
        kit.advance("10 minutes");
        for id in &ids[..2] {
            kit.mock().fault(Fault::status(403).path(&format!("/users/{id}")).times(u32::MAX));
        }
        kit.run();
        kit.mock().clear_faults();
    }
    assert_eq!(kit.number("select count(*) from fdw_sync.queue"), 0);
    kit.run();
    kit.assert_equal("users");
}

fn enqueue(kit: &mut Kit, object: &str, id: &str) -> bool {
    kit.client.query_one("select fdw_sync.enqueue($1, $2)", &[&object, &id]).expect("a queue").get(0)
}

fn refresh(kit: &mut Kit, object: &str, id: &str) -> Vec<String> {
    kit.requests();
    kit.client.execute("select fdw_sync.refresh($1, $2)", &[&object, &id]).expect("a row");
    kit.requests()
}
