//! The data of a Clerk instance. A row is computed from the seed and the row's ordinal when it is requested, so a mock
//! with a hundred thousand users takes little memory. Only the ordinals of the existing rows are stored, and the rows
//! that requests have written (`written`).

mod lists;
mod organizations;
mod people;
mod small;
pub(crate) mod template;
pub(crate) mod users;
pub(crate) mod written;

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

use crate::params::Params;
use crate::routes;
use written::{Writes, WrittenRows};

/// Creation time of the first row: 2023-01-01, in milliseconds since the Unix epoch.
pub(crate) const FIRST_DAY: i64 = 1_672_531_200_000;

/// Number of rows of each list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Number of users.
    pub users: u32,
    /// Number of organizations.
    pub organizations: u32,
    /// Number of memberships; each is of one user in one organization.
    pub memberships: u32,
    /// Number of rows of each of the other lists, except a few that are smaller.
    pub others: u32,
}

impl Size {
    /// This number of users, a tenth as many organizations, and one and a half memberships for each user.
    pub fn of_users(users: u32) -> Self {
        Size { users, organizations: (users / 10).max(1), memberships: users + users / 2, others: 12 }
    }
}

impl Default for Size {
    fn default() -> Self {
        Size::of_users(1000)
    }
}

/// A function that generates a row.
pub(crate) type MakeRow = fn(&Instance, &Row) -> Value;

/// How rows are generated.
pub(crate) enum Make {
    /// By a function.
    Function(MakeRow),
    /// From the template with this name.
    Template(&'static str),
}

/// Definition of a list.
pub(crate) struct Kind {
    /// Name of the list.
    pub name: &'static str,
    /// Prefix of the rows' ids; empty if they have none.
    pub prefix: &'static str,
    /// Prefix of the parents' ids, and number of rows for each parent.
    parent: (&'static str, u32),
    make: Make,
}

/// Identity of an existing row, from which its attributes are generated.
pub(crate) struct Row {
    /// Ordinal of the row in its list, from 0. It never changes.
    pub ordinal: u32,
    /// Id of the row.
    pub id: String,
    /// Creation time, in milliseconds since the Unix epoch.
    pub created_at: i64,
}

/// A list: its definition, and which rows exist.
pub(crate) struct List {
    pub kind: &'static Kind,
    /// Ordinals of the existing rows, oldest first.
    ordinals: Vec<u32>,
    /// Ordinal of the next new row.
    next: u32,
    /// Ordinals by id, computed when first needed, and again after rows were added.
    by_id: OnceLock<HashMap<String, u32>>,
    /// Rows that requests have written.
    written: WrittenRows,
}

impl List {
    fn new(kind: &'static Kind, rows: u32) -> Self {
        let written = WrittenRows::default();
        List { kind, ordinals: (0..rows).collect(), next: rows, by_id: OnceLock::new(), written }
    }

    pub fn len(&self) -> usize {
        self.ordinals.len()
    }

    /// Whether the object with this id is the parent of a row.
    pub fn is_child_of(&self, instance: &Instance, position: usize, id: &str) -> bool {
        let ordinal = self.ordinal(position);
        if let Some(parents) = self.written.parents(ordinal) {
            return parents.iter().any(|parent| parent == id);
        }
        if self.kind.name == "organization_memberships" {
            let (user, organization) = instance.membership(ordinal);
            return id == people::id("user", user) || id == people::id("org", organization);
        }
        id == self.parent(ordinal)
    }

    /// Id of the parent of a row; the first one if it has several.
    fn parent(&self, ordinal: u32) -> String {
        if let Some(parents) = self.written.parents(ordinal) {
            return parents.first().cloned().unwrap_or_default();
        }
        let (prefix, rows) = self.kind.parent;
        people::id(prefix, ordinal / rows)
    }

    pub fn ordinals(&self) -> impl Iterator<Item = u32> {
        self.ordinals.iter().copied()
    }

    pub fn ordinal(&self, position: usize) -> u32 {
        self.ordinals.get(position).copied().unwrap_or(u32::MAX)
    }

    /// Position of the row with this id.
    pub fn position(&self, id: &str) -> Option<usize> {
        let make = || (0..self.next).map(|ordinal| (self.id(ordinal), ordinal)).collect();
        let ordinal = self.by_id.get_or_init(make).get(id)?;
        self.ordinals.binary_search(ordinal).ok()
    }

    fn has(&self, ordinal: u32) -> bool {
        self.ordinals.binary_search(&ordinal).is_ok()
    }

    fn id(&self, ordinal: u32) -> String {
        people::id(self.kind.prefix, ordinal)
    }

    /// The row at a position, with the attributes that the request's parameters add.
    pub fn row(&self, instance: &Instance, position: usize, params: &Params) -> Value {
        let ordinal = self.ordinal(position);
        let mut value = self.value(instance, ordinal);
        if self.kind.name == "organizations" {
            organizations::fill_on_request(instance, ordinal, params, &mut value);
        }
        value
    }

    /// The row with an ordinal, with the current state of what it embeds.
    fn value(&self, instance: &Instance, ordinal: u32) -> Value {
        let value = self.stored(instance, ordinal);
        if self.written.value(ordinal).is_none() {
            return value;
        }
        written::refreshed(instance, self.kind.name, ordinal, value)
    }

