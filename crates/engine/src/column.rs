//! Columns: constant data that says what a table has and where in an answer each value stands.

use alloc::string::String;
use alloc::vec::Vec;

use crate::text::concat;

/// The column that holds the whole object, as the API sent it. Every object has it.
pub const WHOLE: &str = "attrs";

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
    /// An object with keys of the user's own: each can be a column, `<name>_<key>`.
    Map,
    /// Anything: something below a [`Kind::Map`], or a value without a type of its own.
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

/// Where a column's value stands in the object.
#[derive(Clone, Copy)]
pub enum Source {
    /// The attribute of the column's own name.
    Same,
    /// An attribute elsewhere: keys joined by dots.
    At(&'static str),
    /// A nested object of known shape: its columns are columns here, named `<name>_<column>`.
    Nested(&'static [Column]),
    /// An element's attribute, found by an id.
    Lookup(&'static Lookup),
    /// The attribute of the column's own name, which the API fills only if the request has this parameter.
    OnRequest(&'static str),
    /// Not in the object: the value by which it was asked for, or the id of the object that it is a part of.
    Key,
}

/// The attribute `take` of that element of the array `list` whose attribute `key` equals the object's attribute `id`.
pub struct Lookup {
    /// An array of objects.
    pub list: &'static str,
    /// The attribute of an element to compare.
    pub key: &'static str,
    /// The object's attribute to compare with.
    pub id: &'static str,
    /// The attribute of the element that is the value.
    pub take: &'static str,
}

/// A column.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Where it comes from. Behind a reference, because most are the same and there are many.
    pub source: &'static Source,
    /// Whether an imported table has it; any other table can.
    pub listed: bool,
    /// What it means, for the documentation; a guest is built without.
    #[cfg(feature = "docs")]
    pub means: &'static str,
}

/// Each constructor takes the column's name and what it means.
impl Column {
    #[cfg_attr(not(feature = "docs"), expect(unused_variables, reason = "meanings are for the documentation alone"))]
    const fn new(name: &'static str, kind: Kind, means: &'static str) -> Self {
        Column {
            name,
            kind,
            source: &Source::Same,
            listed: true,
            #[cfg(feature = "docs")]
            means,
        }
    }

    /// A string.
    pub const fn text(name: &'static str, means: &'static str) -> Self {
        Self::new(name, Kind::Text, means)
    }

    /// `true` or `false`.
    pub const fn bool(name: &'static str, means: &'static str) -> Self {
        Self::new(name, Kind::Bool, means)
    }

    /// A whole number.
    pub const fn integer(name: &'static str, means: &'static str) -> Self {
        Self::new(name, Kind::Integer, means)
    }

    /// A number that may have a fraction.
    pub const fn number(name: &'static str, means: &'static str) -> Self {
        Self::new(name, Kind::Number, means)
    }

    /// A time.
    pub const fn time(name: &'static str, means: &'static str) -> Self {
        Self::new(name, Kind::Time, means)
    }

    /// An array, or an object whose parts are no columns.
    pub const fn json(name: &'static str, means: &'static str) -> Self {
        Self::new(name, Kind::Json, means)
    }

    /// A value without a type of its own.
    pub const fn any(name: &'static str, means: &'static str) -> Self {
        Self::new(name, Kind::Any, means)
    }

    /// An object with keys of the user's own.
    pub const fn map(name: &'static str, means: &'static str) -> Self {
        Self::new(name, Kind::Map, means)
    }

    /// A nested object of known shape: [`Source::Nested`].
    pub const fn nested(name: &'static str, source: &'static Source, means: &'static str) -> Self {
        Column { source, ..Self::new(name, Kind::Json, means) }
    }

    /// The value by which rows are asked for, where they do not hold it.
    pub const fn key(name: &'static str, means: &'static str) -> Self {
        Column { source: &Source::Key, ..Self::new(name, Kind::Text, means) }
    }

    /// The same, from elsewhere than the attribute of its name.
    pub const fn from(self, source: &'static Source) -> Self {
        Column { source, ..self }
    }

    /// The same, but not part of an imported table: of no use to most, there for those who name it.
    pub const fn unlisted(self) -> Self {
        Column { listed: false, ..self }
    }
}

/// A column name, resolved.
#[derive(Clone, Copy)]
pub enum Place {
    /// The whole object.
    Whole,
    /// An attribute at the path.
    Attribute,
    /// A key of the user's own below the path: all of its name, not yet split into levels.
    Below,
    /// By an id.
    Lookup(&'static Lookup),
    /// Not in the object.
    Key,
}

/// Where a column's value stands, and what it holds.
pub struct Resolved<'a> {
    /// Keys joined by dots; empty for the whole object, a lookup and a key.
    pub path: String,
    /// What the path leads to.
    pub place: Place,
    /// For [`Place::Below`], the rest of the column's name.
    pub rest: &'a str,
    /// What it holds.
    pub kind: Kind,
    /// The parameter without which the API leaves it out; empty where there is none such.
    pub param: &'static str,
}

/// Finds a column by name; `None` if there is none such.
pub fn find<'a>(columns: &[Column], name: &'a str) -> Option<Resolved<'a>> {
    if name == WHOLE {
        return found(String::new(), Place::Whole, "", Kind::Map);
    }
    resolve(columns, "", name)
}

/// A column by its full name, nested ones flattened.
pub struct Flat {
    /// The name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether an imported table has it.
    pub listed: bool,
    /// What it means.
    #[cfg(feature = "docs")]
    pub means: &'static str,
}

/// Every column by its full name, in declaration order.
pub fn flat(columns: &[Column]) -> Vec<Flat> {
    let mut out = Vec::new();
    flatten(columns, "", true, &mut out);
    out
}

fn flatten(columns: &[Column], prefix: &str, listed: bool, out: &mut Vec<Flat>) {
    for column in columns {
        let name = join(prefix, "_", column.name);
        let listed = listed && column.listed;
        let inner = if let Source::Nested(inner) = column.source { *inner } else { &[] };
        flatten(inner, &name, listed, out);
        out.push(Flat {
            name,
            kind: column.kind,
            // The nested object is a column too, for those who name it; on import its parts say it all.
            listed: listed && inner.is_empty(),
            #[cfg(feature = "docs")]
            means: column.means,
        });
    }
}

fn join(prefix: &str, separator: &str, name: &str) -> String {
    if prefix.is_empty() { String::from(name) } else { concat(&[prefix, separator, name]) }
}

/// What follows `name_` in a longer name.
fn after<'a>(full: &'a str, name: &str) -> Option<&'a str> {
    let (head, rest) = full.split_at_checked(name.len())?;
    let (underscore, rest) = rest.split_at_checked(1)?;
    (head == name && underscore == "_" && !rest.is_empty()).then_some(rest)
}

