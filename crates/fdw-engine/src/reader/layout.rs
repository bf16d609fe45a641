//! The layout of a plan's rows: which attributes the reader looks for, and how they become the values of the columns.

use std::borrow::Cow;

use crate::catalogue::access_path::{EmbeddedShape, Rows};
use crate::catalogue::column::{self, Element, Lookup, ResolvedSource};
use crate::json::{self, Scanner};
use crate::planner::plan::Plan;

use super::page::Page;
use super::projection::{Projection, Slot};

/// The attribute that identifies the owners of embedded rows.
const OWNER_ID: &str = "id";

/// The attributes that a plan needs of its rows.
pub struct RowLayout {
    /// All attributes that the reader looks for in a row.
    pub projection: Projection,
    /// Where the value of each of the plan's fields comes from, in the order of the fields.
    pub sources: Vec<SlotSource>,
    /// The slots of the primary key.
    pub primary_key: Vec<Slot>,
    /// The slots by which rows are recognised when pages overlap: the primary key and, if an UPDATE can move rows within
    /// the list, the attribute that orders it.
    pub recognised_by: Vec<Slot>,
    /// The slot of the number of a row's children, if they have lists of their own.
    pub children: Option<Slot>,
    /// The slot of the attribute that may contain nested rows.
    pub nested: Option<Slot>,
    /// The slots of secret attributes, which read as null.
    pub secrets: Vec<Slot>,
    /// The slot of the attribute that orders the list, if the scan reads the newest rows first and stops at a bound.
    pub order: Option<Slot>,
    /// The layout of the owners, if the rows are embedded.
    pub owners: Option<OwnerLayout>,
}

/// The attributes that a plan needs of the elements of a list that own embedded rows.
pub struct OwnerLayout {
    /// All attributes that the reader looks for in an owner.
    pub projection: Projection,
    /// The slot of the owner's id.
    pub id: Slot,
    /// The slot of the attribute that contains the embedded rows.
    pub rows: Slot,
    /// The form of that attribute.
    pub shape: EmbeddedShape,
}

/// Where the value of a field comes from: a [`ResolvedSource`] whose attributes have become slots of a projection.
pub enum SlotSource {
    /// The value in this slot.
    At(Slot),
    /// A value in the JSON object in this slot. The name is its key, or several keys, one inside the other, joined by
    /// `_`.
    MapKey(Slot, String),
    /// An attribute of one element of an array.
    Lookup {
        /// The slot of the array.
        array: Slot,
        /// The slot of the attribute that refers to the element; `None` if the lookup does not use a reference.
        reference: Option<Slot>,
        /// The declaration of the element and of its attribute.
        lookup: &'static Lookup,
    },
    /// The value of a key column, or the id of the owner of an embedded row.
    Key {
        /// The key column.
        column: &'static str,
        /// The slot of the attribute that has the value if there is neither.
        otherwise: Option<Slot>,
    },
    /// The key of an embedded row that is an attribute of a JSON object.
    PairKey,
    /// The values of these sources, joined by slashes. There are none if the column can only be written.
    Joined(Vec<SlotSource>),
    /// The value in this slot, or else the values of these sources, joined by slashes.
    OrJoined(Slot, Vec<SlotSource>),
    /// The number of elements of the array in this slot.
    Length(Slot),
}

impl RowLayout {
    /// The layout of a plan's rows.
    pub fn of(plan: &Plan) -> RowLayout {
        let mut projection = Projection::default();
        let sources = plan.fields.iter().map(|field| SlotSource::of(&field.source, &mut projection)).collect();
        let object = plan.object;
        let primary_key: Vec<Slot> = object.primary_key.iter().map(|path| projection.add(path)).collect();
        let mut recognised_by = primary_key.clone();
        if let Some(order) = writable_order(plan)
            && let Some(ResolvedSource::Attribute(path)) =
                column::find(object.columns, order).map(|column| column.source)
        {
            recognised_by.push(projection.add(&path));
        }
        let children = plan.access_path.children.map(|children| projection.add(children.count));
        let nested = plan.access_path.nested.map(|attribute| projection.add(attribute));
        let secrets = object.secrets.iter().map(|path| projection.add(path)).collect();
        let order = plan.newest_first.and_then(|newest_first| {
            match column::find(object.columns, newest_first.order.column)?.source {
                ResolvedSource::Attribute(path) => Some(projection.add(&path)),
                _ => None,
            }
        });
        let owners = match plan.access_path.rows {
            Rows::Elements => None,
            Rows::Embedded { attribute, shape } => {
                let mut projection = Projection::default();
                let id = projection.add(&[OWNER_ID]);
                let rows = projection.add(attribute);
                Some(OwnerLayout { projection, id, rows, shape })
            }
        };
        RowLayout { projection, sources, primary_key, recognised_by, children, nested, secrets, order, owners }
    }

