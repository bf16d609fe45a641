//! Where in a row the values that a plan needs stand.

use std::borrow::Cow;

use crate::catalogue::access::{Parts, Rows};
use crate::catalogue::column::{self, Element, Lookup, Place};
use crate::json::{self, Scanner};
use crate::planner::plan::Plan;

use super::page::Page;
use super::projection::{Projection, Slot};

/// The attribute that identifies objects whose parts are rows.
const OWNER_ID: &str = "id";

/// What is looked for in the rows of a plan.
pub struct RowLayout {
    /// Every attribute that is looked for.
    pub projection: Projection,
    /// Where the values of the plan's fields stand, in their order.
    pub values: Vec<ValueSource>,
    /// The attributes that identify a row together.
    pub identity: Vec<Slot>,
    /// The attributes that are never shown.
    pub secrets: Vec<Slot>,
    /// The attribute that the list is ordered by, where the scan stops at a bound of it.
    pub order: Option<Slot>,
    /// Where rows are parts of an answer's elements.
    pub owners: Option<OwnerLayout>,
}

/// What is looked for in the elements of an answer whose parts are rows.
pub struct OwnerLayout {
    /// Every attribute that is looked for.
    pub projection: Projection,
    /// The element's id.
    pub id: Slot,
    /// What holds the parts.
    pub parts: Slot,
    /// What kind of value holds the parts.
    pub shape: Parts,
}

/// Where a value comes from.
pub enum ValueSource {
    /// At a slot.
    At(Slot),
    /// Below a slot that is an object, by a key or several, one in the other, joined by `_`.
    MapKey(Slot, String),
    /// In an element of an array.
    Lookup {
        /// The array.
        list: Slot,
        /// What refers to the element, where something does.
        reference: Option<Slot>,
        /// Which element, and what of it is the value.
        lookup: &'static Lookup,
    },
    /// The value of this key column, or the id of what the row is a part of.
    Key(&'static str),
    /// The key of a row that is an attribute.
    PairKey,
    /// Several values, joined by slashes.
    Joined(Vec<ValueSource>),
}

impl RowLayout {
    /// What a plan looks for.
    pub fn of(plan: &Plan) -> RowLayout {
        let mut projection = Projection::default();
        let values = plan.fields.iter().map(|field| ValueSource::of(&field.place, &mut projection)).collect();
        let object = plan.object;
        let identity = object.identity.iter().map(|path| projection.add(path)).collect();
        let secrets = object.secrets.iter().map(|path| projection.add(path)).collect();
        let order = plan.newest_first.and_then(|newest_first| {
            match column::find(object.columns, newest_first.order.column)?.place {
                Place::Attribute(path) => Some(projection.add(&path)),
                _ => None,
            }
        });
        let owners = match plan.access.rows {
            Rows::Elements => None,
            Rows::Parts { at, shape } => {
                let mut projection = Projection::default();
                let id = projection.add(&[OWNER_ID]);
                let parts = projection.add(at);
                Some(OwnerLayout { projection, id, parts, shape })
            }
        };
        RowLayout { projection, values, identity, secrets, order, owners }
    }

    /// What is looked for in the elements of an answer, and what identifies them.
    pub fn of_elements(&self) -> (&Projection, &[Slot]) {
        match &self.owners {
            Some(owners) => (&owners.projection, std::slice::from_ref(&owners.id)),
            None => (&self.projection, &self.identity),
        }
    }
}

impl ValueSource {
    fn of(place: &Place, projection: &mut Projection) -> ValueSource {
        match place {
            Place::Attribute(path) => ValueSource::At(projection.add(path)),
            Place::MapKey(path, name) => ValueSource::MapKey(projection.add(path), name.clone()),
            Place::Lookup(lookup) => {
                let list = projection.add(lookup.list);
                let reference = match lookup.element {
                    Element::Referenced { reference, .. } => Some(projection.add(reference)),
                    Element::Marked(_) => None,
                };
                ValueSource::Lookup { list, reference, lookup }
            }
            Place::Key(column) => ValueSource::Key(column),
            Place::PairKey => ValueSource::PairKey,
            Place::Joined(places) => {
                ValueSource::Joined(places.iter().map(|place| ValueSource::of(place, projection)).collect())
            }
        }
    }

