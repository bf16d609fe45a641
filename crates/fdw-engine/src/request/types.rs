//! The Postgres types that the columns of a foreign table can have.

use crate::catalogue::column::Kind;

/// A Postgres type that a column can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `boolean`
    Bool,
    /// `smallint`
    I16,
    /// `integer`
    I32,
    /// `bigint`
    I64,
    /// `real`
    F32,
    /// `double precision`
    F64,
    /// `numeric`; the host converts it from a double-precision number.
    Numeric,
    /// `text`
    Text,
    /// `date`
    Date,
    /// `timestamp`
    Timestamp,
    /// `timestamptz`
    Timestamptz,
    /// `jsonb`
    Json,
    /// `uuid`
    Uuid,
}

impl Type {
    /// The name of the type in SQL.
    pub fn sql(self) -> &'static str {
        match self {
            Type::Bool => "boolean",
            Type::I16 => "smallint",
            Type::I32 => "integer",
            Type::I64 => "bigint",
            Type::F32 => "real",
            Type::F64 => "double precision",
            Type::Numeric => "numeric",
            Type::Text => "text",
            Type::Date => "date",
            Type::Timestamp => "timestamp",
            Type::Timestamptz => "timestamptz",
            Type::Json => "jsonb",
            Type::Uuid => "uuid",
        }
    }

    /// Whether a column of this type stores times with a precision of at least a millisecond, so that sorting by the
    /// column sorts by time. A `bigint` stores milliseconds since the Unix epoch.
    pub fn has_millisecond_precision(self) -> bool {
        matches!(self, Type::Timestamp | Type::Timestamptz | Type::I64)
    }

    /// Whether a column of this type can store values of this kind. `text` and `jsonb` can store every kind.
    pub fn can_store(self, kind: Kind) -> bool {
        use Type::{Bool, Date, F32, F64, I16, I32, I64, Json, Numeric, Text, Timestamp, Timestamptz, Uuid};
        match self {
            Text | Json => true,
            Bool => matches!(kind, Kind::Bool | Kind::Any),
            I16 | I32 => matches!(kind, Kind::Integer | Kind::Any),
            F32 => matches!(kind, Kind::Integer | Kind::Number | Kind::Any),
            I64 => matches!(kind, Kind::Integer | Kind::Time | Kind::Any),
            F64 | Numeric => matches!(kind, Kind::Integer | Kind::Number | Kind::Time | Kind::Any),
            Date | Timestamp | Timestamptz => matches!(kind, Kind::Time | Kind::Any),
            Uuid => matches!(kind, Kind::Text | Kind::Any),
        }
    }
}
