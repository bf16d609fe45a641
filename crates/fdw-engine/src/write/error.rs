//! Errors of writes.

use std::error::Error;
use std::fmt;

use crate::catalogue::column::Kind;
use crate::catalogue::option::OptionSpec;
use crate::catalogue::write::{ColumnValue, LostSecret};
use crate::catalogue::{Catalogue, Object};
use crate::client::error::RequestError;
use crate::planner::error::PlanError;
use crate::report::report;
use crate::request::settings::OptionError;

/// A kind of statement that writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// INSERT
    Insert,
    /// UPDATE
    Update,
    /// DELETE
    Delete,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Operation::Insert => "INSERT",
            Operation::Update => "UPDATE",
            Operation::Delete => "DELETE",
        })
    }
}

impl Operation {
    /// What the operation does to a row, as a past participle.
    fn done(self) -> &'static str {
        match self {
            Operation::Insert => "inserted",
            Operation::Update => "updated",
            Operation::Delete => "deleted",
        }
    }
}

/// An error that ends a write. It contains no value that a statement sets, because such a value may be a password.
pub enum WriteError {
    /// An option is missing or has an invalid value.
    Option(OptionError),
    /// The object or a column is unknown.
    Plan(PlanError),
    /// The option `read_only` is set.
    ReadOnlyOption {
        /// The object.
        object: &'static Object,
    },
    /// The table option `rowid_column` does not name the column that identifies rows.
    WrongRowIdColumn {
        /// The object.
        object: &'static Object,
        /// The column that identifies rows.
        column: &'static str,
    },
    /// The API has no requests that write these rows.
    ReadOnlyObject {
        /// The object.
        object: &'static Object,
    },
    /// The API has no request for this operation.
    UnsupportedOperation {
        /// The object.
        object: &'static Object,
        /// The operation.
        operation: Operation,
        /// The operations that the API has requests for.
        possible: Vec<Operation>,
    },
    /// The API does not let the operation set this column.
    UnwritableColumn {
        /// The object.
        object: &'static Object,
        /// The operation.
        operation: Operation,
        /// The column.
        column: String,
        /// The columns that the operation can set.
        writable: Vec<String>,
    },
    /// The value of a column does not fit what the API accepts.
    WrongValue {
        /// The object.
        object: &'static Object,
        /// The column.
        column: String,
        /// The kind of value that the API accepts.
        kind: Kind,
        /// The SQL name of the value's type.
        found: &'static str,
    },
    /// A value cannot be part of a URL.
    NotInUrl {
        /// The object.
        object: &'static Object,
        /// The column.
        column: &'static str,
    },
    /// A column cannot be set to NULL.
    Null {
        /// The object.
        object: &'static Object,
        /// The column.
        column: String,
    },
    /// A column was set to a value that triggers no request.
    NoTrigger {
        /// The object.
        object: &'static Object,
        /// The column.
        column: String,
        /// The values that do.
        values: Vec<ColumnValue>,
    },
    /// A column can only be set together with another one, which the statement does not set.
    NeedsTrigger {
        /// The object.
        object: &'static Object,
        /// The column.
        column: String,
        /// The other column.
        trigger: &'static str,
        /// The value of the other column.
        value: ColumnValue,
    },
    /// Columns that the request needs are not set.
    Missing {
        /// The object.
        object: &'static Object,
        /// The operation.
        operation: Operation,
        /// The columns.
        columns: Vec<&'static str>,
    },
    /// The statement sets no column to a value.
    NothingToDo {
        /// The object.
        object: &'static Object,
        /// The operation.
        operation: Operation,
    },
    /// The statement sets two columns that contradict each other.
    Contradiction {
        /// The object.
        object: &'static Object,
        /// One column.
        first: String,
        /// The other column.
        second: String,
    },
    /// The row id does not have the form that the object's row ids have.
    BadRowId {
        /// The object.
        object: &'static Object,
        /// The columns whose values, joined by slashes, are the row id.
        parts: Vec<&'static str>,
    },
    /// An option that must be `true` for the request is not.
    NeedsSwitch {
        /// The object.
        object: &'static Object,
        /// The option.
        switch: &'static OptionSpec,
    },
    /// The response to the request contains a secret, which would be lost.
    LosesSecret {
        /// The object.
        object: &'static Object,
        /// The secret.
        secret: &'static LostSecret,
    },
    /// A request failed.
    Failed(Box<FailedWrite>),
    /// A row failed after the statement had written others.
    NotFirst {
        /// What the statement did to the other rows.
        operation: Operation,
        /// Number of rows that it had written.
        rows: u64,
        /// The error of the row.
        error: Box<WriteError>,
    },
    /// The host called a function that needs an open write, but none was begun or it has failed.
    NoWrite,
}

/// A write whose request failed.
pub struct FailedWrite {
    /// The object.
    pub object: &'static Object,
    /// The operation.
    pub operation: Operation,
    /// The row id; `None` in an INSERT.
    pub row: Option<String>,
    /// The requests for the row that took effect before, as method and target.
    pub done: Vec<String>,
    /// Whether the response says that the row does not exist.
    pub is_gone: bool,
    /// The request, and why it failed.
    pub source: RequestError,
}

impl WriteError {
    /// The error for a name that the catalogue does not have as an object.
    pub fn unknown_object(catalogue: &'static Catalogue, name: Option<String>) -> WriteError {
        WriteError::Plan(match name {
            Some(name) => PlanError::UnknownObject { catalogue, name },
            None => PlanError::NoObject { catalogue },
        })
    }

