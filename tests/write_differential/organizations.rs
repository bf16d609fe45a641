//! Statements on organizations, their memberships and invitations, and on roles and permissions.

use super::generate::{Conditions, Generator, insert};
use super::statement::{Step, Target};

const ORGANIZATIONS: Conditions = Conditions {
    table: "organizations",
    row_id: "id",
    keys: &["slug"],
    texts: &["name", "created_by"],
    flags: &["admin_delete_enabled"],
    joins: &[("local.picks p", "p.id = t.id"), ("{s}.users u", "u.id = t.created_by")],
    others: &[
        "t.max_allowed_memberships > 40",
        "t.public_metadata ->> 'tier' = 'gold'",
        "t.created_by in (select id from {s}.users where banned)",
    ],
};

const COMPANIES: Conditions = Conditions {
    texts: &["name", "public_metadata_tier", "private_metadata_note"],
    flags: &[],
    joins: &[("local.picks p", "p.id = t.id")],
    others: &["t.public_metadata_limits is not null", "t.private_metadata = '{}'"],
    ..ORGANIZATIONS
};

const MEMBERSHIPS: Conditions = Conditions {
    table: "organization_memberships",
    row_id: "row_id",
    keys: &["row_id"],
    texts: &["role", "user_id", "organization_id"],
    flags: &[],
    joins: &[
        ("local.picks p", "p.id = t.user_id"),
        ("{s}.organizations o", "o.id = t.organization_id and o.created_by = t.user_id"),
    ],
    others: &[
        "t.user_id in (select id from {s}.users where banned)",
        "t.role = 'org:member' and t.user_id in (select id from local.picks)",
        "t.organization_id = any (array(select id from local.picks))",
    ],
};

const INVITATIONS: Conditions = Conditions {
    table: "organization_invitations",
    row_id: "row_id",
    keys: &["row_id"],
    texts: &["email_address", "role", "organization_id", "inviter_id"],
    flags: &[],
    joins: &[("local.picks p", "p.id = t.organization_id")],
    others: &["t.inviter_id in (select id from {s}.users where not banned)"],
};

const ROLES: Conditions = Conditions {
    table: "organization_roles",
    row_id: "id",
    keys: &["key"],
    texts: &["name", "description"],
    flags: &[],
    joins: &[],
    others: &["t.key not in (select role from {s}.organization_memberships)"],
};

const PERMISSIONS: Conditions = Conditions {
    table: "organization_permissions",
    texts: &["name", "description", "type"],
    joins: &[("local.picks p", "p.id = t.id")],
    others: &["t.type = 'user' and t.name <> ''"],
    ..ROLES
};

const METADATA: [&str; 4] =
    ["'{}'", "'{\"tier\": \"gold\", \"limits\": {\"seats\": 5, \"rooms\": 1}}'", "null", "'{\"note\": \"é\"}'"];

impl Generator {
    pub fn organizations(&mut self) -> Step {
        let target = Target::new("organizations", "id");
        match self.random.below(7) {
            0..=2 => self.insert_organizations(),
            3 if self.random.once_in(2) => {
                let condition = self.single(&ORGANIZATIONS);
                target.delete(&condition)
            }
            4 => {
                let slug = if self.random.once_in(2) {
                    self.one("organizations", "slug")
                } else {
                    format!("'{}'", self.random.pick(&["new-slug", "Not A Slug", ""]))
                };
                let condition = self.single(&ORGANIZATIONS);
                let set = format!("slug = {slug}, name = t.name || '!'");
                target.update([&set, &set], &condition)
            }
            _ => {
                let name = format!("'{}'", self.name("Renamed "));
                let all = [
                    format!("name = {}", self.random.pick(&[name.as_str(), "upper(t.name)", "null"])),
                    format!(
                        "max_allowed_memberships = {}",
                        self.random.pick(&["7", "null", "t.max_allowed_memberships + 1"])
                    ),
                    format!("admin_delete_enabled = {}", self.random.pick(&["true", "false"])),
                    format!("public_metadata = {}", self.random.pick(&METADATA)),
                    format!("private_metadata = {}", self.random.pick(&METADATA)),
                    "created_at = t.created_at - '3 days'::interval".to_owned(),
                ];
                let set = self.assignments(&all);
                let condition = self.condition(&ORGANIZATIONS);
                target.update([&set, &set], &condition)
            }
        }
    }

