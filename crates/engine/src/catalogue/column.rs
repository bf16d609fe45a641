//! Columns: what a table has, and where in an answer each value stands.

use super::{FixedParameter, Path};

/// The column that holds the whole row as the API sent it. Every object has it.
pub const ATTRS: &str = "attrs";

/// What an attribute holds. It decides the type on import and which types a column may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number that may have a fraction.
    Number,
    /// Milliseconds since the Unix epoch, or RFC 3339 text.
    Time,
    /// An array, or an object of known shape.
    Json,
    /// An object whose keys the API's users choose: each can be a column, `<name>_<key>`.
    Map,
    /// Any JSON value: something in a [`Kind::Map`], or an attribute without a type of its own.
    Any,
}

impl Kind {
    /// The Postgres type on import.
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

/// Where a column's value comes from.
#[derive(Clone, Copy)]
pub enum Source {
    /// The attribute with the column's name.
    Same,
    /// Another attribute.
    At(Path),
    /// A nested object of known shape: its columns are columns here, named `<name>_<column>`.
    Nested(&'static [Column]),
    /// An attribute of an element of an array.
    Lookup(&'static Lookup),
    /// The attribute with the column's name, which the API fills only if the request has this parameter.
    OnRequest(FixedParameter),
    /// Not an attribute: the value of the key column by which the row was asked for, or the `id` of the object that the
    /// row is a part of.
    Key,
    /// The row itself, where rows are no objects.
    Row,
    /// The key of a row that is one of an object's attributes.
    PairKey,
    /// The values of these columns, joined by slashes: an id for rows that have none. NULL if one of them is.
    Joined(&'static [&'static str]),
}

/// The attribute `take` of an element of the array `list`.
#[derive(Debug, PartialEq, Eq)]
pub struct Lookup {
    /// An array of objects.
    pub list: Path,
    /// Which element.
    pub element: Element,
    /// The element's attribute that is the value.
    pub take: Path,
}

/// An element of an array of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// The first one whose attribute `key` equals the row's attribute `reference`.
    Referenced {
        /// An attribute of the element.
        key: &'static str,
        /// An attribute of the row.
        reference: Path,
    },
    /// The first one whose attribute is `true`, or else the first of all.
    Marked(&'static str),
}

/// A column.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Where its value comes from.
    pub source: Source,
    /// Whether an imported table has it; a table written by hand always can.
    pub imported: bool,
    /// What it means, for the documentation.
    pub description: &'static str,
}

/// Each constructor takes the column's name and what it means.
impl Column {
    const fn new(name: &'static str, kind: Kind, description: &'static str) -> Self {
        Column { name, kind, source: Source::Same, imported: true, description }
    }

    /// A string.
    pub const fn text(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Text, description)
    }

    /// `true` or `false`.
    pub const fn bool(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Bool, description)
    }

    /// A whole number.
    pub const fn integer(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Integer, description)
    }

    /// A number that may have a fraction.
    pub const fn number(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Number, description)
    }

    /// A time.
    pub const fn time(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Time, description)
    }

    /// An array, or an object whose attributes are not columns.
    pub const fn json(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Json, description)
    }

    /// A value without a type of its own.
    pub const fn any(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Any, description)
    }

    /// An object whose keys the API's users choose.
    pub const fn map(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Map, description)
    }

    /// A nested object of known shape: [`Source::Nested`].
    pub const fn nested(name: &'static str, columns: &'static [Column], description: &'static str) -> Self {
        Self::new(name, Kind::Json, description).from(Source::Nested(columns))
    }

    /// A key column, for rows that do not hold its value.
    pub const fn key(name: &'static str, description: &'static str) -> Self {
        Self::text(name, description).from(Source::Key)
    }

    /// The same column, from another attribute.
    pub const fn at(self, path: Path) -> Self {
        self.from(Source::At(path))
    }

    /// The same column, from elsewhere than the attribute with its name.
    pub const fn from(self, source: Source) -> Self {
        Column { source, ..self }
    }

    /// The same column, but not part of an imported table, because few need it.
    pub const fn not_imported(self) -> Self {
        Column { imported: false, ..self }
    }
}

