//! Columns: their names, kinds and descriptions, and where their values come from.

use super::{AttributePath, FixedParameter};

/// The column that contains the whole row as the API sent it, as JSON. Every object has it.
pub const ATTRS: &str = "attrs";

/// The kind of value that an attribute contains. It determines the column's type in an imported table, and the types
/// that the column can have in a table written by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// A boolean.
    Bool,
    /// A whole number.
    Integer,
    /// A number that may have a fraction.
    Number,
    /// A time: a number of milliseconds since the Unix epoch, or a string as in RFC 3339.
    Time,
    /// An array, or a nested object with known attributes.
    Json,
    /// A JSON object whose keys are chosen by the API's users, such as metadata. Each key can be a column named
    /// `<name>_<key>`.
    Map,
    /// Any JSON value: the value of a key in a [`Kind::Map`], or an attribute without a documented type.
    Any,
}

impl Kind {
    /// The column's Postgres type in an imported table.
    pub fn sql(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Bool => "boolean",
            Kind::Integer => "bigint",
            Kind::Number => "double precision",
            Kind::Time => "timestamptz",
            Kind::Json | Kind::Map | Kind::Any => "jsonb",
        }
    }
}

/// Where a column's value comes from, as declared. When a query names the column, [`find`] turns this into a
/// [`ResolvedSource`].
#[derive(Clone, Copy)]
pub enum Source {
    /// The attribute that has the column's name.
    SameName,
    /// The attribute at this path.
    Attribute(AttributePath),
    /// The nested object that has the column's name. Its attributes are columns too, named `<name>_<attribute>`.
    Nested(&'static [Column]),
    /// The nested object at this path, otherwise like [`Source::Nested`].
    NestedAt(AttributePath, &'static [Column]),
    /// An attribute of one element of an array.
    Lookup(&'static Lookup),
    /// The attribute that has the column's name. The API returns it only if the request contains this query parameter.
    OnRequest(FixedParameter),
    /// The value of the key column for which the row was requested, or the `id` of the owner of an embedded row. The
    /// row itself does not contain it.
    Key,
    /// The value of the key column, as [`Source::Key`], or the attribute at this path on access paths that do not have
    /// the key column.
    KeyOr(AttributePath),
    /// The row itself, if rows are not JSON objects.
    Row,
    /// The key of an embedded row that is an attribute of a JSON object ([`super::access_path::EmbeddedShape::Pairs`]).
    PairKey,
    /// The values of these columns, joined by slashes, as an id for rows that have none. NULL if any of them is NULL.
    Joined(&'static [&'static str]),
    /// The attribute that has the column's name. If a row lacks it, the values of these columns, joined by slashes; a
    /// value that is missing too is an empty text.
    OrJoined(&'static [&'static str]),
    /// The number of elements of the array at this path; NULL if there is no array.
    Length(AttributePath),
    /// Nowhere: the column can only be written, and reads as NULL.
    WriteOnly,
}

/// An attribute of one element of an array that the row contains.
#[derive(Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The array of JSON objects.
    pub array: AttributePath,
    /// How the element is selected.
    pub element: Element,
    /// The attribute of that element whose value the column has.
    pub attribute: AttributePath,
}

/// How an element of an array of JSON objects is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// The first element whose attribute `key` equals the row's attribute `reference`.
    Referenced {
        /// An attribute of the element.
        key: &'static str,
        /// An attribute of the row.
        reference: AttributePath,
    },
    /// The first element in which this attribute is `true`, or else the first element.
    Marked(&'static str),
}

/// A column.
#[derive(Clone, Copy)]
pub struct Column {
    /// The name of the column, without the prefix that the columns of a nested object have.
    pub name: &'static str,
    /// The kind of value that it contains.
    pub kind: Kind,
    /// Where its value comes from.
    pub source: Source,
    /// Whether imported tables have the column. Tables written by hand can always have it.
    pub imported: bool,
    /// The meaning of the column, for the documentation: a phrase without a full stop.
    pub description: &'static str,
}

/// Constructors, which take the column's name and description, and builder methods that each set one property.
impl Column {
    const fn new(name: &'static str, kind: Kind, description: &'static str) -> Self {
        Column { name, kind, source: Source::SameName, imported: true, description }
    }

