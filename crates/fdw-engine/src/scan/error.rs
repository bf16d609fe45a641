//! Errors of scans.

use std::error::Error as StdError;
use std::fmt;

use crate::catalogue::Object;
use crate::client::error::RequestError;
use crate::client::target::Target;
use crate::planner::error::{KeyColumns, PlanError, Unpassed, WriteConstant};
use crate::reader::page::Unreadable;
use crate::report::report;
use crate::request::settings::OptionError;

/// An error that ends a scan. Texts from the API and from the host are redacted and shortened.
pub enum Error {
    /// An option is missing or has an invalid value.
    Option(OptionError),
    /// The query cannot be planned.
    Plan(PlanError),
    /// A request failed.
    Request {
        /// The object.
        object: &'static Object,
        /// The request, and why it failed.
        source: RequestError,
    },
    /// The schemas that the API publishes could not be read.
    Schemas {
        /// The request, and why it failed.
        source: RequestError,
    },
    /// A response cannot be read.
    Unreadable {
        /// The object.
        object: &'static Object,
        /// The target of the request.
        target: Target,
        /// Why it cannot be read.
        reason: Unreadable,
        /// The beginning of the response's body.
        body: String,
    },
    /// The type of a column does not accept a value.
    TypeMismatch {
        /// The object.
        object: &'static Object,
        /// The name of the column.
        column: String,
        /// The SQL name of the column's type.
        ty: &'static str,
        /// The id of the row.
        id: String,
        /// The JSON text of the value.
        found: String,
    },
    /// The scan needs a request for each parent, and there are more parents than the option `max_parents` allows.
    TooManyParents {
        /// The object.
        object: &'static Object,
        /// The key column.
        key: &'static str,
        /// The name of the parent object.
        parent: &'static str,
        /// Minimum number of requests that the scan would need.
        requests: u64,
        /// The value of the option `max_parents`.
        max: usize,
        /// A key column on which the query has a condition whose value the host did not pass.
        unpassed: Option<String>,
    },
    /// A parent has a value that cannot be a segment of a URL path, so its rows cannot be requested.
    BadKey {
        /// The object.
        object: &'static Object,
        /// The key column.
        key: &'static str,
        /// The value.
        value: String,
    },
    /// See [`ListChanged`].
    ListChanged {
        /// The object.
        object: &'static Object,
    },
    /// The host called a function that needs an open scan, but none was begun or it has failed.
    NoScan,
}

/// A list changed so much while it was read that rows could be missing from the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListChanged;

impl Error {
    /// The complete text for the user: the error, followed by its sources.
    pub fn report(&self) -> String {
        report(self)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Option(error) => error.fmt(f),
            Error::Plan(error) => error.fmt(f),
            Error::Request { object, .. } => f.write_str(object.name),
            Error::Schemas { .. } => f.write_str("cannot read the schemas"),
            Error::Unreadable { object, target, reason, body } => {
                let reason = match reason {
                    Unreadable::NotJson => "is not valid JSON",
                    Unreadable::NoList => "does not contain a list of objects",
                    Unreadable::NoCount => "does not contain a count",
                };
                write!(f, "{}: GET {target}: the response {reason}; ", object.name)?;
                if body.is_empty() { f.write_str("it is empty") } else { write!(f, "it begins with: {body}") }
            }
            Error::TypeMismatch { object, column, ty, id, found } => write!(
                f,
                "column {}.{column} of row {id}: the value {found} does not fit type {ty}; types jsonb and text fit \
                 any value",
                object.name
            ),
            Error::TooManyParents { object, parent, requests, max, unpassed: Some(column), .. } => write!(
                f,
                "{}: {}, so this query needs at least {requests} requests, one for each row of {parent}, but option \
                 max_parents allows at most {max}; {}",
                object.name,
                Unpassed(column),
                WriteConstant(column)
            ),
            Error::TooManyParents { object, key, parent, requests, max, unpassed: None } => write!(
                f,
                "{}: without a condition on {key}, this query needs at least {requests} requests, one for each row of \
                 {parent}, but option max_parents allows at most {max}; add a condition on {} that uses = or in with \
                 constant values (values from a join or a sub-select do not reach the foreign-data wrapper), or \
                 raise max_parents",
                object.name,
                KeyColumns(object)
            ),
            Error::BadKey { object, key, value } => write!(
                f,
                "{}: cannot request the rows for {key} \"{value}\", because this value cannot be part of a URL path; \
                 add a condition on {} that uses = or in",
                object.name,
                KeyColumns(object)
            ),
            Error::ListChanged { object } => write!(
                f,
                "{}: the list changed faster than it could be read, so rows could be missing; run the query again",
                object.name
            ),
            Error::NoScan => f.write_str("no scan is open"),
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
            Error::Request { source, .. } | Error::Schemas { source } => Some(source),
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
