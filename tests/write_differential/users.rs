//! Statements on users and on what belongs to one.

use super::generate::{Conditions, Generator, insert};
use super::statement::{Step, Target};

const USERS: Conditions = Conditions {
    table: "users",
    row_id: "id",
    keys: &["external_id", "username", "primary_email_address"],
    texts: &["first_name", "last_name", "locale"],
    flags: &["banned", "locked"],
    joins: &[
        ("local.picks p", "p.id = t.id"),
        ("(select created_by from {s}.organizations group by 1) o", "o.created_by = t.id"),
        ("(select user_id from {s}.sessions where status = 'active' group by 1) a", "a.user_id = t.id"),
    ],
    others: &[
        "t.id in (select user_id from {s}.organization_memberships where role = 'org:admin')",
        "t.id = any (array(select id from local.picks where word like '%1%'))",
        "t.created_at > '2023-01-01 12:00+00' and t.created_at < '2023-01-01 15:00+00'",
        "t.banned <> t.locked",
        "t.public_metadata ? 'role' and t.banned",
        "not exists (select from {s}.organization_memberships m where m.user_id = t.id)",
    ],
};

const PEOPLE: Conditions = Conditions {
    keys: &["external_id", "id"],
    texts: &[
        "public_metadata_role",
        "private_metadata_note",
        "unsafe_metadata_theme",
        "\"public_metadata_stripeCustomerId\"",
        "first_name",
    ],
    flags: &["public_metadata_vip"],
    joins: &[("local.picks p", "p.id = t.id")],
    others: &[
        "t.public_metadata_score > 4",
        "t.public_metadata_plan ->> 'name' = 'pro'",
        "t.public_metadata @> '{\"role\": \"guest\"}'",
        "t.private_metadata is null",
    ],
    ..USERS
};

const EMAIL_ADDRESSES: Conditions = Conditions {
    table: "user_email_addresses",
    row_id: "id",
    keys: &["email_address"],
    texts: &["verification_status", "user_id"],
    flags: &["reserved"],
    joins: &[("local.picks p", "p.id = t.user_id")],
    others: &[
        "t.user_id in (select id from {s}.users where banned)",
        "t.email_address <> coalesce((select primary_email_address from {s}.users u where u.id = t.user_id), '')",
    ],
};

const PHONE_NUMBERS: Conditions = Conditions {
    table: "user_phone_numbers",
    keys: &["phone_number"],
    flags: &["reserved_for_second_factor"],
    others: &["t.user_id in (select user_id from {s}.user_email_addresses where verification_status is null)"],
    ..EMAIL_ADDRESSES
};

const SESSIONS: Conditions = Conditions {
    table: "sessions",
    row_id: "id",
    keys: &["id"],
    texts: &["status", "user_id"],
    flags: &[],
    joins: &[],
    others: &["t.user_id in (select id from {s}.users where locked)"],
};

/// Whole metadata. A key has values of one type only, because columns of that type read them.
const METADATA: [&str; 6] = [
    "'{}'",
    "'{\"role\": \"admin\", \"score\": 4.5}'",
    "'{\"vip\": true, \"plan\": {\"name\": \"pro\", \"seats\": 3}}'",
    "'{\"list\": [1, null, {\"a\": \"é\"}], \"role\": \"guest\", \"stripeCustomerId\": \"cus_1\"}'",
    "null",
    "jsonb_build_object('role', t.last_name)",
];

/// A time, and the text that represents it in metadata.
const TIME: (&str, &str) = ("'2026-01-02 03:04:05.678901+02'::timestamptz", "'2026-01-02T01:04:05.678Z'::text");

impl Generator {
    pub fn users(&mut self) -> Step {
        match self.random.below(10) {
            0 | 1 => self.insert_users(),
            2 => {
                let set = self.random.pick(&["banned = true", "banned = false", "locked = true", "locked = false"]);
                let condition = self.condition(&USERS);
                Target::new("users", "id").update([set, set], &condition)
            }
            3 => {
                let mut condition = self.condition(&USERS);
                if !condition.is_single {
                    // Not too many, so that enough users are left.
                    condition = condition.and("t.created_at < '2023-01-01 03:00+00'");
                }
                Target::new("users", "id").delete(&condition)
            }
            4 => self.update_unique_attribute(),
            5 => self.update_attrs(),
            _ => self.update_users(),
        }
    }