    /// The row with an ordinal: as it was written, or generated.
    fn stored(&self, instance: &Instance, ordinal: u32) -> Value {
        if let Some(value) = self.written.value(ordinal) {
            return value.clone();
        }
        let row = Row { ordinal, id: self.id(ordinal), created_at: created_at(ordinal) };
        match self.kind.make {
            Make::Function(make) => make(instance, &row),
            Make::Template(template) => template::row(template, &row),
        }
    }
}

/// Creation time of a row, in milliseconds since the Unix epoch: rows are 15 minutes apart, but one in 50 has the same
/// time as the row before.
pub(crate) fn created_at(ordinal: u32) -> i64 {
    let slot = if ordinal % 50 == 49 { ordinal - 1 } else { ordinal };
    FIRST_DAY + i64::from(slot) * 900_000 + i64::from(slot % 1000)
}

/// The data of a Clerk instance.
pub(crate) struct Instance {
    pub seed: u64,
    pub size: Size,
    lists: Vec<List>,
    /// Number of members by the organization's ordinal, counted when first needed.
    members: OnceLock<HashMap<u32, u32>>,
    /// What the effects of writes need besides the rows.
    pub writes: Writes,
}

impl Instance {
    pub fn new(size: Size, seed: u64) -> Self {
        let rows = |kind: &Kind| match kind.name {
            "users" => size.users,
            "organizations" => size.organizations,
            "organization_memberships" => size.memberships,
            "domains" | "jwks" => size.others.min(3),
            name if name.starts_with("instance") => 1,
            // Each of these rows needs a parent that exists.
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
            writes: Writes::new(size),
        }
    }

    pub fn list(&self, object: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.kind.name == object)
    }

    /// The list that the endpoint at a URL path returns.
    fn at_mut(&mut self, path: &str) -> Option<&mut List> {
        let (route, _) = routes::find(path)?;
        self.lists.iter_mut().find(|list| list.kind.name == route.list)
    }

    /// Adds new rows to the list at a URL path.
    pub fn insert(&mut self, path: &str, rows: u32) {
        self.writes.taken = None;
        if let Some(list) = self.at_mut(path) {
            list.ordinals.extend(list.next..list.next + rows);
            list.next += rows;
            list.by_id = OnceLock::new();
        }
    }

    /// Deletes the rows at these positions from the list at a URL path.
    pub fn delete(&mut self, path: &str, positions: &[usize]) {
        self.writes.taken = None;
        if let Some(list) = self.at_mut(path) {
            let mut at = 0;
            list.ordinals.retain(|_| {
                at += 1;
                !positions.contains(&(at - 1))
            });
        }
    }

    /// All rows of a list, oldest first.
    pub fn all(&self, object: &str) -> Vec<Value> {
        let Some(list) = self.list(object) else { return Vec::new() };
        (0..list.len()).map(|position| list.row(self, position, &Params::default())).collect()
    }

    /// The row of a list at a position; null if there is none.
    pub fn at(&self, object: &str, position: usize) -> Value {
        let list = self.list(object).filter(|list| position < list.len());
        list.map_or(Value::Null, |list| list.row(self, position, &Params::default()))
    }

    /// Ids of the parents of a list's rows, oldest row first.
    pub fn parents(&self, object: &str) -> Vec<String> {
        let list = self.list(object);
        list.map_or_else(Vec::new, |list| list.ordinals().map(|ordinal| list.parent(ordinal)).collect())
    }

    /// Ordinals of the user and the organization of a membership. Generated memberships are distributed over the users
    /// in turn.
    pub fn membership(&self, ordinal: u32) -> (u32, u32) {
        if let Some(written) = self.written_membership(ordinal) {
            return written;
        }
        let users = self.size.users.max(1);
        let organizations = self.size.organizations.max(1);
        let (user, round) = (ordinal % users, ordinal / users);
        (user, (user / 10 + round * 7) % organizations)
    }

    /// Number of members of an organization.
    pub fn members_of(&self, organization: u32) -> u32 {
        let count = || {
            let mut members = HashMap::new();
            for ordinal in 0..self.size.memberships {
                *members.entry(self.membership(ordinal).1).or_insert(0) += 1;
            }
            members
        };
        let generated = self.members.get_or_init(count).get(&organization).copied().unwrap_or(0);
        generated.saturating_add_signed(self.writes.member_changes.get(&organization).copied().unwrap_or(0))
    }

    /// Ids of the organizations that a user is a member of.
    pub fn organizations_of(&self, user: u32) -> Vec<String> {
        let memberships = self.memberships_of(user).into_iter();
        memberships.map(|ordinal| people::id("org", self.membership(ordinal).1)).collect()
    }

    /// Ordinals of a user's memberships.
    pub fn memberships_of(&self, user: u32) -> Vec<u32> {
        let users = self.size.users.max(1);
        let generated = (user..self.size.memberships).step_by(users as usize).filter(|_| user < users);
        let Some(list) = self.list("organization_memberships").filter(|_| self.writes.any) else {
            return generated.collect();
        };
        let new = list.written.new_rows().filter(|ordinal| self.membership(*ordinal).0 == user);
        generated.chain(new).filter(|ordinal| list.has(*ordinal)).collect()
    }
}