/// A column name, resolved.
#[derive(Clone)]
pub struct Resolved {
    /// Where the value comes from.
    pub place: Place,
    /// What it holds.
    pub kind: Kind,
    /// The parameter without which the API leaves it out.
    pub on_request: Option<FixedParameter>,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// An attribute. Without keys it is the row itself.
    Attribute(Vec<&'static str>),
    /// A key below an attribute that is a [`Kind::Map`]. It may be several keys, one in the other, joined by `_`.
    MapKey(Vec<&'static str>, String),
    /// An attribute of an element of an array.
    Lookup(&'static Lookup),
    /// The value of this key column, or the `id` of the object that the row is a part of.
    Key(&'static str),
    /// See [`Source::PairKey`].
    PairKey,
    /// Several places, joined.
    Joined(Vec<Place>),
}

/// Finds a column by its full name; `None` if there is no such column.
pub fn find(columns: &[Column], name: &str) -> Option<Resolved> {
    if name == ATTRS {
        return Some(Resolved::attribute(Vec::new(), Kind::Map));
    }
    resolve(columns, &[], name)
}

impl Resolved {
    fn attribute(path: Vec<&'static str>, kind: Kind) -> Resolved {
        Resolved::at(Place::Attribute(path), kind)
    }

    fn at(place: Place, kind: Kind) -> Resolved {
        Resolved { place, kind, on_request: None }
    }
}

/// Declared names win over keys that users choose, so columns are looked through twice. `outer` leads to the object that
/// has the columns.
fn resolve(columns: &[Column], outer: &[&'static str], name: &str) -> Option<Resolved> {
    if let Some(column) = columns.iter().find(|column| column.name == name) {
        return resolve_declared(columns, column, outer);
    }
    columns.iter().find_map(|column| {
        let rest = name.strip_prefix(column.name)?.strip_prefix('_').filter(|rest| !rest.is_empty())?;
        let path = [outer, &[column.name]].concat();
        match column.source {
            Source::Nested(inner) => resolve(inner, &path, rest),
            _ if column.kind == Kind::Map => Some(Resolved::at(Place::MapKey(path, rest.to_owned()), Kind::Any)),
            _ => None,
        }
    })
}

fn resolve_declared(columns: &[Column], column: &Column, outer: &[&'static str]) -> Option<Resolved> {
    let kind = column.kind;
    let own = || Resolved::attribute([outer, &[column.name]].concat(), kind);
    Some(match column.source {
        Source::Same | Source::Nested(_) => own(),
        Source::At(path) => Resolved::attribute([outer, path].concat(), kind),
        Source::Lookup(lookup) => Resolved::at(Place::Lookup(lookup), kind),
        // The parameter belongs to the object's own endpoint: there is none where the object is nested in another.
        Source::OnRequest(parameter) => Resolved { on_request: outer.is_empty().then_some(parameter), ..own() },
        Source::Key => Resolved::at(Place::Key(column.name), kind),
        Source::Row => Resolved::attribute(Vec::new(), kind),
        Source::PairKey => Resolved::at(Place::PairKey, kind),
        Source::Joined(names) => {
            let places: Option<Vec<Place>> =
                names.iter().map(|name| Some(resolve(columns, outer, name)?.place)).collect();
            Resolved::at(Place::Joined(places?), kind)
        }
    })
}

/// A column with its full name, which begins with the names of the objects it is nested in.
pub struct FlatColumn {
    /// The name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether an imported table has it.
    pub imported: bool,
    /// What it means.
    pub description: &'static str,
}

/// Every column with its full name, in the order of declaration.
pub fn flatten(columns: &[Column]) -> Vec<FlatColumn> {
    let mut out = Vec::new();
    push_flat(columns, "", true, &mut out);
    out
}

fn push_flat(columns: &[Column], prefix: &str, imported: bool, out: &mut Vec<FlatColumn>) {
    for column in columns {
        let name = format!("{prefix}{}", column.name);
        let imported = imported && column.imported;
        let inner = if let Source::Nested(inner) = column.source { inner } else { &[] };
        push_flat(inner, &format!("{name}_"), imported, out);
        out.push(FlatColumn {
            name,
            kind: column.kind,
            // The nested object is a column too; an imported table has its attributes instead.
            imported: imported && inner.is_empty(),
            description: column.description,
        });
    }
}
