//! What can go wrong with a scan.

use std::error::Error as StdError;
use std::fmt;

use crate::catalogue::Object;
use crate::client::error::RequestError;
use crate::client::target::Target;
use crate::planner::error::{KeyColumns, PlanError};
use crate::reader::page::Unreadable;
use crate::request::settings::OptionError;

/// A scan failed. Texts that came from outside are free of secrets and cut to length.
pub enum Error {
    /// An option is missing or not what it should be.
    Option(OptionError),
    /// The query cannot be planned.
    Plan(PlanError),
    /// A request failed.
    Request {
        /// The object.
        object: &'static Object,
        /// Which request, and why.
        source: RequestError,
    },
    /// An answer is no page.
    Unreadable {
        /// The object.
        object: &'static Object,
        /// Path and query of the request.
        target: Target,
        /// Why.
        reason: Unreadable,
        /// The beginning of the answer.
        body: String,
    },
    /// A row holds something that does not fit its column.
    TypeMismatch {
        /// The object.
        object: &'static Object,
        /// The column.
        column: String,
        /// The column's type.
        ty: &'static str,
        /// The row's id.
        id: String,
        /// What was found.
        found: String,
    },
    /// Rows are asked for one parent at a time, and there are too many parents.
    TooManyParents {
        /// The object.
        object: &'static Object,
        /// The column by which rows are asked for.
        key: &'static str,
        /// The object whose rows are the parents.
        parent: &'static str,
        /// How many requests it would take at least.
        requests: u64,
        /// How many the option allows.
        max: usize,
    },
    /// A parent has a value that cannot stand in the path of a request.
    BadKey {
        /// The object.
        object: &'static Object,
        /// The column by which rows are asked for.
        key: &'static str,
        /// The value.
        value: String,
    },
    /// The list changed faster than it could be read.
    ListChanged {
        /// The object.
        object: &'static Object,
    },
    /// A callback came before the one that begins a scan.
    NoScan,
}

/// The list changed while it was read, so that rows might be missing unnoticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListChanged;

impl Error {
    /// The whole text for the user: the error and what led to it.
    pub fn report(&self) -> String {
        let mut text = self.to_string();
        let mut source = self.source();
        while let Some(error) = source {
            text.push_str(&format!(": {error}"));
            source = error.source();
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Option(error) => error.fmt(f),
            Error::Plan(error) => error.fmt(f),
            Error::Request { object, .. } => f.write_str(object.name),
            Error::Unreadable { object, target, reason, body } => {
                let reason = match reason {
                    Unreadable::NotJson => "is not JSON",
                    Unreadable::NoList => "has no list of objects",
                    Unreadable::NoCount => "has no count",
                };
                write!(f, "{}: GET {target}: the answer {reason}, it begins: {body}", object.name)
            }
            Error::TypeMismatch { object, column, ty, id, found } => {
                write!(f, "column {}.{column} of row {id}: {found} does not fit type {ty}", object.name)
            }
            Error::TooManyParents { object, key, parent, requests, max } => write!(
                f,
                "{}: without a filter on {key} this takes {requests} requests, one for each of {parent}, and option \
                 max_parents allows {max}; filter, by = or in, on {}",
                object.name,
                KeyColumns(object)
            ),
            Error::BadKey { object, key, value } => {
                write!(f, "{}: rows cannot be asked for by the {key} \"{value}\"", object.name)
            }
            Error::ListChanged { object } => write!(
                f,
                "{}: the list changed faster than it could be read, rows might be missing; run the query again",
                object.name
            ),
            Error::NoScan => f.write_str("no scan has begun"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Error::Request { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<OptionError> for Error {
    fn from(error: OptionError) -> Error {
        Error::Option(error)
    }
}

impl From<PlanError> for Error {
    fn from(error: PlanError) -> Error {
        Error::Plan(error)
    }
}
