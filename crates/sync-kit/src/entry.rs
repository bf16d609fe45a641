//! What a copy of an object needs to know, derived from the catalogue.

use fdw_engine::catalogue::access_path::{AccessPath, KeySource, KeyValues, Rows};
use fdw_engine::catalogue::column::{self, Column, Kind, ResolvedSource, Source as ColumnSource};
use fdw_engine::catalogue::filter::FilterOperator;
use fdw_engine::catalogue::pagination::{LastPage, Pagination};
use fdw_engine::catalogue::{Catalogue, Object};

use crate::Source;

/// Names of columns with the time of a row's last change.
const CHANGE_TIMES: [&str; 2] = ["updated_at", "last_modified"];

/// Names of columns with the time of a row's creation.
const CREATION_TIMES: [&str; 4] = ["created_at", "created", "created_timestamp", "time"];

/// What a copy of an object needs to know.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Name of the object.
    pub object: &'static str,
    /// Whether the object is copied if none is named.
    pub is_default: bool,
    /// Why the object cannot be copied; `None` if it can.
    pub refusal: Option<String>,
    /// The columns that identify a row, the last of which is the row's own id; `None` if no columns do.
    pub key: Option<Vec<String>>,
    /// Whether there is only one row.
    pub is_single: bool,
    /// Whether rows vanish after a while.
    pub is_short_lived: bool,
    /// The column with the time of the last change, if the rows after a given time can be read alone.
    pub changed_at: Option<&'static str>,
    /// The column with the time of the creation, if the rows after a given time can be read alone.
    pub added_at: Option<&'static str>,
    /// The column that orders the list, if it can be read from a given value on, in ascending order.
    pub window_by: Option<&'static str>,
    /// The requests of a count; `None` if rows cannot be counted without reading them.
    pub count_requests: Option<usize>,
    /// The object whose rows each have a list.
    pub parent: Option<&'static str>,
    /// The object whose rows contain the rows, as an array.
    pub owner: Option<&'static str>,
    /// The column with the id of the owner.
    pub owner_key: Option<&'static str>,
    /// Maximum number of owners whose rows one request can return; `None` if rows cannot be read by owner.
    pub owners_at_once: Option<u16>,
    /// Number of lists, if each row of a parent does not have one.
    pub lists: usize,
    /// Size of a page in rows; `None` if lists are not divided into pages.
    pub page_rows: Option<u32>,
    /// Whether the pages of the list overlap by one row.
    pub pages_overlap: bool,
    /// The requests that tell that a list has ended, besides those that return rows.
    pub requests_at_end: u8,
    /// The columns by which a single row can be read; `None` if rows cannot be read one by one.
    pub reread_by: Option<Vec<String>>,
    /// Columns by which users of the copy search or join.
    pub indexes: Vec<String>,
}

