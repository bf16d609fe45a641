//! What a query can ask that the catalogue does not have.

use std::fmt;

use crate::catalogue::column::{self, ATTRS, Kind};
use crate::catalogue::{Catalogue, Object};

/// A query that cannot be planned.
pub enum PlanError {
    /// The table option `object` is missing.
    NoObject {
        /// Has the known objects.
        catalogue: &'static Catalogue,
    },
    /// There is no such object.
    UnknownObject {
        /// Has the known objects.
        catalogue: &'static Catalogue,
        /// The one asked for.
        name: String,
    },
    /// The object has no such column.
    UnknownColumn {
        /// Has the known columns.
        object: &'static Object,
        /// The one asked for.
        name: String,
    },
    /// A column's type cannot hold its attribute.
    WrongType {
        /// The object.
        object: &'static Object,
        /// The column.
        name: String,
        /// Its type.
        ty: String,
        /// The type that an import would give it.
        fits: &'static str,
    },
    /// Rows can only be asked for by the value of a column, and the query does not give it.
    NoKey {
        /// Has the key columns.
        object: &'static Object,
    },
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlanError::NoObject { catalogue } => {
                write!(f, "table option object is required; it is one of: {}", ObjectNames(catalogue))
            }
            PlanError::UnknownObject { catalogue, name } => {
                write!(f, "{} has no object \"{name}\"; it has: {}", catalogue.provider, ObjectNames(catalogue))
            }
            PlanError::UnknownColumn { object, name } => {
                write!(f, "{} has no column \"{name}\"; it has: {}", object.name, ColumnNames(object))
            }
            PlanError::WrongType { object, name, ty, fits } => {
                write!(f, "column {}.{name} cannot have type {ty}; {fits} fits", object.name)
            }
            PlanError::NoKey { object } => write!(
                f,
                "{}: rows can only be asked for by a key: filter, by = or in, on {}, by a value that is written there \
                 (that of a join or a sub-select does not reach the wrapper)",
                object.name,
                KeyColumns(object)
            ),
        }
    }
}

impl fmt::Debug for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::error::Error for PlanError {}

/// The names of the objects.
struct ObjectNames(&'static Catalogue);

impl fmt::Display for ObjectNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.objects.iter().map(|object| object.name).collect();
        f.write_str(&names.join(", "))
    }
}

/// The names of an object's columns.
struct ColumnNames(&'static Object);

impl fmt::Display for ColumnNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for column in column::flatten(self.0.columns) {
            write!(f, "{}, ", column.name)?;
            if column.kind == Kind::Map {
                write!(f, "{}_<key>, ", column.name)?;
            }
        }
        f.write_str(ATTRS)
    }
}

/// The columns by whose values an object's rows can be asked for.
pub struct KeyColumns(pub &'static Object);

impl fmt::Display for KeyColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<String> = Vec::new();
        for access in self.0.access {
            let keys: Vec<&str> = access.placeholders().filter(|name| is_column(self.0, name)).collect();
            let keys = keys.join(" and ");
            if !keys.is_empty() && !names.contains(&keys) {
                names.push(keys);
            }
        }
        f.write_str(&names.join(" or "))
    }
}

fn is_column(object: &Object, name: &str) -> bool {
    column::find(object.columns, name).is_some()
}