    fn insert_organizations(&mut self) -> Step {
        let mut rows = Vec::new();
        for _ in 0..1 + self.random.below(2) {
            let name = self.name("Organization ");
            let slug = format!("'{}'", self.name("slug-"));
            let slug = if self.random.once_in(3) { "null".to_owned() } else { slug };
            let creator = if self.random.once_in(2) { self.one("users", "id") } else { "null".to_owned() };
            let max = self.random.pick(&["3", "null", "0"]).to_owned();
            rows.push(vec![format!("'{name}'"), slug, creator, max, self.random.pick(&METADATA).to_owned()]);
        }
        insert("organizations", &["name", "slug", "created_by", "max_allowed_memberships", "public_metadata"], &rows)
    }

    /// Sets keys of organizations' metadata.
    pub fn companies(&mut self) -> Step {
        let tier = self.random.pick(&["'silver'", "null", "upper(t.public_metadata_tier)"]);
        let limits = self.random.pick(&["'{\"seats\": null, \"rooms\": 2}'", "'{\"desks\": 9}'", "null"]);
        let max = self.random.pick(&["12", "t.max_allowed_memberships + 1", "null"]);
        let flag = self.random.pick(&["true", "false"]);
        let condition = self.condition(&COMPANIES);
        let target = Target { foreign: "companies", model: "organizations", row_id: "id" };
        target.update(
            [
                &format!(
                    "public_metadata_tier = {tier}, public_metadata_limits = {limits}, private_metadata_note = 'n', \
                     max_allowed_memberships = {max}, admin_delete_enabled = '{flag}'"
                ),
                &format!(
                    "public_metadata = model.merge(t.public_metadata, jsonb_build_object('tier', {tier}::text, \
                     'limits', {limits}::jsonb)), private_metadata = model.merge(t.private_metadata, \
                     '{{\"note\": \"n\"}}'), max_allowed_memberships = {max}, admin_delete_enabled = {flag}"
                ),
            ],
            &condition,
        )
    }

    pub fn memberships(&mut self) -> Step {
        let target = Target::new("organization_memberships", "row_id");
        match self.random.below(6) {
            0 | 1 => {
                let (organization, user) = (self.one("organizations", "id"), self.one("users", "id"));
                let (role, metadata) = (self.role(), self.random.pick(&["null", "'{\"department\": \"x\"}'"]));
                let columns = ["organization_id", "user_id", "role", "public_metadata"];
                insert("organization_memberships", &columns, &[vec![organization, user, role, metadata.to_owned()]])
            }
            2 => {
                let (organization, word) = (self.one("organizations", "id"), self.random.pick(&["banned", "locked"]));
                Step::new(format!(
                    "insert into {{s}}.organization_memberships (organization_id, user_id, role) \
                     select {organization}, u.id, 'org:member' from {{s}}.users u where u.{word} and exists \
                     (select from {{s}}.organizations o where o.id = {organization}) and not exists (select from \
                     {{s}}.organization_memberships m where m.user_id = u.id and m.organization_id = {organization})"
                ))
            }
            3 => {
                let condition = self.condition(&MEMBERSHIPS);
                let condition = if condition.is_single { condition } else { condition.and("t.role = 'org:admin'") };
                target.delete(&condition)
            }
            _ => {
                let condition = self.condition(&MEMBERSHIPS);
                let role = if condition.is_single { self.role() } else { self.existing_role() };
                let set = format!("role = {role}");
                target.update([&set, &set], &condition)
            }
        }
    }

    /// Sets keys of memberships' metadata.
    pub fn members(&mut self) -> Step {
        let department = self.random.pick(&["'sales'", "null", "t.role"]);
        let rank = self.random.pick(&["7", "null", "coalesce(t.private_metadata_rank, 0) + 1"]);
        let condition = self.condition(&MEMBERSHIPS);
        let target = Target { foreign: "members", model: "organization_memberships", row_id: "row_id" };
        target.update(
            [
                &format!("public_metadata_department = {department}, private_metadata_rank = {rank}"),
                &format!(
                    "public_metadata = model.merge(t.public_metadata, jsonb_build_object('department', \
                     {department}::text)), private_metadata = model.merge(t.private_metadata, \
                     jsonb_build_object('rank', {rank}))"
                ),
            ],
            &condition,
        )
    }

    /// The key of a role, rarely one that does not exist.
    fn role(&mut self) -> String {
        if self.random.once_in(8) { "'org:no_such_role'".to_owned() } else { self.existing_role() }
    }

    fn existing_role(&mut self) -> String {
        if self.random.once_in(2) {
            return self.random.pick(&["'org:admin'", "'org:member'"]).to_owned();
        }
        let role = self.one("organization_roles", "key");
        if role == "'none'" { "'org:member'".to_owned() } else { role }
    }

