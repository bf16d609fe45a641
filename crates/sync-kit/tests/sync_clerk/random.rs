//! Random changes between runs, some of which fail.

use clerk_mock::{Action, Fault, Size};

use serde_json::Value;

use super::clerk::Kit;
use super::kit::is_thorough;

/// Number of changes between two runs.
const BETWEEN_RUNS: usize = 40;

const OBJECTS: [&str; 3] = ["users", "organizations", "organization_memberships"];

/// A linear congruential generator, whose upper bits are random enough here.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

#[test]
fn after_random_changes_and_deletions_copy_and_provider_are_equal() {
    let mut kit = Kit::start(Size { users: 1100, organizations: 60, memberships: 2200, others: 3 });
    kit.install("users,organizations,organization_memberships");
    let mut random = Random(16);
    let changes = if is_thorough() { 1000 } else { 200 };
    let mut succeeded = 0;
    for change in 0..changes {
        if change % BETWEEN_RUNS == 0 {
            if change % (2 * BETWEEN_RUNS) == 0 {
                inject(&kit, &mut random);
            }
            kit.run();
            kit.mock().clear_faults();
            kit.advance("1 minute");
        }
        succeeded += usize::from(is_changed(&kit, &mut random, change));
    }
    kit.mock().clear_faults();
    assert!(succeeded * 10 > changes * 9, "{succeeded} changes succeeded");
    // Long enough for the pause after a failure, and for the list of memberships to be due.
    kit.advance("1 hour");
    kit.run();
    for object in OBJECTS {
        kit.assert_equal(object);
    }
    let removed = "select count(*) from clerk_copy.users where _deleted_at is not null";
    assert!(kit.number(removed) > changes as i64 / 20, "users were deleted");
}

/// Lets some request of the next run fail, or lets rows appear or disappear while a list is read.
fn inject(kit: &Kit, random: &mut Random) {
    let path = ["/users", "/users/count", "/organizations", "/organization_memberships"][random.below(4)];
    let fault = match random.below(6) {
        0 => Fault::status(403),
        1 => Fault::response("{"),
        2 => Fault::status_with(503, "retry-after", "3600").times(4),
        3 => Fault::status_with(429, "retry-after", "3600").times(4),
        4 => Fault::new(Action::Insert { insert: 3 }),
        _ => Fault::new(Action::Delete { delete: vec![random.below(30), 100] }),
    };
    // Rows can only appear in lists, and only users have no parents that must exist.
    let changes_rows = matches!(fault.action, Action::Insert { .. } | Action::Delete { .. });
    kit.mock()
        .fault(fault.method("GET").path(if changes_rows { "/users" } else { path }).after(random.below(3) as u32));
}

/// Changes a row. Returns false if that is not possible, because a fault has deleted the user of a membership.
fn is_changed(kit: &Kit, random: &mut Random, change: usize) -> bool {
    let mut row = |object: &str| kit.mock().row(object, random.below(kit.mock().count(object)));
    let id = |row: &Value| row["id"].as_str().unwrap_or("").to_owned();
    let user = id(&row("users"));
    let organization = id(&row("organizations"));
    let membership = row("organization_memberships");
    let member = membership["public_user_data"]["user_id"].as_str().unwrap_or("");
    let members = format!("/organizations/{}/memberships", id(&membership["organization"]));
    let (method, target, body) = match random.below(12) {
        0 | 1 => ("PATCH", format!("/users/{user}"), format!(r#"{{"first_name": "Name {change}"}}"#)),
        2 | 3 => {
            let body = format!(r#"{{"email_address": ["r{change}@example.com"], "password": "correct horse 42"}}"#);
            ("POST", "/users".to_owned(), body)
        }
        4 => ("DELETE", format!("/users/{user}"), String::new()),
        5 => ("PATCH", format!("/users/{user}/metadata"), format!(r#"{{"public_metadata": {{"n": {change}}}}}"#)),
        6 => ("PATCH", format!("/organizations/{organization}"), format!(r#"{{"name": "Company {change}"}}"#)),
        7 => ("POST", "/organizations".to_owned(), format!(r#"{{"name": "New {change}", "created_by": "{user}"}}"#)),
        8 if change.is_multiple_of(4) => ("DELETE", format!("/organizations/{organization}"), String::new()),
        8 | 9 => ("PATCH", format!("{members}/{member}"), r#"{"role": "org:admin"}"#.to_owned()),
        10 => {
            let body = format!(r#"{{"user_id": "{user}", "role": "org:member"}}"#);
            ("POST", format!("/organizations/{organization}/memberships"), body)
        }
        _ => ("DELETE", format!("{members}/{member}"), String::new()),
    };
    let (status, text) = kit.send(method, &target, &body);
    assert!(status < 500, "{method} {target} {body}: {text}");
    status < 300
}
