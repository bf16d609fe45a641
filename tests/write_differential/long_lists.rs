//! Statements that write hundreds of rows, so that rows leave the list while its later pages are read.

use super::generate::Generator;
use super::statement::{Condition, Step, Target};

/// A statement, and whether it reads only the row id and columns in conditions that the component receives.
type Wide = (fn() -> Step, bool);

/// Statements after which many users are banned, many memberships exist, or many have the same role.
const FILLING: [Wide; 6] = [
    (|| users("banned = true", of("not t.banned")), true),
    (|| users("banned = true, first_name = 'Ban'", of("t.banned = false")), true),
    (|| users("banned = true, last_name = coalesce(t.last_name, t.id)", of("not t.banned")), false),
    (|| users("banned = not t.banned", of("t.banned is false or t.locked")), false),
    (|| members("role = 'org:member'", of("t.role <> 'org:member'")), true),
    (|| Step::new(MEMBERS_OF_FIRST), false),
];

/// All users become members of the first organization.
const MEMBERS_OF_FIRST: &str = "\
    insert into {s}.organization_memberships (organization_id, user_id, role) select o.id, u.id, 'org:member' \
    from {s}.users u, (select min(id) as id from {s}.organizations) o where not exists \
    (select from {s}.organization_memberships m where m.user_id = u.id and m.organization_id = o.id)";

/// Statements after which many rows do not satisfy the condition any more.
const LEAVING: [Wide; 17] = [
    (|| users("banned = false", of("t.banned")), true),
    (|| users("banned = false, public_metadata = '{}'", of("t.banned is true")), true),
    (|| users("banned = false", of("t.banned and t.locale = 'en-GB'")), true),
    (|| users("banned = false", of("t.banned and t.username is null")), true),
    (|| users("banned = false, last_name = upper(t.last_name)", of("t.banned")), false),
    (|| users("banned = false, first_name = t.last_name, last_name = null", of("t.banned")), false),
    (|| users("banned = false", of("t.banned and length(t.first_name) > 3")), false),
    (|| users("banned = false, locale = 'fr'", joined(MEMBERSHIP, "m.user_id = t.id", "t.banned")), false),
    (|| users("banned = false, locale = p.word", joined("local.picks p", "p.id = t.id", "t.banned")), false),
    (|| users("external_id = 'all-' || t.id", of("t.external_id is null")), false),
    (|| people("public_metadata_role", "role", "all", "t.public_metadata_role = 'admin'"), true),
    (|| members("role = 'org:admin'", of("t.role = 'org:member'")), true),
    (|| MEMBERS.delete(&of("t.role = 'org:member'")), true),
    (|| MEMBERS.delete(&joined("{s}.users u", "u.id = t.user_id", "u.banned")), false),
    (|| USERS.delete(&of("t.banned and t.first_name < 'D'")), true),
    (|| USERS.delete(&joined(MEMBERSHIP, "m.user_id = t.id", "t.banned and t.last_name < 'H'")), false),
    (|| Target::new("user_email_addresses", "id").delete(&of("t.verification_status is null")), true),
];

const MEMBERSHIP: &str =
    "(select user_id from {s}.organization_memberships where role = 'org:admin' group by user_id) m";

const USERS: Target = Target { foreign: "users", model: "users", row_id: "id" };

const MEMBERS: Target =
    Target { foreign: "organization_memberships", model: "organization_memberships", row_id: "row_id" };

fn of(sql: &str) -> Condition {
    Condition::of(sql.to_owned())
}

fn joined(item: &str, on: &str, sql: &str) -> Condition {
    Condition { join: Some((item.to_owned(), on.to_owned())), ..of(sql) }
}

fn users(set: &str, condition: Condition) -> Step {
    USERS.update([set, set], &condition)
}

fn members(set: &str, condition: Condition) -> Step {
    MEMBERS.update([set, set], &condition)
}

/// Sets a key of the public metadata of users.
fn people(column: &str, key: &str, value: &str, condition: &str) -> Step {
    let target = Target { foreign: "people", model: "users", row_id: "id" };
    let model = format!("public_metadata = model.merge(t.public_metadata, '{{\"{key}\": \"{value}\"}}')");
    target.update([&format!("{column} = '{value}'"), &model], &of(condition))
}

impl Generator {
    /// A statement that may write hundreds of rows, for the position in a series. The first one bans most users.
    pub fn wide_step(&mut self, at: usize) -> Step {
        let (step, reads_only_ids) = match at {
            0 => FILLING[0],
            _ if at.is_multiple_of(2) => FILLING[self.random.below(FILLING.len())],
            _ => LEAVING[self.random.below(LEAVING.len())],
        };
        Step { reads_only_ids, ..step() }
    }
}
