//! Random changes between runs, some of which fail.

use clerk_mock::{Action, Fault, Size};

use crate::kit::Kit;

/// Number of changes.
const CHANGES: usize = 1000;

/// Number of changes between two runs.
const BETWEEN_RUNS: usize = 25;

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
fn after_a_thousand_changes_and_deletions_copy_and_provider_are_equal() {
    let mut kit = Kit::start(Size { users: 1100, organizations: 40, memberships: 1500, others: 3 });
    kit.install("users,organizations,organization_memberships");
    let mut random = Random(16);
    for change in 0..CHANGES {
        if change % BETWEEN_RUNS == 0 {
            if change % (2 * BETWEEN_RUNS) == 0 {
                inject(&kit, &mut random);
            }
            kit.run();
            kit.advance("1 minute");
        }
        change_something(&kit, &mut random, change);
    }
    kit.mock().clear_faults();
    // Long enough for the pause after a failure, and for the list of memberships to be due.
    kit.advance("1 hour");
    kit.run();
    for object in OBJECTS {
        kit.assert_equal(object);
    }
    let removed = "select count(*) from clerk_copy.users where _deleted_at is not null";
    assert!(kit.number(removed) > 50, "users were deleted");
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
    kit.mock().fault(fault.path(if changes_rows { "/users" } else { path }).after(random.below(3) as u32));
}

fn change_something(kit: &Kit, random: &mut Random, change: usize) {
    let users = kit.ids("users");
    let user = &users[random.below(users.len())];
    let organizations = kit.ids("organizations");
    let organization = &organizations[random.below(organizations.len())];
    let memberships = kit.mock().rows("organization_memberships");
    let membership = &memberships[random.below(memberships.len())];
    let of = format!(
        "/organizations/{}/memberships/{}",
        membership["organization"]["id"].as_str().unwrap_or(""),
        membership["public_user_data"]["user_id"].as_str().unwrap_or("")
    );
    match random.below(10) {
        0 | 1 => kit.change("PATCH", &format!("/users/{user}"), &format!(r#"{{"first_name": "Name {change}"}}"#)),
        2 => kit.change(
            "POST",
            "/users",
            &format!(r#"{{"email_address": ["r{change}@example.com"], "password": "correct horse 42"}}"#),
        ),
        3 => kit.change("DELETE", &format!("/users/{user}"), ""),
        4 => kit.change(
            "PATCH",
            &format!("/users/{user}/metadata"),
            &format!(r#"{{"public_metadata": {{"n": {change}}}}}"#),
        ),
        5 => kit.change(
            "PATCH",
            &format!("/organizations/{organization}"),
            &format!(r#"{{"name": "Company {change}"}}"#),
        ),
        6 => kit.change("POST", "/organizations", &format!(r#"{{"name": "New {change}", "created_by": "{user}"}}"#)),
        7 if organizations.len() > 30 => kit.change("DELETE", &format!("/organizations/{organization}"), ""),
        8 => kit.change("PATCH", &of, r#"{"role": "org:admin"}"#),
        _ => kit.change("DELETE", &of, ""),
    };
}
