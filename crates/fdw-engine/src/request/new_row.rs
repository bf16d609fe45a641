//! The input of a write: the values that a statement sets.

/// The columns that INSERT or UPDATE sets, with their values. INSERT sets every column of the table, those that the
/// statement does not name to NULL or to their default.
pub type NewRow = Vec<(String, Option<NewValue>)>;

/// A value that is not NULL. The type does not implement `Debug`, because the value may be a password.
#[derive(Clone, PartialEq)]
pub enum NewValue {
    /// A boolean.
    Bool(bool),
    /// A smallint, integer or bigint.
    Int(i64),
    /// A real, double precision or numeric.
    Float(f64),
    /// A text or uuid.
    Text(String),
    /// The text of a jsonb.
    Json(String),
    /// A date, in seconds since the Unix epoch.
    Date(i64),
    /// A timestamp or timestamptz, in microseconds since the Unix epoch. A timestamp is taken to be in UTC, as it is
    /// when it is read.
    Time(i64),
    /// A value of a type that the engine does not support, with the name of the type.
    Other(&'static str),
}

impl NewValue {
    /// The SQL name of a type that has such values, for messages.
    pub fn type_name(&self) -> &'static str {
        match self {
            NewValue::Bool(_) => "boolean",
            NewValue::Int(_) => "bigint",
            NewValue::Float(_) => "double precision",
            NewValue::Text(_) => "text",
            NewValue::Json(_) => "jsonb",
            NewValue::Date(_) => "date",
            NewValue::Time(_) => "timestamptz",
            NewValue::Other(name) => name,
        }
    }
}
