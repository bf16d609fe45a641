//! The tree of groups.

use serde_json::{Value, json};

use super::random;

/// Path of the group that has the most members.
pub(super) const EVERYONE: &str = "/everyone";

/// Path of the group with the most children.
const TEAMS: &str = "/teams";

/// Number of the children of `/teams`.
pub(super) const TEAM_COUNT: u32 = 120;

/// Groups that are nested five deep.
pub(super) const NESTED: &[&str] = &[
    "/departments/engineering",
    "/departments/engineering/platform",
    "/departments/engineering/platform/databases",
    "/departments/engineering/platform/databases/postgres",
    "/departments/engineering/platform/queues",
    "/departments/engineering/web",
    "/departments/sales/emea/north/nordics",
];

/// Departments without groups of their own.
const DEPARTMENTS: &[&str] = &[
    "accounting",
    "design",
    "facilities",
    "finance",
    "legal",
    "logistics",
    "marketing",
    "people",
    "procurement",
    "research",
    "security",
    "support",
];

/// Names at the top level with characters that are special in a path, a query or SQL, and two that differ only in case.
/// A slash in a name is the same in a path, unless an option of the server says otherwise.
pub(super) const SPECIAL: &[&str] = &[
    "100% remote",
    "a+b&c=d",
    "and/or",
    "Café ☕",
    "o'brien \"and\" sons",
    "under_score",
    "UPPER",
    "upper",
    "back\\slash",
    "list, of; words",
    "question?#hash",
];

/// A group, before it becomes JSON.
struct Group {
    name: String,
    children: Vec<Group>,
}

impl Group {
    fn new(name: &str) -> Group {
        Group { name: name.to_owned(), children: Vec::new() }
    }

    /// The descendant at a path, which is created with its ancestors if it does not exist yet.
    fn descendant(&mut self, path: &str) -> &mut Group {
        let mut group = self;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            let at = group.children.iter().position(|child| child.name == name);
            let at = at.unwrap_or_else(|| {
                group.children.push(Group::new(name));
                group.children.len() - 1
            });
            group = &mut group.children[at];
        }
        group
    }

    /// The group as in the import of a realm.
    fn json(&self, path: &str) -> Value {
        let path = format!("{path}/{}", self.name);
        let children: Vec<Value> = self.children.iter().map(|child| child.json(&path)).collect();
        let depth = path.matches('/').count();
        json!({
            "id": random::id("group", &path),
            "name": self.name,
            "path": path,
            "description": if depth == 2 { Some(format!("The group \"{}\"", self.name)) } else { None },
            "attributes": attributes(&path, depth),
            "realmRoles": realm_roles(&path),
            "clientRoles": if path == "/departments" { json!({ "app": ["read"] }) } else { json!({}) },
            "subGroups": children,
        })
    }
}

/// Path of the team with a number.
pub(super) fn team(number: u32) -> String {
    format!("{TEAMS}/team {number:03}")
}

/// Path of a department.
pub(super) fn department(number: u32) -> String {
    format!("/departments/{}", DEPARTMENTS[number as usize % DEPARTMENTS.len()])
}

/// The groups of the realm, as in its import.
pub(super) fn json() -> Vec<Value> {
    let mut root = Group::new("");
    root.descendant(EVERYONE);
    for path in NESTED {
        root.descendant(path);
    }
    for number in 0..DEPARTMENTS.len() as u32 {
        root.descendant(&department(number));
    }
    for number in 0..TEAM_COUNT {
        root.descendant(&team(number));
    }
    root.children.extend(SPECIAL.iter().map(|name| Group::new(name)));
    root.children.iter().map(|group| group.json("")).collect()
}

fn attributes(path: &str, depth: usize) -> Value {
    match depth {
        1 => json!({}),
        2 if path.starts_with(TEAMS) => json!({ "cost centre": [format!("cc-{}", path.len() * 7)] }),
        _ => json!({ "level": [depth.to_string()], "tags": ["nested", format!("level {depth}"), "100%"] }),
    }
}

fn realm_roles(path: &str) -> Value {
    match path {
        EVERYONE => json!(["employee"]),
        "/departments/finance" | "/departments/legal" => json!(["auditor"]),
        "/departments/engineering/platform/databases" => json!(["auditor", "role with space"]),
        _ if path.starts_with("/teams/") => json!(["team-member"]),
        _ => json!([]),
    }
}