    fn insert_users(&mut self) -> Step {
        let columns = [
            "external_id",
            "username",
            "first_name",
            "last_name",
            "primary_email_address",
            "primary_phone_number",
            "public_metadata",
            "private_metadata",
            "banned",
            "locked",
            "created_at",
        ];
        let count = *self.random.some(&[1, 1, 2, 3], 1).first().unwrap_or(&1);
        let rows: Vec<Vec<String>> = (0..count).map(|_| self.new_user()).collect();
        match self.random.below(6) {
            0 => {
                let (id, email) = (self.name("attrs"), self.name("attrs-mail"));
                let word = self.word();
                let json = word.trim_matches('\'').replace('\\', "\\\\").replace('"', "\\\"");
                Step::of_sides(
                    &format!(
                        "insert into {{s}}.users (attrs, last_name) values ('{{\"external_id\": \"{id}\", \
                         \"first_name\": \"{json}\", \"email_address\": [\"{email}@example.org\"], \
                         \"public_metadata\": \
                         {{\"vip\": true}}}}', 'L')"
                    ),
                    &format!(
                        "insert into {{s}}.users (external_id, first_name, primary_email_address, public_metadata, \
                         last_name) values ('{id}', {word}, '{email}@example.org', '{{\"vip\": true}}', 'L')"
                    ),
                )
                .single()
            }
            1 => {
                let prefix = self.name("picked");
                Step::new(format!(
                    "insert into {{s}}.users (external_id, first_name, banned) select '{prefix}-' || word, word, \
                     word like '%2' from local.picks where word like 'Pick 1%'"
                ))
            }
            2 => {
                let (id, note) = (self.name("person"), self.word());
                let role = self.random.pick(&["'admin'", "null", "'guest'"]);
                Step::of_sides(
                    &format!(
                        "insert into {{s}}.people (external_id, public_metadata_role, public_metadata_score, \
                         public_metadata_vip, private_metadata_note) values ('{id}', {role}, 2.5, true, {note})"
                    ),
                    &format!(
                        "insert into {{s}}.users (external_id, public_metadata, private_metadata) values ('{id}', \
                         jsonb_strip_nulls(jsonb_build_object('role', {role}, 'score', 2.5, 'vip', true)), \
                         jsonb_build_object('note', {note}))"
                    ),
                )
                .single()
            }
            _ => insert("users", &columns, &rows),
        }
    }

    fn new_user(&mut self) -> Vec<String> {
        let optional = |value: String, is_null: bool| if is_null { "null".to_owned() } else { value };
        let prefix = self.random.pick(&["ext", "-minus", "+plus", "a,b ", "it''s%41", "ü/é?x=1&y=#", "UPPER", "[]"]);
        let email = format!("'{}@Example.com'", self.name("Mail"));
        let phone = format!("'+1777{:07}'", self.random.below(9_999_999));
        let metadata = self.random.pick(&METADATA[..5]).to_owned();
        vec![
            format!("'{}'", self.name(prefix)),
            optional(format!("'{}'", self.name("Name")), self.random.once_in(2)),
            self.word(),
            optional(self.word(), self.random.once_in(2)),
            optional(email, self.random.once_in(3)),
            optional(phone, self.random.once_in(2)),
            metadata,
            optional("'{\"note\": \"n\"}'".to_owned(), self.random.once_in(2)),
            self.random.pick(&["true", "false", "null"]).to_owned(),
            self.random.pick(&["false", "true", "null"]).to_owned(),
            self.random.pick(&["null", "null", "'2022-06-01 10:00+00'"]).to_owned(),
        ]
    }

    /// Sets a unique attribute, maybe to a value that another user has.
    fn update_unique_attribute(&mut self) -> Step {
        let column = self.random.pick(&["external_id", "username"]);
        let value = match self.random.below(3) {
            0 => self.one("users", column),
            1 => "null".to_owned(),
            _ => format!("'{}'", self.name("other")),
        };
        let word = self.word();
        let condition = self.single(&USERS);
        let set = format!("{column} = {value}, last_name = {word}");
        Target::new("users", "id").update([&set, &set], &condition)
    }