fn found(path: String, place: Place, rest: &str, kind: Kind) -> Option<Resolved<'_>> {
    Some(Resolved { path, place, rest, kind, param: "" })
}

/// Declared names win over keys of the user's own, so both passes are needed.
fn resolve<'a>(columns: &[Column], prefix: &str, name: &'a str) -> Option<Resolved<'a>> {
    if let Some(column) = columns.iter().find(|column| column.name == name) {
        return match column.source {
            Source::Same | Source::Nested(_) => found(join(prefix, ".", name), Place::Attribute, "", column.kind),
            Source::At(path) => found(join(prefix, ".", path), Place::Attribute, "", column.kind),
            Source::Lookup(lookup) => found(String::new(), Place::Lookup(lookup), "", column.kind),
            Source::Key => found(String::new(), Place::Key, "", column.kind),
            Source::OnRequest(param) => {
                let resolved = found(join(prefix, ".", name), Place::Attribute, "", column.kind)?;
                // The parameter is of the object's own endpoint: where it is nested in another, there is no such.
                Some(Resolved { param: if prefix.is_empty() { param } else { "" }, ..resolved })
            }
        };
    }
    for column in columns {
        let Some(rest) = after(name, column.name) else { continue };
        let path = join(prefix, ".", column.name);
        match column.source {
            Source::Nested(inner) => {
                if let Some(resolved) = resolve(inner, &path, rest) {
                    return Some(resolved);
                }
            }
            _ if column.kind == Kind::Map => return found(path, Place::Below, rest, Kind::Any),
            _ => {}
        }
    }
    None
}
