//! The catalogue model: constant data that says what an API has. Each object is declared once, and DDL, plan, requests
//! and decoding only iterate over that.

use alloc::string::String;
use alloc::vec::Vec;

use crate::text::concat;

/// The column that holds the whole object, as the API sent it. Every object has it.
pub const WHOLE: &str = "attrs";

/// An API.
pub struct Catalogue {
    /// The provider's name, as errors show it.
    pub provider: &'static str,
    /// The name under which the host counts.
    pub fdw_name: &'static str,
    /// The base url where the server option `api_url` is not set.
    pub api_url: &'static str,
    /// Headers of every request, names in lower case.
    pub headers: &'static [(&'static str, &'static str)],
    /// The parameter for the rows in a page at most.
    pub limit: &'static str,
    /// The parameter for the position of a page's first row, from 0.
    pub offset: &'static str,
    /// How the API tells errors.
    pub errors: ErrorShape,
    /// The objects, one table each.
    pub objects: &'static [Object],
}

impl Catalogue {
    /// The object of that name.
    pub fn object(&self, name: &str) -> Option<&'static Object> {
        self.objects.iter().find(|object| object.name == name)
    }
}

/// Where an error's body holds what a person needs. Keys of a JSON object.
pub struct ErrorShape {
    /// The array of errors.
    pub list: &'static str,
    /// Texts of one error, the best first.
    pub messages: &'static [&'static str],
    /// The code of one error.
    pub code: &'static str,
    /// The trace id, beside the array.
    pub trace: &'static str,
    /// What to do about a status.
    pub hints: &'static [(u16, &'static str)],
}

/// An object of the API: one list endpoint, one table.
pub struct Object {
    /// The value of the table option `object`, and the table's name on import.
    pub name: &'static str,
    /// The endpoint below the base url, with its slash.
    pub path: &'static str,
    /// Parameters of every request, encoded: the order among them.
    pub params: &'static [&'static str],
    /// How the list pages.
    pub paging: Paging,
    /// The key of the list where the answer is an object; a bare array is accepted everywhere.
    pub list: &'static str,
    /// The key of the count beside it.
    pub total: &'static str,
    /// The attribute that tells rows apart.
    pub id: &'static str,
    /// Its columns, without [`WHOLE`].
    pub columns: &'static [Column],
}

/// How a list is read page by page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paging {
    /// One request has all of it.
    Unpaged,
    /// By position. `max` is the largest page the API allows; more may silently give less.
    Offset {
        /// Rows in a page at most.
        max: u32,
    },
    /// By the id of a row before the page.
    Cursor {
        /// Rows in a page at most.
        max: u32,
        /// The parameter that takes the id.
        after: &'static str,
    },
}

impl Paging {
    /// Rows in a page at most; 0 where there are no pages.
    pub fn max(self) -> u32 {
        match self {
            Paging::Unpaged => 0,
            Paging::Offset { max } | Paging::Cursor { max, .. } => max,
        }
    }
}

/// What an attribute holds. It decides the type on import and which types a column may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// Milliseconds since the Unix epoch, or RFC 3339 text.
    Time,
    /// An array, or an object of known shape.
    Json,
    /// An object with keys of the user's own: each can be a column, `<name>_<key>`.
    Map,
    /// Something below a [`Kind::Map`].
    Any,
}

impl Kind {
    /// The Postgres type on import.
    pub fn sql(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Bool => "boolean",
            Kind::Integer => "bigint",
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
    /// Where it comes from.
    pub source: Source,
    /// Whether an imported table has it; any other table can.
    pub listed: bool,
}

impl Column {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Column { name, kind, source: Source::Same, listed: true }
    }

    /// A string.
    pub const fn text(name: &'static str) -> Self {
        Self::new(name, Kind::Text)
    }

    /// `true` or `false`.
    pub const fn bool(name: &'static str) -> Self {
        Self::new(name, Kind::Bool)
    }

    /// A whole number.
    pub const fn integer(name: &'static str) -> Self {
        Self::new(name, Kind::Integer)
    }

    /// A time.
    pub const fn time(name: &'static str) -> Self {
        Self::new(name, Kind::Time)
    }

    /// An array.
    pub const fn json(name: &'static str) -> Self {
        Self::new(name, Kind::Json)
    }

    /// An object with keys of the user's own.
    pub const fn map(name: &'static str) -> Self {
        Self::new(name, Kind::Map)
    }

    /// A nested object of known shape.
    pub const fn nested(name: &'static str, columns: &'static [Column]) -> Self {
        Column { source: Source::Nested(columns), ..Self::new(name, Kind::Json) }
    }

    /// The same, from another attribute.
    pub const fn at(self, path: &'static str) -> Self {
        Column { source: Source::At(path), ..self }
    }

    /// The same, looked up by an id.
    pub const fn lookup(self, lookup: &'static Lookup) -> Self {
        Column { source: Source::Lookup(lookup), ..self }
    }

    /// The same, filled only if the request has this parameter.
    pub const fn on_request(self, param: &'static str) -> Self {
        Column { source: Source::OnRequest(param), ..self }
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
}

/// Where a column's value stands, and what it holds.
pub struct Resolved<'a> {
    /// Keys joined by dots; empty for the whole object and for a lookup.
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

impl Object {
    /// Finds a column by name; `None` if the object has none such.
    pub fn resolve<'a>(&self, name: &'a str) -> Option<Resolved<'a>> {
        if name == WHOLE {
            return found(String::new(), Place::Whole, "", Kind::Map);
        }
        resolve(self.columns, "", name)
    }

    /// Every column by its full name, nested ones flattened, in declaration order: name, kind, whether listed.
    pub fn flat_columns(&self) -> Vec<(String, Kind, bool)> {
        let mut out = Vec::new();
        flatten(self.columns, "", true, &mut out);
        out
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

fn flatten(columns: &[Column], prefix: &str, listed: bool, out: &mut Vec<(String, Kind, bool)>) {
    for column in columns {
        let name = join(prefix, "_", column.name);
        let listed = listed && column.listed;
        if let Source::Nested(inner) = column.source {
            // The nested object is a column too, for those who name it; on import its parts say it all.
            flatten(inner, &name, listed, out);
            out.push((name, column.kind, false));
        } else {
            out.push((name, column.kind, listed));
        }
    }
}