    pub fn organization_invitations(&mut self) -> Step {
        let target = Target::new("organization_invitations", "row_id");
        let is_pending = "t.status = 'pending'";
        match self.random.below(6) {
            0..=2 => {
                let organization = self.one("organizations", "id");
                let email = format!("'{}@guests.example'", self.name("guest"));
                let email =
                    if self.random.once_in(3) { self.one("organization_invitations", "email_address") } else { email };
                let is_admin = format!("role = 'org:admin' and organization_id = {organization}");
                let inviter = match self.random.below(4) {
                    0 => "null".to_owned(),
                    1 => self.one("users", "id"),
                    _ => self.one_where("organization_memberships", "user_id", &is_admin),
                };
                let (role, metadata) = (self.role(), self.random.pick(&METADATA).to_owned());
                insert(
                    "organization_invitations",
                    &["organization_id", "email_address", "role", "inviter_id", "public_metadata", "notify"],
                    &[vec![organization, email, role, inviter, metadata, "false".to_owned()]],
                )
            }
            3 => {
                let condition = self.several(&INVITATIONS).and(is_pending);
                target.update(["status = 'revoked'", "status = 'revoked'"], &condition)
            }
            4 => {
                let condition = self.single(&INVITATIONS);
                target.update(["status = 'revoked'", "status = 'revoked'"], &condition)
            }
            _ => {
                let condition = self.condition(&INVITATIONS);
                let condition = if condition.is_single { condition } else { condition.and(is_pending) };
                target.delete(&condition).uncounted()
            }
        }
    }

    pub fn roles(&mut self) -> Step {
        let target = Target::new("organization_roles", "id");
        match self.random.below(7) {
            0 | 1 => self.insert_role(),
            2 => {
                let condition = self.single(&ROLES);
                target.delete(&condition)
            }
            3 => {
                let permission = self.one("organization_permissions", "id");
                let column = self.random.pick(&["add_permission_id", "add_permission_id", "remove_permission_id"]);
                let condition = self.single(&ROLES);
                let set = format!("{column} = {permission}");
                target.update([&set, &set], &condition)
            }
            4 => {
                let key = format!("'{}'", self.name("org:moved_"));
                let key = format!("key = {}, description = null", self.random.pick(&[key.as_str(), "null"]));
                let condition = self.single(&ROLES);
                target.update([&key, &key], &condition)
            }
            _ => {
                let all = [
                    format!("name = {}", self.word()),
                    format!("description = {}", self.random.pick(&["null", "t.name", "'d'"])),
                    format!("permission_ids = {}", self.permission_ids()),
                ];
                let set = self.assignments(&all);
                let condition = self.condition(&ROLES);
                target.update([&set, &set], &condition)
            }
        }
    }

    fn insert_role(&mut self) -> Step {
        let key = format!("'{}'", self.name("org:role_"));
        let taken = self.one("organization_roles", "key");
        let key = self.random.pick(&[&key, &key, &taken, "'org:admin'"]).to_owned();
        let (name, ids) = (self.word(), self.permission_ids());
        insert("organization_roles", &["name", "key", "permission_ids"], &[vec![name, key, ids]])
    }

    /// An array of the ids of some permissions.
    fn permission_ids(&mut self) -> String {
        let ids = self.values("select id from model.organization_permissions order by id");
        let ids: Vec<String> = if ids.is_empty() { ids } else { self.random.some(&ids, 4) };
        let ids: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
        format!("'[{}]'", ids.join(", "))
    }

    pub fn permissions(&mut self) -> Step {
        let target = Target::new("organization_permissions", "id");
        match self.random.below(5) {
            0 | 1 => {
                let key = format!("'{}'", self.name("org:permission:p"));
                let taken = self.one("organization_permissions", "key");
                let key = self.random.pick(&[&key, &key, &taken, "'no-prefix'"]).to_owned();
                let (word, description) = (self.word(), self.random.pick(&["null", "'d'"]).to_owned());
                insert("organization_permissions", &["name", "key", "description"], &[vec![word, key, description]])
            }
            2 => {
                let condition = self.condition(&PERMISSIONS);
                let condition = if condition.is_single { condition } else { condition.and("t.type = 'user'") };
                target.delete(&condition)
            }
            3 => {
                let set = format!("description = {}", self.random.pick(&["null", "'described'"]));
                let condition = self.single(&PERMISSIONS);
                target.update([&set, &set], &condition)
            }
            _ => {
                let name = format!("name = {}", self.random.pick(&["'Renamed'", "upper(t.name)", "t.description"]));
                let condition = self.condition(&PERMISSIONS);
                target.update([&name, &name], &condition)
            }
        }
    }
}