    /// A column for a string.
    pub const fn text(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Text, description)
    }

    /// A column for a boolean.
    pub const fn bool(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Bool, description)
    }

    /// A column for a whole number.
    pub const fn integer(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Integer, description)
    }

    /// A column for a number that may have a fraction.
    pub const fn number(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Number, description)
    }

    /// A column for a time.
    pub const fn time(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Time, description)
    }

    /// A column for an array, or for a nested object whose attributes are not columns.
    pub const fn json(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Json, description)
    }

    /// A column for a value without a documented type.
    pub const fn any(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Any, description)
    }

    /// A column for a JSON object whose keys are chosen by the API's users.
    pub const fn map(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Map, description)
    }

    /// A column for a nested object whose attributes are columns too: [`Source::Nested`].
    pub const fn nested(name: &'static str, columns: &'static [Column], description: &'static str) -> Self {
        Self::new(name, Kind::Json, description).from_source(Source::Nested(columns))
    }

    /// A column for the nested object at this path: [`Source::NestedAt`].
    pub const fn nested_at(
        name: &'static str,
        path: AttributePath,
        columns: &'static [Column],
        description: &'static str,
    ) -> Self {
        Self::new(name, Kind::Json, description).from_source(Source::NestedAt(path, columns))
    }

    /// A key column whose value the rows themselves do not contain: [`Source::Key`].
    pub const fn key(name: &'static str, description: &'static str) -> Self {
        Self::text(name, description).from_source(Source::Key)
    }

    /// Takes the value from the attribute at this path.
    pub const fn from_attribute(self, path: AttributePath) -> Self {
        self.from_source(Source::Attribute(path))
    }

    /// Sets where the value comes from, if not from the attribute that has the column's name.
    pub const fn from_source(self, source: Source) -> Self {
        Column { source, ..self }
    }

    /// A column that can only be written, and that imported tables do not have: [`Source::WriteOnly`].
    pub const fn write_only(self) -> Self {
        self.from_source(Source::WriteOnly).not_imported()
    }

    /// Leaves the column out of imported tables, because few users need it.
    pub const fn not_imported(self) -> Self {
        Column { imported: false, ..self }
    }
}

/// A column that a query names, found in the declarations.
#[derive(Clone)]
pub struct ResolvedColumn {
    /// Where its value comes from.
    pub source: ResolvedSource,
    /// The kind of value that it contains.
    pub kind: Kind,
    /// The query parameter without which the API does not return the value.
    pub on_request: Option<FixedParameter>,
}

