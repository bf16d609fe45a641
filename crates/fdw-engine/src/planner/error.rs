//! Errors of planning: queries that do not fit the catalogue.

use std::fmt;

use crate::catalogue::column::{self, ATTRS, Kind};
use crate::catalogue::{Catalogue, Object};
use crate::request::extensions::ExtensionColumn;

/// A query that cannot be planned.
pub enum PlanError {
    /// The table option `object` is missing.
    NoObject {
        /// The catalogue that declares the objects.
        catalogue: &'static Catalogue,
    },
    /// The catalogue declares no object with this name.
    UnknownObject {
        /// The catalogue that declares the objects.
        catalogue: &'static Catalogue,
        /// The requested name.
        name: String,
    },
    /// The object has no column with this name.
    UnknownColumn {
        /// The object.
        object: &'static Object,
        /// The requested name.
        name: String,
        /// Columns for attributes that the catalogue does not declare.
        extensions: Vec<ExtensionColumn>,
    },
    /// The table option `attributes` names a column that the object has anyway.
    DeclaredColumn {
        /// The object.
        object: &'static Object,
        /// The name of the column.
        name: String,
    },
    /// A column of the foreign table has a type that cannot store the values of its attribute.
    WrongType {
        /// The object.
        object: &'static Object,
        /// The name of the column.
        name: String,
        /// The type of the column in the foreign table.
        ty: String,
        /// The type that the column has in an imported table.
        imported: &'static str,
    },
    /// The API returns rows only for values of key columns, and the query contains no values for them.
    NoKey {
        /// The object.
        object: &'static Object,
        /// A key column on which the query has a condition whose value the host did not pass.
        unpassed: Option<String>,
    },
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlanError::NoObject { catalogue } => {
                write!(f, "table option object is required; its value must be one of: {}", ObjectNames(catalogue))
            }
            PlanError::UnknownObject { catalogue, name } => {
                write!(
                    f,
                    "{} has no object \"{name}\"; its objects are: {}",
                    catalogue.provider,
                    ObjectNames(catalogue)
                )
            }
            PlanError::UnknownColumn { object, name, extensions } => {
                write!(f, "object {} has no column \"{name}\"; its columns are: {}", object.name, ColumnNames(object))?;
                extensions.iter().try_for_each(|column| write!(f, ", {}", column.name))?;
                if object.resource_type.is_some() {
                    f.write_str("; the table option attributes can map other columns to attributes")?;
                }
                Ok(())
            }
            PlanError::DeclaredColumn { object, name } => {
                write!(f, "option attributes: {} has a column {name} already; choose another name", object.name)
            }
            PlanError::WrongType { object, name, ty, imported } => {
                write!(f, "column {}.{name} cannot have type {ty}; declare it as {imported}", object.name)
            }
            PlanError::NoKey { object, unpassed: Some(column) } => write!(
                f,
                "{}: rows can only be read by key, and {}; {}",
                object.name,
                Unpassed(column),
                WriteConstant(column)
            ),
            PlanError::NoKey { object, unpassed: None } => write!(
                f,
                "{}: rows can only be read by key; add a condition on {} that uses = or in with constant values \
                 (values from a join or a sub-select do not reach the foreign-data wrapper)",
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

/// The names of all objects, separated by commas.
struct ObjectNames(&'static Catalogue);

impl fmt::Display for ObjectNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.objects.iter().map(|object| object.name).collect();
        f.write_str(&names.join(", "))
    }
}

/// The names of all columns of an object, separated by commas.
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

/// Says that the host did not pass the value of a condition on a column.
pub struct Unpassed<'a>(pub &'a str);

impl fmt::Display for Unpassed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value of the condition on {} does not reach the foreign-data wrapper", self.0)
    }
}

/// Says how a condition on a column has to be written so that the host passes its value.
pub struct WriteConstant<'a>(pub &'a str);

impl fmt::Display for WriteConstant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "write the value into the statement, as in {} = 'value', instead of a sub-select or an expression",
            self.0
        )
    }
}

/// The key columns of an object's access paths, such as `id or subject` or `person and door`.
pub struct KeyColumns(pub &'static Object);

impl fmt::Display for KeyColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut alternatives: Vec<String> = Vec::new();
        for access_path in self.0.access_paths {
            let keys: Vec<&str> = access_path.placeholders().filter(|name| is_column(self.0, name)).collect();
            let keys = keys.join(" and ");
            if !keys.is_empty() && !alternatives.contains(&keys) {
                alternatives.push(keys);
            }
        }
        f.write_str(&alternatives.join(" or "))
    }
}

/// Whether a placeholder is a column. Otherwise it is an endpoint option.
fn is_column(object: &Object, name: &str) -> bool {
    column::find(object.columns, name).is_some()
}
