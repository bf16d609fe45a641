//! Statements on who may access the application: invitations, the waitlist, the allowlist, the blocklist and redirect
//! URLs. Also statements that must be refused.

use super::generate::{Conditions, Generator, insert};
use super::statement::{Step, Target};

const INVITATIONS: Conditions = Conditions {
    table: "invitations",
    row_id: "id",
    keys: &["id"],
    texts: &["email_address", "status"],
    flags: &["revoked"],
    joins: &[],
    others: &["t.public_metadata ->> 'source' = 'campaign'"],
};

const ENTRIES: Conditions = Conditions {
    table: "waitlist_entries",
    keys: &["email_address"],
    flags: &[],
    others: &["t.email_address not in (select email_address from {s}.invitations)"],
    ..INVITATIONS
};

const ALLOWED: Conditions = Conditions {
    table: "allowlist_identifiers",
    row_id: "id",
    keys: &["identifier"],
    texts: &["identifier", "identifier_type"],
    flags: &[],
    joins: &[("{s}.user_email_addresses e", "e.email_address = t.identifier")],
    others: &["t.identifier in (select identifier from {s}.blocklist_identifiers)"],
};

const BLOCKED: Conditions = Conditions { table: "blocklist_identifiers", others: &["false"], ..ALLOWED };

const REDIRECT_URLS: Conditions = Conditions {
    table: "redirect_urls",
    keys: &["url"],
    texts: &["url"],
    joins: &[("local.picks p", "'myapp' || split_part(p.word, ' ', 2) || '://callback' = t.url")],
    others: &["t.url like 'https%'"],
    ..ALLOWED
};

/// Statements that the foreign tables refuse for a row that exists, with `{id}` for its id.
const REFUSED: [(&str, &str, &str); 19] = [
    ("users", "id", "update {s}.users set created_at = 'infinity' where id = {id}"),
    ("users", "id", "update {s}.users set image_url = 'x' where id = {id}"),
    ("users", "id", "update {s}.users set first_name = 'lost', image_url = 'x' where id = {id}"),
    ("users", "id", "update {s}.users set banned = null where id = {id}"),
    ("users", "id", "update {s}.users set attrs = null where id = {id}"),
    ("users", "id", "update {s}.people set public_metadata = '{}', public_metadata_role = 'x' where id = {id}"),
    ("users", "id", "insert into {s}.users (first_name, created_at) values ('lost', 'infinity')"),
    (
        "users",
        "id",
        "insert into {s}.people (external_id, public_metadata, public_metadata_role) values ('lost', '{}', 'x')",
    ),
    ("users", "id", "update {s}.people set public_metadata_share = 'NaN' where id = {id}"),
    ("organizations", "id", "update {s}.organizations set created_by = null where id = {id}"),
    ("organizations", "id", "insert into {s}.organizations (slug) values ('lost')"),
    ("organizations", "id", "insert into {s}.organizations (name, members_count) values ('lost', 1)"),
    (
        "organization_memberships",
        "row_id",
        "update {s}.organization_memberships set public_metadata = '{}' where row_id = {id}",
    ),
    ("organization_memberships", "row_id", "update {s}.organization_memberships set user_id = 'x' where row_id = {id}"),
    (
        "organization_invitations",
        "row_id",
        "update {s}.organization_invitations set status = 'accepted' where row_id = {id}",
    ),
    ("allowlist_identifiers", "id", "update {s}.allowlist_identifiers set identifier = 'a@b.c' where id = {id}"),
    ("redirect_urls", "id", "update {s}.redirect_urls set url = 'x://y' where id = {id}"),
    ("invitations", "id", "update {s}.invitations set revoked = false where id = {id}"),
    ("user_email_addresses", "id", "update {s}.user_email_addresses set email_address = 'a@b.example' where id = {id}"),
];

impl Generator {
    /// A statement that both sides refuse, and that changes nothing.
    pub fn refusals(&mut self) -> Step {
        let (table, row_id, sql) = REFUSED[self.random.below(REFUSED.len())];
        let id = self.one(table, row_id);
        if id == "'none'" { self.users() } else { Step::refused(&sql.replace("{id}", &id)) }
    }

    pub fn allowlist(&mut self) -> Step {
        self.identifiers(&ALLOWED)
    }

    pub fn blocklist(&mut self) -> Step {
        self.identifiers(&BLOCKED)
    }

