//! The Postgres types that the columns of a foreign table can have.

use crate::catalogue::column::Kind;

/// A Postgres type that a column can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// boolean
    Bool,
    /// smallint
    I16,
    /// integer
    I32,
    /// bigint
    I64,
    /// real
    F32,
    /// double precision
    F64,
    /// numeric, which the host carries as a double
    Numeric,
    /// text
    Text,
    /// date
    Date,
    /// timestamp
    Timestamp,
    /// timestamptz
    Timestamptz,
    /// jsonb
    Json,
    /// uuid
    Uuid,
}

impl Type {
    /// Its SQL name.
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

    /// Whether it holds a time to the millisecond at least, in the order of time.
    pub fn is_moment(self) -> bool {
        matches!(self, Type::Timestamp | Type::Timestamptz | Type::I64)
    }

    /// Whether a column of this type can hold what an attribute of that kind holds. Text and jsonb hold anything.
    pub fn holds(self, kind: Kind) -> bool {
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