    /// Its JSON text in a row; `None` if the row has no such value. `keys` has the values of the key columns, by name.
    pub fn find<'a>(&self, page: &'a Page, row: usize, keys: &'a [(&'static str, String)]) -> Option<Cow<'a, str>> {
        let found = match self {
            ValueSource::At(slot) => page.text(row, *slot),
            ValueSource::MapKey(slot, name) => page.text(row, *slot).and_then(|object| map_value(object, name)),
            ValueSource::Lookup { list, reference, lookup } => {
                let reference = reference.and_then(|slot| page.text(row, slot));
                page.text(row, *list).and_then(|list| look_up(list, reference, lookup))
            }
            ValueSource::Key(column) => {
                let key = keys.iter().find(|(known, _)| known == column);
                key.map(|(_, value)| value.as_str()).or_else(|| page.owner(row))
            }
            ValueSource::PairKey => page.pair_key(row),
            ValueSource::Joined(values) => return joined(values, page, row, keys).map(Cow::Owned),
        };
        found.map(Cow::Borrowed)
    }
}

/// The values joined by slashes, as a JSON string; `None` if there is one missing.
#[inline(never)] // Cold: few tables have such a column.
fn joined(values: &[ValueSource], page: &Page, row: usize, keys: &[(&'static str, String)]) -> Option<String> {
    let mut text = String::new();
    for (at, value) in values.iter().enumerate() {
        let found = value.find(page, row, keys).filter(|found| *found != "null")?;
        if at > 0 {
            text.push('/');
        }
        match json::raw_string(&found) {
            Some(raw) => drop(json::unescape(raw, &mut text)),
            None => text.push_str(&found),
        }
    }
    Some(json::to_string_literal(&text))
}

/// The value of a flattened name in an object whose keys users choose. `a_b` is the key `a_b`, or the key `b` of the
/// object at `a`; the longer key wins. Where no key matches as written, case is ignored, because Postgres folds names
/// that are not quoted.
#[inline(never)] // Cold: runs once a row for a column that names a user's key.
fn map_value<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    longest_key(object, name, false).or_else(|| longest_key(object, name, true))
}

fn longest_key<'a>(object: &'a str, name: &str, any_case: bool) -> Option<&'a str> {
    let mut found = None;
    let mut length = 0;
    let mut scanner = Scanner::new(object);
    // What is not an object has no keys; what is malformed does not come here.
    let _ = scanner.object(&mut |scanner, raw_key| {
        let value = scanner.value()?;
        let value = scanner.text(value);
        let mut key = String::new();
        json::unescape(raw_key, &mut key);
        let Some((head, rest)) = name.split_at_checked(key.len()) else { return Ok(()) };
        if key.len() < length || !(head == key || (any_case && head.eq_ignore_ascii_case(&key))) {
            return Ok(());
        }
        let inner = match rest.strip_prefix('_') {
            Some(rest) => longest_key(value, rest, any_case),
            None => rest.is_empty().then_some(value),
        };
        if inner.is_some() {
            (found, length) = (inner, key.len());
        }
        Ok(())
    });
    found
}

/// The attribute of the element of a list that a lookup means. `reference` is the JSON text of what refers to it.
#[inline(never)] // Cold: runs once a row for a column that is looked up.
fn look_up<'a>(list: &'a str, reference: Option<&str>, lookup: &Lookup) -> Option<&'a str> {
    let take = |element: &'a str| lookup.take.iter().try_fold(element, |object, key| json::member(object, key));
    let mut found = None;
    let mut first = None;
    let mut scanner = Scanner::new(list);
    let walked = scanner.array(&mut |scanner| {
        let element = scanner.value()?;
        let element = scanner.text(element);
        if found.is_none() && is_selected(element, reference, lookup.element) {
            found = take(element);
        }
        first = first.or(Some(element));
        Ok(())
    });
    walked.ok()?;
    match lookup.element {
        Element::Referenced { .. } => found,
        Element::Marked(_) => found.or_else(|| take(first?)),
    }
}

fn is_selected(element: &str, reference: Option<&str>, which: Element) -> bool {
    match which {
        Element::Referenced { key, .. } => {
            let key = json::member(element, key).and_then(json::raw_string);
            key.is_some() && key == reference.and_then(json::raw_string)
        }
        Element::Marked(key) => json::member(element, key) == Some("true"),
    }
}