    pub fn invitations(&mut self) -> Step {
        let target = Target::new("invitations", "id");
        let is_pending = "t.status = 'pending'";
        let set = self.random.pick(&["status = 'revoked'", "revoked = true", "status = 'revoked', revoked = true"]);
        match self.random.below(6) {
            0 | 1 => {
                let email = match self.random.below(4) {
                    0 => self.one("user_email_addresses", "email_address"),
                    1 => self.one("invitations", "email_address"),
                    _ => format!("'{}@invited.example'", self.name("invited")),
                };
                let ignore = self.random.pick(&["true", "false", "null"]).to_owned();
                let metadata = self.random.pick(&["null", "'{\"source\": \"campaign\"}'"]).to_owned();
                insert(
                    "invitations",
                    &["email_address", "public_metadata", "ignore_existing"],
                    &[vec![email, metadata, ignore]],
                )
            }
            2 => {
                let prefix = self.name("picked");
                Step::new(format!(
                    "insert into {{s}}.invitations (email_address) select '{prefix}-' || p.id || '@invited.example' \
                     from {{s}}.users u join local.picks p on p.id = u.id where not u.banned"
                ))
            }
            3 => {
                let condition = self.several(&INVITATIONS).and(is_pending);
                target.update([set, set], &condition)
            }
            4 => {
                let condition = self.single(&INVITATIONS);
                target.update([set, set], &condition)
            }
            _ => {
                let condition = self.condition(&INVITATIONS);
                let condition = if condition.is_single { condition } else { condition.and(is_pending) };
                target.delete(&condition).uncounted()
            }
        }
    }

    pub fn waitlist(&mut self) -> Step {
        let target = Target::new("waitlist_entries", "id");
        match self.random.below(5) {
            0 | 1 => {
                let email = if self.random.once_in(3) {
                    self.one("waitlist_entries", "email_address")
                } else {
                    format!("'{}@waiting.example'", self.name("waiting"))
                };
                insert("waitlist_entries", &["email_address", "notify"], &[vec![email, "false".to_owned()]]).uncounted()
            }
            2 => {
                let condition = self.single(&ENTRIES);
                let set = self.random.pick(&[
                    "status = 'invited'",
                    "status = 'rejected'",
                    "status = 'invited', ignore_existing = true",
                    "status = 'completed'",
                ]);
                target.update([set, set], &condition)
            }
            3 => {
                let condition = self.several(&ENTRIES).and("t.status = 'pending'");
                let set = self.random.pick(&["status = 'invited'", "status = 'rejected'"]);
                target.update([set, set], &condition)
            }
            _ => {
                let condition = self.condition(&ENTRIES);
                let condition = if condition.is_single { condition } else { condition.and("t.status = 'pending'") };
                target.delete(&condition)
            }
        }
    }

    /// A statement on the allowlist or on the blocklist.
    fn identifiers(&mut self, rows: &Conditions) -> Step {
        let table = rows.table;
        match self.random.below(5) {
            0 | 1 => {
                let email = format!("'{}@listed.example'", self.name("listed"));
                let taken = self.one(table, "identifier");
                let phone = format!("'+1999{:07}'", self.random.below(9_999_999));
                let identifier = self.random.pick(&[&email, &phone, &taken, "'neither'"]).to_owned();
                insert(table, &["identifier"], &[vec![identifier]])
            }
            2 => Step::new(format!(
                "insert into {{s}}.{table} (identifier) select e.email_address from {{s}}.user_email_addresses e \
                 where e.user_id in (select id from local.picks where word like '%3') and not exists (select from \
                 {{s}}.{table} t where t.identifier = e.email_address)"
            )),
            _ => {
                let condition = self.condition(rows);
                Target::new(table, "id").delete(&condition)
            }
        }
    }

    pub fn redirect_urls(&mut self) -> Step {
        if self.random.once_in(2) {
            let url = format!("'https://{}.example/é?a=1&b=%20'", self.name("host"));
            let taken = self.one("redirect_urls", "url");
            let url = self.random.pick(&[&url, &url, &taken]).to_owned();
            return insert("redirect_urls", &["url"], &[vec![url]]);
        }
        let condition = self.condition(&REDIRECT_URLS);
        Target::new("redirect_urls", "id").delete(&condition)
    }
}
