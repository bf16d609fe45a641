//! What requests have written: the current values of rows, and what the effects of writes need besides.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde_json::Value;

use super::{Instance, List, Row, Size, created_at, organizations, people, template, users};

/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

/// Attributes of a user that no other user may have. The last three are in arrays.
pub(crate) const UNIQUE_OF_USERS: [&str; 5] =
    ["username", "external_id", "email_address", "phone_number", "web3_wallet"];

/// Rows of a list that requests have written.
#[derive(Default)]
pub(super) struct WrittenRows {
    values: BTreeMap<u32, Value>,
    /// Ids of the parents of new rows. Other rows have the generated parents.
    parents: BTreeMap<u32, Vec<String>>,
    /// Whether the order of creation times may differ from the order of ordinals.
    is_reordered: bool,
}

impl WrittenRows {
    pub fn value(&self, ordinal: u32) -> Option<&Value> {
        self.values.get(&ordinal)
    }

    pub fn parents(&self, ordinal: u32) -> Option<&Vec<String>> {
        self.parents.get(&ordinal)
    }

    /// Ordinals of the rows that requests have created.
    pub fn new_rows(&self) -> impl Iterator<Item = u32> {
        self.parents.keys().copied()
    }
}

/// What the effects of writes need besides the rows.
pub(crate) struct Writes {
    /// Whether there was any write.
    pub any: bool,
    /// Time of the next write, in milliseconds since the Unix epoch.
    clock: i64,
    /// Number of the next id of a row that is an element of another row's array.
    next_element: u32,
    /// Changes of the number of members by the organization's ordinal.
    pub(super) member_changes: HashMap<u32, i32>,
    /// Ordinals of users by what no other user may have: the attribute and its value, counted when first needed.
    pub(super) taken: Option<HashMap<String, u32>>,
    /// Ledger entries of billing credits by their idempotency key.
    pub ledger: HashMap<String, Value>,
    /// Discounts of subscription items by the ids of both.
    pub discounts: HashMap<(String, String), Value>,
}

impl Writes {
    /// Writes happen after the time of any generated row.
    pub(super) fn new(size: Size) -> Self {
        let rows = size.users.max(size.organizations).max(size.memberships).max(size.others);
        Writes {
            any: false,
            clock: created_at(rows) + 400 * DAY,
            next_element: u32::MAX / 2,
            member_changes: HashMap::new(),
            taken: None,
            ledger: HashMap::new(),
            discounts: HashMap::new(),
        }
    }

    /// Time of a write: one second after the write before.
    pub fn tick(&mut self) -> i64 {
        self.clock += 1000;
        self.clock
    }

    /// Id of a new element, such as an e-mail address of a user.
    pub fn new_element_id(&mut self, prefix: &str) -> String {
        self.next_element += 1;
        people::id(prefix, self.next_element)
    }
}

/// A row that was written, with the current state of what it embeds.
pub(super) fn refreshed(instance: &Instance, list: &str, ordinal: u32, mut value: Value) -> Value {
    match list {
        "organization_memberships" => {
            let (organization, user) = organizations::member(instance, ordinal);
            value["organization"] = organization;
            value["public_user_data"] = user;
        }
        "organization_roles" => refresh_elements(instance, "organization_permissions", &mut value["permissions"]),
        "machines" => refresh_elements(instance, "machines", &mut value["scoped_machines"]),
        _ => {}
    }
    value
}

/// Replaces the elements of an array that are rows of a list, and removes those that were deleted. The generated rows
/// also embed elements that are in no list; they stay.
fn refresh_elements(instance: &Instance, object: &str, elements: &mut Value) {
    let Some(list) = instance.list(object) else { return };
    let prefix = format!("{}_", list.kind.prefix);
    for element in elements.as_array_mut().into_iter().flatten() {
        let Some(id) = element["id"].as_str().filter(|id| id.starts_with(&prefix)) else { continue };
        *element = instance.ordinal_of(object, id).map_or(Value::Null, |ordinal| list.stored(instance, ordinal));
        if let Some(attributes) = element.as_object_mut() {
            attributes.shift_remove("scoped_machines");
        }
    }
    if let Some(elements) = elements.as_array_mut() {
        elements.retain(|element| !element.is_null());
    }
}

impl List {
    /// Whether the order of creation times may differ from the order of positions.
    pub fn is_reordered(&self) -> bool {
        self.written.is_reordered
    }

    /// Creation time of a row, in milliseconds since the Unix epoch.
    pub fn created_at(&self, ordinal: u32) -> i64 {
        let written = self.written.value(ordinal).and_then(|value| value["created_at"].as_i64());
        written.unwrap_or_else(|| created_at(ordinal))
    }
}

impl Instance {
    fn known(&self, object: &str) -> &List {
        self.list(object).unwrap_or_else(|| panic!("the mock has no list {object}"))
    }

    fn known_mut(&mut self, object: &str) -> &mut List {
        let list = self.lists.iter_mut().find(|list| list.kind.name == object);
        list.unwrap_or_else(|| panic!("the mock has no list {object}"))
    }

    /// Ordinal of the existing row with this id.
    pub fn ordinal_of(&self, object: &str, id: &str) -> Option<u32> {
        let list = self.known(object);
        list.position(id).map(|position| list.ordinal(position))
    }

    /// Ordinals of the existing rows, oldest first.
    pub fn ordinals_of(&self, object: &str) -> Vec<u32> {
        self.known(object).ordinals().collect()
    }

    /// Ordinals of the existing rows whose parent is the object with this id.
    pub fn children_of(&self, object: &str, id: &str) -> Vec<u32> {
        let list = self.known(object);
        let positions = (0..list.len()).filter(|position| list.is_child_of(self, *position, id));
        positions.map(|position| list.ordinal(position)).collect()
    }

