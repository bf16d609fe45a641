//! The made-up instance. A row is a function of the seed and the row's ordinal, so a hundred thousand users cost
//! nothing until they are asked for; what is kept is which ordinals there are.

mod lists;
mod organizations;
mod people;
mod small;
pub(crate) mod template;
pub(crate) mod users;

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

use crate::params::Params;
use crate::routes;

/// When the first row was made: 2023-01-01, in milliseconds since the Unix epoch.
pub(crate) const FIRST_DAY: i64 = 1_672_531_200_000;

/// Rows of each object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Users.
    pub users: u32,
    /// Organizations.
    pub organizations: u32,
    /// Memberships; each is of one user in one organization.
    pub memberships: u32,
    /// Rows of each of the other lists that page.
    pub others: u32,
}

impl Size {
    /// So many users, and of the rest what goes with them.
    pub fn of_users(users: u32) -> Self {
        Size { users, organizations: (users / 10).max(1), memberships: users + users / 2, others: 12 }
    }
}

impl Default for Size {
    fn default() -> Self {
        Size::of_users(1000)
    }
}

/// Makes a row.
pub(crate) type MakeRow = fn(&Instance, &Row) -> Value;

/// How rows come about.
pub(crate) enum Make {
    /// By a function.
    By(MakeRow),
    /// From a template.
    From(&'static str),
}

/// What kind of rows a list has.
pub(crate) struct Kind {
    /// The list's name.
    pub name: &'static str,
    /// What its ids begin with.
    pub prefix: &'static str,
    /// What the ids of the objects that they stand under begin with, and how many stand under each.
    parent: (&'static str, u32),
    make: Make,
}

/// A row that is there.
pub(crate) struct Row {
    /// Which of the rows that could be.
    pub ordinal: u32,
    /// Its id.
    pub id: String,
    /// When it was made, in milliseconds since the Unix epoch.
    pub created_at: i64,
}

/// A list.
pub(crate) struct List {
    pub kind: &'static Kind,
    /// The ordinals that are there, oldest first.
    live: Vec<u32>,
    /// The next ordinal.
    next: u32,
    /// Ordinals by id, made when first needed, and again after the list grew.
    by_id: OnceLock<HashMap<String, u32>>,
}

impl List {
    fn new(kind: &'static Kind, rows: u32) -> Self {
        List { kind, live: (0..rows).collect(), next: rows, by_id: OnceLock::new() }
    }

    pub fn len(&self) -> usize {
        self.live.len()
    }

    /// Whether a row stands under the object with this id.
    pub fn is_under(&self, instance: &Instance, position: usize, id: &str) -> bool {
        let ordinal = self.ordinal(position);
        if self.kind.name == "organization_memberships" {
            let (user, organization) = instance.membership(ordinal);
            return id == people::id("user", user) || id == people::id("org", organization);
        }
        id == self.parent(ordinal)
    }

    /// The id of the object that a row stands under.
    fn parent(&self, ordinal: u32) -> String {
        let (prefix, rows) = self.kind.parent;
        people::id(prefix, ordinal / rows)
    }

    pub fn ordinals(&self) -> impl Iterator<Item = u32> {
        self.live.iter().copied()
    }

    pub fn ordinal(&self, position: usize) -> u32 {
        self.live.get(position).copied().unwrap_or(u32::MAX)
    }

    /// Where a row with this id is, oldest first.
    pub fn position(&self, id: &str) -> Option<usize> {
        let make = || (0..self.next).map(|ordinal| (self.id(ordinal), ordinal)).collect();
        let ordinal = self.by_id.get_or_init(make).get(id)?;
        self.live.binary_search(ordinal).ok()
    }

    fn id(&self, ordinal: u32) -> String {
        people::id(self.kind.prefix, ordinal)
    }