    /// The projection and the primary key of the elements of a list: the owners if the rows are embedded, or else the
    /// rows.
    pub fn of_elements(&self) -> (&Projection, &[Slot]) {
        match &self.owners {
            Some(owners) => (&owners.projection, std::slice::from_ref(&owners.id)),
            None => (&self.projection, &self.primary_key),
        }
    }

    /// The slots by which the elements of a list are recognised when pages overlap.
    pub fn elements_recognised_by(&self) -> &[Slot] {
        match &self.owners {
            Some(owners) => std::slice::from_ref(&owners.id),
            None => &self.recognised_by,
        }
    }
}

/// The column by which the list is ordered, if an UPDATE of the object can set it.
fn writable_order(plan: &Plan) -> Option<&'static str> {
    let order = plan.access_path.orders.first()?.column;
    let updates = plan.object.writes?.updates.iter();
    let mut parameters = updates.flat_map(|update| update.request.all_parameters());
    parameters.any(|parameter| parameter.column == order).then_some(order)
}

impl SlotSource {
    /// Adds the attributes of a source to the projection.
    fn of(source: &ResolvedSource, projection: &mut Projection) -> SlotSource {
        match source {
            ResolvedSource::Attribute(path) => SlotSource::At(projection.add(path)),
            ResolvedSource::MapKey(path, name) => SlotSource::MapKey(projection.add(path), name.clone()),
            ResolvedSource::Lookup(lookup) => {
                let array = projection.add(lookup.array);
                let reference = match lookup.element {
                    Element::Referenced { reference, .. } => Some(projection.add(reference)),
                    Element::Marked(_) => None,
                };
                SlotSource::Lookup { array, reference, lookup }
            }
            ResolvedSource::Key(column) => SlotSource::Key { column, otherwise: None },
            ResolvedSource::KeyOr(column, path) => SlotSource::Key { column, otherwise: Some(projection.add(path)) },
            ResolvedSource::PairKey => SlotSource::PairKey,
            ResolvedSource::Extension(path) => {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                SlotSource::At(projection.add(&path))
            }
            ResolvedSource::Length(path) => SlotSource::Length(projection.add(path)),
            ResolvedSource::WriteOnly => SlotSource::Joined(Vec::new()),
            ResolvedSource::Joined(sources) => SlotSource::Joined(SlotSource::of_all(sources, projection)),
            ResolvedSource::OrJoined(path, sources) => {
                SlotSource::OrJoined(projection.add(path), SlotSource::of_all(sources, projection))
            }
        }
    }

    fn of_all(sources: &[ResolvedSource], projection: &mut Projection) -> Vec<SlotSource> {
        sources.iter().map(|source| SlotSource::of(source, projection)).collect()
    }