    /// The row with an ordinal.
    pub fn current(&self, object: &str, ordinal: u32) -> Value {
        self.known(object).value(self, ordinal)
    }

    /// The value of a row that was written; `None` if the row is as it was generated.
    pub(super) fn written(&self, object: &str, ordinal: u32) -> Option<&Value> {
        if !self.writes.any {
            return None;
        }
        self.known(object).written.value(ordinal)
    }

    /// Ordinals of the user and the organization of a membership that a request has created.
    pub(super) fn written_membership(&self, ordinal: u32) -> Option<(u32, u32)> {
        if !self.writes.any {
            return None;
        }
        let parents = self.known("organization_memberships").written.parents(ordinal)?;
        Some((self.ordinal_of("users", parents.first()?)?, self.ordinal_of("organizations", parents.get(1)?)?))
    }

    /// Identity of a row that is created at this time.
    pub fn new_row(&self, object: &str, created_at: i64) -> Row {
        let list = self.known(object);
        Row { ordinal: list.next, id: list.id(list.next), created_at }
    }

    /// A new row with its defaults, before the parameters of the request are applied.
    pub fn blank(&self, object: &str, row: &Row) -> Value {
        template::fill(default_of(object), row)
    }

    /// Adds a row whose identity is [`Instance::new_row`]. `parents` are the ids of its parents.
    pub fn add(&mut self, object: &str, value: Value, parents: Vec<String>) -> u32 {
        self.writes.any = true;
        let list = self.known_mut(object);
        let ordinal = list.next;
        let id = list.id(ordinal);
        list.next += 1;
        list.ordinals.push(ordinal);
        if let Some(by_id) = list.by_id.get_mut() {
            by_id.insert(id, ordinal);
        }
        list.written.parents.insert(ordinal, parents);
        self.store(object, ordinal, value);
        if object == "organization_memberships" {
            self.count_member(ordinal, 1);
        }
        ordinal
    }

    /// Replaces a row.
    pub fn store(&mut self, object: &str, ordinal: u32, value: Value) {
        self.writes.any = true;
        if object == "users" {
            self.forget_taken(ordinal);
        }
        let clock = self.writes.clock;
        let list = self.known_mut(object);
        let is_new = list.written.parents(ordinal).is_some() && list.written.value(ordinal).is_none();
        let before = if is_new { clock } else { list.created_at(ordinal) };
        list.written.values.insert(ordinal, value);
        list.written.is_reordered |= list.created_at(ordinal) != before;
        if object == "users" {
            self.add_taken(ordinal);
        }
    }

    /// Deletes a row.
    pub fn remove(&mut self, object: &str, ordinal: u32) {
        self.writes.any = true;
        match object {
            "users" => self.forget_taken(ordinal),
            "organization_memberships" => self.count_member(ordinal, -1),
            _ => {}
        }
        let list = self.known_mut(object);
        if let Ok(position) = list.ordinals.binary_search(&ordinal) {
            list.ordinals.remove(position);
        }
    }

    fn count_member(&mut self, membership: u32, change: i32) {
        let (_, organization) = self.membership(membership);
        *self.writes.member_changes.entry(organization).or_insert(0) += change;
    }

    /// Ordinal of the user that an element of an array belongs to, such as an e-mail address.
    pub fn owner_of(&self, attribute: &str, id: &str) -> Option<u32> {
        let has_element = |user: &Value| {
            user[attribute].as_array().is_some_and(|elements| elements.iter().any(|element| element["id"] == id))
        };
        let users = self.known("users");
        let is_owner = |ordinal: &u32| match users.written.value(*ordinal) {
            Some(user) => has_element(user),
            None => users::may_have(*ordinal, id) && has_element(&users.value(self, *ordinal)),
        };
        users.ordinals().find(is_owner)
    }

    /// Ordinal of the user that has this value of one of [`UNIQUE_OF_USERS`].
    pub fn user_with(&mut self, attribute: &str, value: &str) -> Option<u32> {
        if self.writes.taken.is_none() {
            let users = self.ordinals_of("users").into_iter();
            let taken = users.flat_map(|ordinal| self.unique_keys(ordinal).into_iter().map(move |key| (key, ordinal)));
            self.writes.taken = Some(taken.collect());
        }
        self.writes.taken.as_ref()?.get(&key(attribute, value)).copied()
    }

    fn forget_taken(&mut self, user: u32) {
        let keys = self.unique_keys(user);
        if let Some(taken) = &mut self.writes.taken {
            for key in keys {
                if taken.get(&key) == Some(&user) {
                    taken.remove(&key);
                }
            }
        }
    }

    fn add_taken(&mut self, user: u32) {
        let keys = self.unique_keys(user);
        if let Some(taken) = &mut self.writes.taken {
            taken.extend(keys.into_iter().map(|key| (key, user)));
        }
    }

    fn unique_keys(&self, user: u32) -> Vec<String> {
        let facts = users::facts(self, user);
        facts.unique().into_iter().map(|(attribute, value)| key(attribute, value)).collect()
    }
}

/// Key of what no other user may have. Case matters only in external ids.
fn key(attribute: &str, value: &str) -> String {
    if attribute == "external_id" {
        format!("{attribute} {value}")
    } else {
        format!("{attribute} {}", value.to_lowercase())
    }
}

/// The template of a list's new rows; null if rows cannot be created.
pub(crate) fn default_of(object: &str) -> &'static Value {
    static TEMPLATES: OnceLock<Value> = OnceLock::new();
    let text = include_str!("../../templates/new_rows.json");
    let templates = TEMPLATES.get_or_init(|| serde_json::from_str(text).expect("the templates of new rows are JSON"));
    &templates[object]
}