impl Entry {
    /// Derives the entry of an object.
    pub fn of(source: &Source, object: &'static Object) -> Entry {
        let catalogue = source.catalogue;
        let listing = object.access_paths.iter().find(|path| lists_all(catalogue, path));
        let Some(path) = listing else { return Entry::refused(object) };
        let is_single = path.pagination == Pagination::Single && own_keys(catalogue, path).next().is_none();
        let key = if is_single { Some(Vec::new()) } else { key(catalogue, object, path) };
        let parent = parent(path);
        let is_paged = path.pagination.max().is_some();
        let after = |names: &[&'static str]| names.iter().copied().find(|name| reads_after(object, path, name));
        let changed_at = after(&CHANGE_TIMES);
        let window_by = path.orders.first().map(|order| order.column).filter(|name| has_filter(path, name));
        Entry {
            object: object.name,
            is_default: !parent.is_some_and(|parent| depends_on_large(source, parent)),
            refusal: None,
            is_single,
            is_short_lived: source.short_lived.contains(&object.name),
            changed_at,
            added_at: after(&CREATION_TIMES).filter(|_| changed_at.is_none()),
            window_by,
            count_requests: counts(catalogue, path).then(|| path.partitions.len().max(1)),
            parent,
            owner: owner(source.catalogue, path),
            owner_key: owner_key(object, path),
            owners_at_once: owner_key(object, path).and_then(|key| owners_at_once(object, path, key)),
            lists: path.partitions.len().max(1) * fixed_values(path),
            page_rows: path.pagination.max(),
            pages_overlap: matches!(path.pagination, Pagination::Position { .. }),
            requests_at_end: u8::from(is_paged && catalogue.pages.last_page == LastPage::Empty),
            reread_by: key.as_ref().and_then(|key| reread_by(catalogue, object, key)),
            indexes: indexes(object, path, key.as_deref().unwrap_or_default()),
            key,
        }
    }

    fn refused(object: &'static Object) -> Entry {
        let keys: Vec<&str> = object.access_paths.iter().flat_map(AccessPath::placeholders).collect();
        Entry {
            object: object.name,
            is_default: false,
            refusal: Some(format!("the provider lists its rows only for given values of {}", keys.join(" or "))),
            key: Some(Vec::new()),
            is_single: false,
            is_short_lived: false,
            changed_at: None,
            added_at: None,
            window_by: None,
            count_requests: None,
            parent: None,
            owner: None,
            owner_key: None,
            owners_at_once: None,
            lists: 1,
            page_rows: None,
            pages_overlap: false,
            requests_at_end: 0,
            reread_by: None,
            indexes: Vec::new(),
        }
    }
}

/// The placeholders of an endpoint that are columns, not options of the server.
fn own_keys(catalogue: &'static Catalogue, path: &AccessPath) -> impl Iterator<Item = &'static str> {
    let is_option = move |name: &&str| catalogue.endpoint_options.iter().any(|option| option.name == *name);
    path.placeholders().filter(move |name| !is_option(name))
}

/// Whether an access path returns all rows without conditions.
fn lists_all(catalogue: &'static Catalogue, path: &AccessPath) -> bool {
    let is_covered = |name: &str| path.key_source.is_some_and(|source| source.covers(name));
    !path.needs_filter && own_keys(catalogue, path).all(is_covered)
}

/// The parent object, if each of its rows has a list.
fn parent(path: &AccessPath) -> Option<&'static str> {
    match path.key_source?.values {
        KeyValues::Parents(parents) => Some(parents.object),
        KeyValues::Fixed(_) => None,
    }
}

/// The object whose list contains the rows: the one whose rows are the elements of the same list.
fn owner(catalogue: &'static Catalogue, path: &AccessPath) -> Option<&'static str> {
    let is_same = |other: &AccessPath| other.rows == Rows::Elements && other.endpoint == path.endpoint;
    let mut objects = catalogue.objects.iter().filter(|_| path.has_embedded_rows());
    objects.find(|object| object.access_paths.iter().any(is_same)).map(|object| object.name)
}

/// The column with the id of the owner.
fn owner_key(object: &Object, path: &AccessPath) -> Option<&'static str> {
    owner_columns(object).next().filter(|_| path.has_embedded_rows())
}

/// Maximum number of owners whose rows one request can return.
fn owners_at_once(object: &Object, path: &AccessPath, key: &str) -> Option<u16> {
    let filter = path.filters.iter().find(|filter| filter.column == key).map(|filter| filter.max_values);
    let is_by_owner = |path: &AccessPath| path.has_embedded_rows() && path.placeholders().any(|name| name == key);
    filter.or_else(|| object.access_paths.iter().any(is_by_owner).then_some(1))
}

/// Number of values of a constant set of keys, or 1.
fn fixed_values(path: &AccessPath) -> usize {
    match path.key_source {
        Some(KeySource { values: KeyValues::Fixed(values), .. }) => values.len(),
        _ => 1,
    }
}

/// Whether reading an object takes a request for each row of a large object.
fn depends_on_large(source: &Source, object: &str) -> bool {
    let grandparent = || {
        let object = source.catalogue.object(object)?;
        parent(object.access_paths.iter().find(|path| lists_all(source.catalogue, path))?)
    };
    source.large.contains(&object) || grandparent().is_some_and(|object| depends_on_large(source, object))
}

/// The name of the column that has an attribute of the row, other than these columns.
fn column_of(object: &Object, path: &[&str], others: &[&str]) -> Option<String> {
    let is_attribute = |column: &column::FlatColumn| {
        let found = column::find(object.columns, &column.name);
        found.is_some_and(|found| match found.source {
            ResolvedSource::Attribute(attribute) => attribute == path,
            ResolvedSource::KeyOr(_, attribute) | ResolvedSource::OrJoined(attribute, _) => attribute == path,
            _ => false,
        })
    };
    let mut columns = column::flatten(object.columns).into_iter().filter(|column| column.imported);
    columns.find(|column| !others.contains(&column.name.as_str()) && is_attribute(column)).map(|column| column.name)
}

/// The columns that identify a row: those of its parent, and its own. A row that the catalogue cannot identify by its
/// attributes is identified by [`Object::row_key`].
fn key(catalogue: &'static Catalogue, object: &Object, path: &AccessPath) -> Option<Vec<String>> {
    if !object.row_key.is_empty() {
        return Some(object.row_key.iter().map(|&name| name.to_owned()).collect());
    }
    let is_owner = |column: &&Column| matches!(column.source, ColumnSource::Key) && path.has_embedded_rows();
    let owners = object.columns.iter().filter(is_owner).map(|column| column.name);
    let is_column = |name: &&str| object.columns.iter().any(|column| column.name == *name);
    let parents: Vec<&str> = own_keys(catalogue, path).filter(is_column).chain(owners).collect();
    let own = object
        .primary_key
        .iter()
        .map(|attribute| column_of(object, attribute, &parents).or_else(|| column_of(object, attribute, &[])));
    let own: Vec<String> = own.collect::<Option<_>>()?;
    if own.is_empty() {
        return None;
    }
    let parents = parents.into_iter().map(str::to_owned).filter(|name| !own.contains(name));
    Some(parents.chain(own.clone()).collect())
}

fn has_filter(path: &AccessPath, column: &str) -> bool {
    path.filters.iter().any(|filter| {
        filter.column == column
            && matches!(filter.operator, FilterOperator::After | FilterOperator::Compared(Kind::Time))
    })
}

/// Whether the rows with a later time in a column can be read alone: by a filter, or with the newest rows first.
fn reads_after(object: &Object, path: &AccessPath, name: &str) -> bool {
    let is_time = object.columns.iter().any(|column| column.name == name && column.kind == Kind::Time);
    let is_list = path.key_source.is_none() && !path.has_embedded_rows() && path.partitions.len() < 2;
    is_time && is_list && (has_filter(path, name) || path.orders.iter().any(|order| order.column == name))
}

/// Whether a request returns the number of rows without the rows.
fn counts(catalogue: &Catalogue, path: &AccessPath) -> bool {
    let has_total = catalogue.pages.total.is_some() && path.children.is_none();
    let is_paged = path.pagination.max().is_some();
    is_paged && path.key_source.is_none() && path.rows == Rows::Elements && (path.count.is_some() || has_total)
}

/// The columns by which a single row can be read: its own id, or others that select a short list.
fn reread_by(catalogue: &'static Catalogue, object: &Object, key: &[String]) -> Option<Vec<String>> {
    let id = key.last()?;
    let has_equality = |path: &AccessPath, name: &str| {
        path.filters.iter().any(|filter| filter.column == name && filter.operator == FilterOperator::Equals)
            || path
                .filters
                .iter()
                .any(|filter| filter.column == name && matches!(filter.operator, FilterOperator::Compared(Kind::Text)))
    };
    let by_id = |path: &AccessPath| {
        let keys: Vec<&str> = own_keys(catalogue, path).collect();
        keys == [id.as_str()] || (keys.is_empty() && has_equality(path, id))
    };
    let has_columns = |path: &&AccessPath| {
        let keys: Vec<&str> = own_keys(catalogue, path).collect();
        path.has_embedded_rows() || owner_columns(object).all(|name| keys.contains(&name))
    };
    if object.access_paths.iter().filter(has_columns).any(by_id) {
        return Some(vec![id.clone()]);
    }
    let by_others = object.access_paths.iter().filter(has_columns).find(|path| {
        let mut keys = own_keys(catalogue, path).peekable();
        keys.peek().is_some() && keys.all(|name| column::find(object.columns, name).is_some())
    })?;
    let mut columns: Vec<String> = own_keys(catalogue, by_others).map(str::to_owned).collect();
    let filters = by_others.filters.iter().filter(|filter| filter.column.ends_with("_id"));
    columns.extend(filters.map(|filter| filter.column.to_owned()).filter(|name| has_equality(by_others, name)));
    Some(columns)
}

/// The columns that only access paths with these key columns, or through the owner of a row, can fill.
fn owner_columns(object: &Object) -> impl Iterator<Item = &'static str> {
    object.columns.iter().filter(|column| matches!(column.source, ColumnSource::Key)).map(|column| column.name)
}

/// The columns by which users of a copy search or join: keys and filters of access paths, and times that order the list.
fn indexes(object: &Object, path: &AccessPath, key: &[String]) -> Vec<String> {
    let placeholders = object.access_paths.iter().flat_map(AccessPath::placeholders);
    let is_equality =
        |operator: FilterOperator| matches!(operator, FilterOperator::Equals | FilterOperator::Compared(Kind::Text));
    let filters = object.access_paths.iter().flat_map(|path| path.filters);
    let filters = filters.filter(|filter| is_equality(filter.operator)).map(|filter| filter.column);
    let times = path.orders.iter().map(|order| order.column);
    let imported = column::flatten(object.columns);
    let mut names: Vec<String> = Vec::new();
    for name in placeholders.chain(filters).chain(times) {
        let is_column = imported.iter().any(|column| column.imported && column.name == name);
        if is_column && key.first().is_none_or(|first| first != name) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}