    /// The complete text for the user: the error, followed by its sources.
    pub fn report(&self) -> String {
        report(self)
    }
}

/// The SQL literal of a value that triggers a request.
struct Literal(ColumnValue);

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ColumnValue::Bool(value) => write!(f, "{value}"),
            ColumnValue::Text(text) => write!(f, "'{text}'"),
        }
    }
}

/// What a column of this kind accepts, as an indefinite phrase.
fn accepted(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a text",
        Kind::Bool => "a boolean",
        Kind::Integer => "a whole number",
        Kind::Number => "a number",
        Kind::Time => "a time",
        Kind::Json => "a JSON array or object",
        Kind::Map => "a JSON object",
        Kind::Any => "a JSON value",
    }
}

/// Texts separated by commas.
fn list<T: fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Option(error) => error.fmt(f),
            WriteError::Plan(error) => error.fmt(f),
            WriteError::ReadOnlyOption { object } => {
                write!(f, "{}: the option read_only refuses INSERT, UPDATE and DELETE", object.name)
            }
            WriteError::WrongRowIdColumn { object, column } => {
                write!(f, "{}: the table option rowid_column must be '{column}'", object.name)
            }
            WriteError::ReadOnlyObject { object } => {
                write!(f, "{}: this table is read-only, because the API cannot change its rows", object.name)
            }
            WriteError::UnsupportedOperation { object, operation, possible } => {
                write!(f, "{}: {operation} is not possible; the API allows {}", object.name, list(possible))
            }
            WriteError::NeedsSwitch { object, switch } => write!(
                f,
                "{}: this write is refused unless the option {} is 'true' on the server or the table",
                object.name, switch.name
            ),
            WriteError::LosesSecret { object, secret } => write!(
                f,
                "{}: the response contains {}, which Postgres cannot return; {}, or set the option discard_secrets to \
                 'true'",
                object.name, secret.name, secret.advice
            ),
            WriteError::Failed(failed) => failed.fmt(f),
            WriteError::NotFirst { operation, rows, error } => {
                let plural = if *rows == 1 { "" } else { "s" };
                let done = operation.done();
                write!(f, "{}; before that, the statement {done} {rows} row{plural}, which stays so", error.report())
            }
            WriteError::NoWrite => f.write_str("no write is open"),
            _ => self.fmt_row(f),
        }
    }
}

impl WriteError {
    /// Writes the error of a row that does not fit what the API accepts.
    fn fmt_row(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::UnwritableColumn { object, operation, column, writable } if writable.is_empty() => {
                write!(f, "{}: {operation} cannot set column {column}, because it can set no column", object.name)
            }
            WriteError::UnwritableColumn { object, operation, column, writable } => write!(
                f,
                "{}: {operation} cannot set column {column}; it can set: {}",
                object.name,
                writable.join(", ")
            ),
            WriteError::WrongValue { object, column, kind, found } => write!(
                f,
                "column {}.{column} accepts {}, but its value of type {found} cannot be sent as one",
                object.name,
                accepted(*kind)
            ),
            WriteError::NotInUrl { object, column } => write!(
                f,
                "column {}.{column} is part of a URL, so it must not be empty, '.' or '..', and must not contain \
                 control characters",
                object.name
            ),
            WriteError::Null { object, column } => {
                write!(f, "column {}.{column} cannot be set to NULL", object.name)
            }
            WriteError::NoTrigger { object, column, values } => {
                let values: Vec<String> = values.iter().map(|value| Literal(*value).to_string()).collect();
                write!(f, "column {}.{column} can only be set to {}", object.name, values.join(" or "))
            }
            WriteError::NeedsTrigger { object, column, trigger, value } => write!(
                f,
                "column {}.{column} can only be set together with {trigger} = {}",
                object.name,
                Literal(*value)
            ),
            WriteError::Missing { object, operation, columns } => {
                write!(f, "{}: this {operation} must also set: {}", object.name, list(columns))
            }
            WriteError::NothingToDo { object, operation } => {
                write!(f, "{}: this {operation} sets no column to a value, so there is nothing to do", object.name)
            }
            WriteError::Contradiction { object, first, second } => {
                write!(f, "{}: a statement cannot set both {first} and {second}", object.name)
            }
            WriteError::BadRowId { object, parts } => match parts.as_slice() {
                [column] => write!(
                    f,
                    "{}: the row id, {column}, must not be empty, '.' or '..', and must not contain control characters",
                    object.name
                ),
                parts => write!(f, "{}: the row id must have the form <{}>", object.name, parts.join(">/<")),
            },
            _ => Ok(()),
        }
    }
}

impl fmt::Display for FailedWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = self.operation.done();
        write!(f, "{}: ", self.object.name)?;
        match &self.row {
            Some(id) => write!(f, "row {id}")?,
            None => f.write_str("the row")?,
        }
        if self.source.may_have_taken_effect {
            write!(f, " may have been {done}, because no response says whether a request took effect")?;
        } else if !self.done.is_empty() {
            write!(f, " was {done} only in part")?;
        } else if self.is_gone {
            write!(f, " was not {done}, because the API does not know it; it may have been deleted")?;
        } else {
            write!(f, " was not {done}")?;
        }
        if self.done.is_empty() { Ok(()) } else { write!(f, "; these requests took effect: {}", self.done.join(", ")) }
    }
}

impl fmt::Debug for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report())
    }
}

impl Error for WriteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            WriteError::Failed(failed) => Some(&failed.source),
            _ => None,
        }
    }
}

impl From<OptionError> for WriteError {
    fn from(error: OptionError) -> WriteError {
        WriteError::Option(error)
    }
}