    /// The JSON of a row.
    pub fn row(&self, instance: &Instance, position: usize, params: &Params) -> Value {
        let ordinal = self.ordinal(position);
        let row = Row { ordinal, id: self.id(ordinal), created_at: created_at(ordinal) };
        let mut value = match self.kind.make {
            Make::By(make) => make(instance, &row),
            Make::From(template) => template::row(template, &row),
        };
        if self.kind.name == "organizations" {
            organizations::fill_on_request(instance, ordinal, params, &mut value);
        }
        value
    }
}

/// A new row every quarter of an hour, but now and then two in the same millisecond.
pub(crate) fn created_at(ordinal: u32) -> i64 {
    let slot = if ordinal % 50 == 49 { ordinal - 1 } else { ordinal };
    FIRST_DAY + i64::from(slot) * 900_000 + i64::from(slot % 1000)
}

/// The made-up instance.
pub(crate) struct Instance {
    pub seed: u64,
    pub size: Size,
    lists: Vec<List>,
    /// Members by the organization's ordinal, counted when first asked for.
    members: OnceLock<HashMap<u32, u32>>,
}

impl Instance {
    pub fn new(size: Size, seed: u64) -> Self {
        let rows = |kind: &Kind| match kind.name {
            "users" => size.users,
            "organizations" => size.organizations,
            "organization_memberships" => size.memberships,
            "domains" | "jwks" => size.others.min(3),
            name if name.starts_with("instance") => 1,
            // What stands under others stands under some that there are.
            _ => match kind.parent {
                ("user", rows) => size.others.min(size.users * rows),
                ("org", rows) => size.others.min(size.organizations * rows),
                _ => size.others,
            },
        };
        Instance {
            seed,
            size,
            lists: lists::KINDS.iter().map(|kind| List::new(kind, rows(kind))).collect(),
            members: OnceLock::new(),
        }
    }

    pub fn list(&self, object: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.kind.name == object)
    }

    /// The list that a path gives, all of it.
    fn at_mut(&mut self, path: &str) -> Option<&mut List> {
        let (route, _) = routes::find(path)?;
        self.lists.iter_mut().find(|list| list.kind.name == route.list)
    }

    pub fn insert(&mut self, path: &str, rows: u32) {
        if let Some(list) = self.at_mut(path) {
            list.live.extend(list.next..list.next + rows);
            list.next += rows;
            list.by_id = OnceLock::new();
        }
    }

    pub fn delete(&mut self, path: &str, positions: &[usize]) {
        if let Some(list) = self.at_mut(path) {
            let mut at = 0;
            list.live.retain(|_| {
                at += 1;
                !positions.contains(&(at - 1))
            });
        }
    }

    pub fn all(&self, object: &str) -> Vec<Value> {
        let Some(list) = self.list(object) else { return Vec::new() };
        (0..list.len()).map(|position| list.row(self, position, &Params::default())).collect()
    }

    pub fn parents(&self, object: &str) -> Vec<String> {
        let list = self.list(object);
        list.map_or_else(Vec::new, |list| list.ordinals().map(|ordinal| list.parent(ordinal)).collect())
    }

    /// The user and the organization of a membership. Every user has one, half of them a second.
    pub fn membership(&self, ordinal: u32) -> (u32, u32) {
        let users = self.size.users.max(1);
        let organizations = self.size.organizations.max(1);
        let (user, round) = (ordinal % users, ordinal / users);
        (user, (user / 10 + round * 7) % organizations)
    }

    /// How many members an organization has.
    pub fn members_of(&self, organization: u32) -> u32 {
        let count = || {
            let mut members = HashMap::new();
            for ordinal in 0..self.size.memberships {
                *members.entry(self.membership(ordinal).1).or_insert(0) += 1;
            }
            members
        };
        self.members.get_or_init(count).get(&organization).copied().unwrap_or(0)
    }

    /// The ids of the organizations that a user is a member of.
    pub fn organizations_of(&self, user: u32) -> Vec<String> {
        let users = self.size.users.max(1);
        let rounds = (user..self.size.memberships).step_by(users as usize);
        rounds.map(|ordinal| people::id("org", self.membership(ordinal).1)).collect()
    }
}