    /// Finds the JSON text of the value in a row of a page; `None` if the row has no such value. `keys` contains the
    /// names and values of the key columns; the values are JSON strings.
    pub fn find<'a>(&self, page: &'a Page, row: usize, keys: &'a [(&'static str, String)]) -> Option<Cow<'a, str>> {
        let found = match self {
            SlotSource::At(slot) => page.text(row, *slot),
            SlotSource::MapKey(slot, name) => page.text(row, *slot).and_then(|object| map_value(object, name)),
            SlotSource::Lookup { array, reference, lookup } => {
                let reference = reference.and_then(|slot| page.text(row, slot));
                page.text(row, *array).and_then(|array| look_up(array, reference, lookup))
            }
            SlotSource::Key { column, otherwise } => {
                let key = keys.iter().find(|(known, _)| known == column);
                let key = key.map(|(_, value)| value.as_str()).or_else(|| page.owner_id(row));
                key.or_else(|| page.text(row, (*otherwise)?))
            }
            SlotSource::PairKey => page.pair_key(row),
            SlotSource::Length(slot) => return length(page.text(row, *slot)?).map(Cow::Owned),
            SlotSource::Joined(sources) => return joined(sources, None, page, row, keys).map(Cow::Owned),
            SlotSource::OrJoined(slot, sources) => match page.text(row, *slot).filter(|text| *text != "null") {
                None => return joined(sources, Some(EMPTY), page, row, keys).map(Cow::Owned),
                found => found,
            },
        };
        found.map(Cow::Borrowed)
    }
}

/// The number of elements of an array, as a JSON text; `None` if it is something else.
#[inline(never)] // Cold: few tables have such a column.
fn length(array: &str) -> Option<String> {
    let mut elements = 0;
    let mut scanner = Scanner::new(array);
    let outcome = scanner.array(&mut |scanner| {
        elements += 1;
        scanner.value().map(drop)
    });
    outcome.ok().map(|()| elements.to_string())
}

/// The JSON text of the empty string.
const EMPTY: &str = "\"\"";

/// The values of several sources, joined by slashes, as a JSON string. `missing` stands for values that are missing or
/// null. `None` if there are no sources, or if such a value has no replacement.
#[inline(never)] // Cold: few tables have such a column.
fn joined(
    sources: &[SlotSource],
    missing: Option<&str>,
    page: &Page,
    row: usize,
    keys: &[(&'static str, String)],
) -> Option<String> {
    if sources.is_empty() {
        return None;
    }
    let mut text = String::new();
    for (at, source) in sources.iter().enumerate() {
        let found = source.find(page, row, keys).filter(|found| *found != "null");
        let found = found.or(missing.map(Cow::Borrowed))?;
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

/// Finds the value of a column name in a JSON object whose keys are chosen by users. The name `a_b` means the key
/// `a_b`, or the key `b` of the object in the key `a`; the longer key takes precedence. If no key matches exactly, case
/// is ignored, because Postgres folds unquoted names to lower case.
#[inline(never)] // Cold: runs once for each row and each column that is a key of a map.
fn map_value<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    longest_key(object, name, false).or_else(|| longest_key(object, name, true))
}

/// Finds the value of the longest key, or sequence of keys, that spells the name.
fn longest_key<'a>(object: &'a str, name: &str, any_case: bool) -> Option<&'a str> {
    let mut found = None;
    let mut length = 0;
    let mut scanner = Scanner::new(object);
    // An error means that the value is not an object, which therefore has no keys: the syntax of the whole response has
    // been checked before.
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

/// Finds the value of a lookup in the JSON text of its array. `reference` is the JSON text of the attribute that refers
/// to an element. `None` if no element is selected or the element does not have the attribute.
#[inline(never)] // Cold: runs once for each row and each column that is a lookup.
fn look_up<'a>(array: &'a str, reference: Option<&str>, lookup: &Lookup) -> Option<&'a str> {
    let attribute =
        |element: &'a str| lookup.attribute.iter().try_fold(element, |object, key| json::member(object, key));
    let mut found = None;
    let mut first = None;
    let mut scanner = Scanner::new(array);
    let outcome = scanner.array(&mut |scanner| {
        let element = scanner.value()?;
        let element = scanner.text(element);
        if found.is_none() && is_selected(element, reference, lookup.element) {
            found = attribute(element);
        }
        first = first.or(Some(element));
        Ok(())
    });
    outcome.ok()?;
    match lookup.element {
        Element::Referenced { .. } => found,
        Element::Marked(_) => found.or_else(|| attribute(first?)),
    }
}

fn is_selected(element: &str, reference: Option<&str>, selector: Element) -> bool {
    match selector {
        Element::Referenced { key, .. } => {
            let key = json::member(element, key).and_then(json::raw_string);
            key.is_some() && key == reference.and_then(json::raw_string)
        }
        Element::Marked(key) => json::member(element, key) == Some("true"),
    }
}