    /// Sets attributes by the column `attrs`. Another column takes precedence.
    fn update_attrs(&mut self) -> Step {
        let condition = self.single(&USERS);
        Target::new("users", "id").update(
            [
                "attrs = '{\"first_name\": \"A\", \"last_name\": \"B\", \"unsafe_metadata\": {\"theme\": \"dark\"}}', \
                 last_name = 'C'",
                "first_name = 'A', last_name = 'C', unsafe_metadata = '{\"theme\": \"dark\"}'",
            ],
            &condition,
        )
    }

    fn update_users(&mut self) -> Step {
        let word = self.word();
        let metadata = [(); 3].map(|()| self.random.pick(&METADATA));
        let flag = self.random.pick(&["true", "false", "true", "false", "not t.banned"]);
        let all = [
            format!("first_name = {word}"),
            "first_name = upper(t.first_name)".to_owned(),
            "last_name = t.last_name || t.first_name, id = t.id".to_owned(),
            "last_name = null".to_owned(),
            format!("locale = {}", self.random.pick(&["'en-US'", "null", "'de-DE'"])),
            format!("banned = {flag}"),
            format!("locked = {}", self.random.pick(&["true", "false"])),
            format!("delete_self_enabled = {}", self.random.pick(&["true", "false", "null"])),
            format!("create_organizations_limit = {}", self.random.pick(&["5", "null", "0"])),
            format!("legal_accepted_at = {}", self.random.pick(&["'2024-02-29 12:00+02'", "null", "t.created_at"])),
            format!("public_metadata = {}", metadata[0]),
            format!("private_metadata = {}", metadata[1].replace("last_name", "first_name")),
            format!("unsafe_metadata = {}", metadata[2]),
            format!("created_at = {}", self.random.pick(&["'2023-01-01 03:30+00'", "t.created_at + '1 hour'", "null"])),
        ];
        let set = self.distinct(&all);
        let condition = self.condition(&USERS);
        Target::new("users", "id").update([&set, &set], &condition)
    }

    /// One to three assignments of different columns.
    fn distinct(&mut self, all: &[String]) -> String {
        let column = |assignment: &String| assignment.split(' ').next().unwrap_or_default().to_owned();
        let mut chosen = self.random.some(all, 3);
        chosen.dedup_by_key(|assignment| column(assignment));
        chosen.join(", ")
    }