/// Where the value of a column that a query names comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolvedSource {
    /// The attribute at this path; the empty path is the row itself.
    Attribute(Vec<&'static str>),
    /// A key in the [`Kind::Map`] at this path. The name is that of the key, or of several keys, one inside the other,
    /// joined by `_`.
    MapKey(Vec<&'static str>, String),
    /// An attribute of one element of an array.
    Lookup(&'static Lookup),
    /// The value of this key column, or the `id` of the owner of an embedded row.
    Key(&'static str),
    /// The value of this key column, or the attribute at this path.
    KeyOr(&'static str, Vec<&'static str>),
    /// See [`Source::PairKey`].
    PairKey,
    /// See [`Source::Joined`].
    Joined(Vec<ResolvedSource>),
    /// See [`Source::OrJoined`].
    OrJoined(Vec<&'static str>, Vec<ResolvedSource>),
    /// The attribute at this path, which the catalogue does not declare ([`super::extensions`]).
    Extension(Vec<String>),
    /// See [`Source::Length`].
    Length(Vec<&'static str>),
    /// See [`Source::WriteOnly`].
    WriteOnly,
}

/// Finds a column by its full name, such as `public_metadata_role`; `None` if there is no such column.
pub fn find(columns: &[Column], name: &str) -> Option<ResolvedColumn> {
    if name == ATTRS {
        return Some(ResolvedColumn::attribute(Vec::new(), Kind::Map));
    }
    resolve(columns, &[], name)
}

impl ResolvedColumn {
    fn attribute(path: Vec<&'static str>, kind: Kind) -> ResolvedColumn {
        ResolvedColumn::new(ResolvedSource::Attribute(path), kind)
    }

    fn new(source: ResolvedSource, kind: Kind) -> ResolvedColumn {
        ResolvedColumn { source, kind, on_request: None }
    }
}

/// Finds a column among `columns`, which are those of the nested object at the path `outer`. Declared names take
/// precedence over keys that users choose, so the columns are searched twice.
fn resolve(columns: &[Column], outer: &[&'static str], name: &str) -> Option<ResolvedColumn> {
    if let Some(column) = columns.iter().find(|column| column.name == name) {
        return resolve_declared(columns, column, outer);
    }
    columns.iter().find_map(|column| {
        let rest = name.strip_prefix(column.name)?.strip_prefix('_').filter(|rest| !rest.is_empty())?;
        let own: &[&str] = match column.source {
            Source::Attribute(path) | Source::NestedAt(path, _) => path,
            _ => &[column.name],
        };
        let path = [outer, own].concat();
        match column.source {
            Source::Nested(inner) | Source::NestedAt(_, inner) => resolve(inner, &path, rest),
            _ if column.kind == Kind::Map => {
                Some(ResolvedColumn::new(ResolvedSource::MapKey(path, rest.to_owned()), Kind::Any))
            }
            _ => None,
        }
    })
}

fn resolve_declared(columns: &[Column], column: &Column, outer: &[&'static str]) -> Option<ResolvedColumn> {
    let kind = column.kind;
    let own = || ResolvedColumn::attribute([outer, &[column.name]].concat(), kind);
    Some(match column.source {
        Source::SameName | Source::Nested(_) => own(),
        Source::Attribute(path) | Source::NestedAt(path, _) => ResolvedColumn::attribute([outer, path].concat(), kind),
        Source::Lookup(lookup) => ResolvedColumn::new(ResolvedSource::Lookup(lookup), kind),
        // The query parameter belongs to the object's own endpoints. The endpoint of an object that nests it has none.
        Source::OnRequest(parameter) => ResolvedColumn { on_request: outer.is_empty().then_some(parameter), ..own() },
        Source::Key => ResolvedColumn::new(ResolvedSource::Key(column.name), kind),
        Source::KeyOr(path) => ResolvedColumn::new(ResolvedSource::KeyOr(column.name, [outer, path].concat()), kind),
        Source::Row => ResolvedColumn::attribute(Vec::new(), kind),
        Source::PairKey => ResolvedColumn::new(ResolvedSource::PairKey, kind),
        Source::Length(path) => ResolvedColumn::new(ResolvedSource::Length([outer, path].concat()), kind),
        Source::WriteOnly => ResolvedColumn::new(ResolvedSource::WriteOnly, kind),
        Source::Joined(names) => ResolvedColumn::new(ResolvedSource::Joined(resolve_all(columns, outer, names)?), kind),
        Source::OrJoined(names) => {
            let joined = resolve_all(columns, outer, names)?;
            ResolvedColumn::new(ResolvedSource::OrJoined([outer, &[column.name]].concat(), joined), kind)
        }
    })
}

/// The sources of several columns; `None` if one of them does not exist.
fn resolve_all(columns: &[Column], outer: &[&'static str], names: &[&str]) -> Option<Vec<ResolvedSource>> {
    names.iter().map(|name| Some(resolve(columns, outer, name)?.source)).collect()
}

/// A column with its full name: the names of the nested objects that contain it are its prefix.
pub struct FlatColumn {
    /// The full name.
    pub name: String,
    /// The kind of value that it contains.
    pub kind: Kind,
    /// Whether imported tables have the column.
    pub imported: bool,
    /// The meaning of the column.
    pub description: &'static str,
}

/// All columns with their full names, in the order of declaration. A nested object follows its attributes.
pub fn flatten(columns: &[Column]) -> Vec<FlatColumn> {
    let mut out = Vec::new();
    push_flat(columns, "", true, &mut out);
    out
}

fn push_flat(columns: &[Column], prefix: &str, imported: bool, out: &mut Vec<FlatColumn>) {
    for column in columns {
        let name = format!("{prefix}{}", column.name);
        let imported = imported && column.imported;
        let inner = match column.source {
            Source::Nested(inner) | Source::NestedAt(_, inner) => inner,
            _ => &[],
        };
        push_flat(inner, &format!("{name}_"), imported, out);
        out.push(FlatColumn {
            name,
            kind: column.kind,
            // A nested object can be a column too, but imported tables have its attributes instead.
            imported: imported && inner.is_empty(),
            description: column.description,
        });
    }
}