    /// Sets keys of metadata, and maybe a whole map and an attribute too.
    pub fn people(&mut self) -> Step {
        let role = self.random.pick(&["'admin'", "upper(t.public_metadata_role)", "null", "t.first_name"]);
        let plan = self.random.pick(&[
            "'{\"name\": \"pro\"}'::jsonb",
            "'{\"seats\": null, \"extra\": {\"a\": [1]}}'::jsonb",
            "'{\"extra\": {\"b\": true}}'::jsonb",
            "null::jsonb",
        ]);
        let score = self.random.pick(&["1.5", "2", "t.public_metadata_score + 1", "null"]);
        let vip = self.random.pick(&["true", "false", "null", "not t.public_metadata_vip"]);
        let keys = [
            ("public_metadata", "role", format!("{role}::text")),
            ("public_metadata", "score", format!("({score})::float8")),
            ("public_metadata", "vip", format!("({vip})::boolean")),
            ("public_metadata", "plan", plan.to_owned()),
            ("public_metadata", "since", TIME.0.to_owned()),
            (
                "public_metadata",
                "day",
                format!("{}::date", self.random.pick(&["'2026-02-03'", "null", "t.created_at"])),
            ),
            ("public_metadata", "count", format!("{}::smallint", self.random.pick(&["-7", "null", "32767"]))),
            ("public_metadata", "share", format!("{}::numeric", self.random.pick(&["0.25", "null", "12"]))),
            ("public_metadata", "stripeCustomerId", "('cus_' || t.first_name)::text".to_owned()),
            ("private_metadata", "note", format!("{}::text", self.word())),
            ("unsafe_metadata", "theme", self.random.pick(&["'dark'::text", "null::text"]).to_owned()),
        ];
        let keys = self.random.some(&keys, 3);
        let mut foreign: Vec<String> =
            keys.iter().map(|(map, key, value)| format!("\"{map}_{key}\" = {value}")).collect();
        let mut model = Vec::new();
        for map in ["public_metadata", "private_metadata", "unsafe_metadata"] {
            let of_map: Vec<String> = keys
                .iter()
                .filter(|(of, _, _)| *of == map)
                .map(|(_, key, value)| format!("'{key}', {}", value.replace(TIME.0, TIME.1)))
                .collect();
            if !of_map.is_empty() {
                let patch = format!("jsonb_build_object({})", of_map.join(", "));
                model.push(format!("{map} = model.merge(t.{map}, {patch})"));
            } else if self.random.once_in(6) {
                let whole = format!("{map} = {}", self.random.pick(&METADATA[..5]));
                foreign.push(whole.clone());
                model.push(whole);
            }
        }
        if self.random.once_in(4) {
            foreign.push("first_name = 'Keyed', created_at = '2022-03-04 05:06:07.891234'".to_owned());
            model.push("first_name = 'Keyed', created_at = '2022-03-04 05:06:07.891234+00'".to_owned());
        }
        if self.random.once_in(4) {
            foreign.push("legal_accepted_at = '2026-05-06'".to_owned());
            model.push("legal_accepted_at = '2026-05-06+00'".to_owned());
        }
        let condition = self.condition(&PEOPLE);
        let target = Target { foreign: "people", model: "users", row_id: "id" };
        target.update([&foreign.join(", "), &model.join(", ")], &condition)
    }

    /// A statement on e-mail addresses or on phone numbers.
    pub fn contacts(&mut self) -> Step {
        let is_email = self.random.once_in(2);
        let (rows, column) =
            if is_email { (EMAIL_ADDRESSES, "email_address") } else { (PHONE_NUMBERS, "phone_number") };
        let target = Target::new(rows.table, "id");
        match self.random.below(6) {
            0 | 1 => {
                let mut new = Vec::new();
                for _ in 0..1 + self.random.below(2) {
                    let user = self.one("users", "id");
                    let address = if is_email {
                        format!("'{}@more.example'", self.name("more"))
                    } else {
                        format!("'+1888{:07}'", self.random.below(9_999_999))
                    };
                    let verified = self.random.pick(&["true", "false", "null"]).to_owned();
                    let primary = self.random.pick(&["true", "false", "null"]).to_owned();
                    new.push(vec![user, address, verified, primary]);
                }
                insert(rows.table, &["user_id", column, "verified", "is_primary"], &new)
            }
            2 => {
                let condition = self.single(&rows);
                target.update(["is_primary = true", "is_primary = true"], &condition)
            }
            3 if !is_email => {
                let condition = self.single(&rows);
                let set = format!("reserved_for_second_factor = {}", self.random.pick(&["true", "false", "null"]));
                target.update([&set, &set], &condition)
            }
            4 => {
                let condition = self.condition(&rows);
                target.delete(&condition)
            }
            _ => {
                let condition = self.condition(&rows);
                let set = format!("verified = {}", self.random.pick(&["true", "false", "null"]));
                target.update([&set, &set], &condition)
            }
        }
    }

    pub fn sessions(&mut self) -> Step {
        let target = Target::new("sessions", "id");
        let is_active = "t.status in ('active', 'pending')";
        match self.random.below(4) {
            0 | 1 => {
                let user = self.one("users", "id");
                insert("sessions", &["user_id"], &[vec![user]])
            }
            2 => {
                let condition = self.several(&SESSIONS).and(is_active);
                target.update(["status = 'revoked'", "status = 'revoked'"], &condition)
            }
            _ => {
                let condition = self.condition(&SESSIONS);
                let condition = if condition.is_single { condition } else { condition.and(is_active) };
                target.delete(&condition).uncounted()
            }
        }
    }
}
