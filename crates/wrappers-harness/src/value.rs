//! Values as Postgres has them, converted from the guest's cells with the same checks that the extension and Postgres
//! make.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use anyhow::{Result, anyhow, bail};
use chrono::{DateTime, NaiveDate, NaiveDateTime};

use wrappers_host::types::{Cell, TypeOid};

/// Postgres type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PgType {
    /// boolean
    Bool,
    /// "char"
    Char,
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
    /// numeric
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
    Jsonb,
    /// uuid
    Uuid,
    /// A type that the host's interface cannot express. The extension panics if the guest requests it.
    Unsupported,
}

impl PgType {
    /// The type as the guest reads it; `None` if the interface cannot express it.
    pub fn oid(self) -> Option<TypeOid> {
        Some(match self {
            PgType::Bool => TypeOid::Bool,
            PgType::Char => TypeOid::I8,
            PgType::I16 => TypeOid::I16,
            PgType::I32 => TypeOid::I32,
            PgType::I64 => TypeOid::I64,
            PgType::F32 => TypeOid::F32,
            PgType::F64 => TypeOid::F64,
            PgType::Numeric => TypeOid::Numeric,
            PgType::Text => TypeOid::String,
            PgType::Date => TypeOid::Date,
            PgType::Timestamp => TypeOid::Timestamp,
            PgType::Timestamptz => TypeOid::Timestamptz,
            PgType::Jsonb => TypeOid::Json,
            PgType::Uuid => TypeOid::Uuid,
            PgType::Unsupported => return None,
        })
    }
}

impl FromStr for PgType {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        Ok(match name {
            "boolean" | "bool" => PgType::Bool,
            "\"char\"" => PgType::Char,
            "smallint" | "int2" => PgType::I16,
            "integer" | "int" | "int4" => PgType::I32,
            "bigint" | "int8" => PgType::I64,
            "real" | "float4" => PgType::F32,
            "double precision" | "double" | "float8" => PgType::F64,
            "numeric" => PgType::Numeric,
            "text" => PgType::Text,
            "date" => PgType::Date,
            "timestamp" => PgType::Timestamp,
            "timestamptz" => PgType::Timestamptz,
            "jsonb" => PgType::Jsonb,
            "uuid" => PgType::Uuid,
            "varchar" | "json" | "text[]" => PgType::Unsupported,
            _ => bail!("unknown Postgres type {name}"),
        })
    }
}

/// A column of a foreign table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Column name.
    pub name: String,
    /// Column type.
    pub ty: PgType,
}

impl Column {
    /// A column with this name and type.
    pub fn new(name: &str, ty: PgType) -> Self {
        Column { name: name.to_owned(), ty }
    }
}

/// Parses `name type` as in CREATE FOREIGN TABLE, or `name:type`.
impl FromStr for Column {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (name, ty) = text.trim().split_once([' ', ':']).ok_or_else(|| anyhow!("column {text:?} has no type"))?;
        Ok(Column { name: name.trim_matches('"').to_owned(), ty: ty.trim().parse()? })
    }
}

/// A value of a column in Postgres.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// NULL
    Null,
    /// boolean
    Bool(bool),
    /// "char", smallint, integer, bigint
    Int(i64),
    /// real, double precision, numeric
    Float(f64),
    /// text
    Text(String),
    /// date, in seconds since the Unix epoch
    Date(i64),
    /// timestamp or timestamptz, in microseconds since the Unix epoch
    Time(i64),
    /// jsonb
    Json(serde_json::Value),
    /// uuid
    Uuid(String),
}

/// Earliest timestamp of Postgres, in microseconds since the Unix epoch. The latest one does not fit into 64 bits.
const FIRST_TIMESTAMP: i64 = -210_866_803_200_000_000;

/// First second after the range of Postgres' timestamps, in seconds since the Unix epoch.
const TIMESTAMP_END: i64 = 9_224_318_016_000;

/// Microseconds from the Unix epoch to Postgres' epoch, 2000-01-01.
const PG_EPOCH: i64 = 946_684_800_000_000;

impl Value {
    /// Converts a guest's cell for a column as the extension does, then applies Postgres' own checks.
    ///
    /// # Errors
    /// Fails if the cell does not fit the column's type, if the extension would panic, or if Postgres would reject the
    /// value.
    pub fn from_cell(cell: Option<Cell>, column: &Column) -> Result<Value> {
        let Some(cell) = cell else { return Ok(Value::Null) };
        let fits = matches!(
            (&cell, column.ty),
            (Cell::Bool(_), PgType::Bool)
                | (Cell::I8(_), PgType::Char)
                | (Cell::I16(_), PgType::I16)
                | (Cell::I32(_), PgType::I32)
                | (Cell::I64(_), PgType::I64)
                | (Cell::F32(_), PgType::F32)
                | (Cell::F64(_), PgType::F64)
                | (Cell::Numeric(_), PgType::Numeric)
                | (Cell::String(_), PgType::Text)
                | (Cell::Date(_), PgType::Date)
                | (Cell::Timestamp(_), PgType::Timestamp)
                | (Cell::Timestamptz(_), PgType::Timestamptz)
                | (Cell::Json(_), PgType::Jsonb)
                | (Cell::Uuid(_), PgType::Uuid)
        );
        if !fits {
            bail!("the cell {cell:?} does not fit column {} of type {:?}", column.name, column.ty);
        }
        Self::convert(cell).map_err(|error| anyhow!("column {}: {error}", column.name))
    }

    fn convert(cell: Cell) -> Result<Value> {
        Ok(match cell {
            Cell::Bool(value) => Value::Bool(value),
            Cell::I8(value) => Value::Int(value.into()),
            Cell::I16(value) => Value::Int(value.into()),
            Cell::I32(value) => Value::Int(value.into()),
            Cell::I64(value) => Value::Int(value),
            Cell::F32(value) => Value::Float(value.into()),
            Cell::F64(value) => Value::Float(value),
            Cell::Numeric(value) if value.is_finite() => Value::Float(value),
            Cell::String(value) if value.contains('\0') => bail!("Postgres: invalid byte sequence: 0x00 in {value:?}"),
            Cell::String(value) => Value::Text(value),
            Cell::Date(value) if (FIRST_TIMESTAMP / 1_000_000..TIMESTAMP_END).contains(&value) => Value::Date(value),
            Cell::Timestamp(value) | Cell::Timestamptz(value) if in_range(value) => Value::Time(value),
            Cell::Json(text) => {
                let value = serde_json::from_str(&text)
                    .map_err(|error| anyhow!("host panic: convert cell failed: {error} in {text:?}"))?;
                if has_nul(&value) {
                    bail!("Postgres: unsupported Unicode escape sequence: \\u0000 cannot be converted to text");
                }
                Value::Json(value)
            }
            Cell::Uuid(text) => match uuid::Uuid::try_parse(&text) {
                Ok(uuid) => Value::Uuid(uuid.to_string()),
                Err(error) => bail!("host panic: convert cell failed: {error}"),
            },
            other => bail!("host panic: convert cell failed: {other:?}"),
        })
    }

    /// Parses a literal of a type. Times are RFC 3339, `date time` in UTC, or a date.
    pub fn parse(text: &str, ty: PgType) -> Result<Value> {
        let time = |text: &str| -> Result<i64> {
            if let Ok(time) = DateTime::parse_from_rfc3339(text) {
                return Ok(time.timestamp_micros());
            }
            for format in ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"] {
                if let Ok(time) = NaiveDateTime::parse_from_str(text, format) {
                    return Ok(time.and_utc().timestamp_micros());
                }
            }
            let date = NaiveDate::parse_from_str(text, "%Y-%m-%d")?;
            Ok(date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros())
        };
        Ok(match ty {
            PgType::Bool => match text {
                "true" | "t" => Value::Bool(true),
                "false" | "f" => Value::Bool(false),
                _ => bail!("{text:?} is not a boolean"),
            },
            PgType::Char | PgType::I16 | PgType::I32 | PgType::I64 => Value::Int(text.parse()?),
            PgType::F32 | PgType::F64 | PgType::Numeric => Value::Float(text.parse()?),
            PgType::Date => Value::Date(time(text)? / 1_000_000),
            PgType::Timestamp | PgType::Timestamptz => Value::Time(time(text)?),
            PgType::Jsonb => Value::Json(serde_json::from_str(text)?),
            PgType::Uuid => Value::Uuid(uuid::Uuid::try_parse(text)?.to_string()),
            PgType::Text | PgType::Unsupported => Value::Text(text.to_owned()),
        })
    }

    /// The value as a cell of the given type, as quals contain it. NULL becomes the host's dummy, the integer 0.
    pub fn to_cell(&self, ty: PgType) -> Cell {
        match self {
            Value::Null => Cell::I64(0),
            Value::Bool(value) => Cell::Bool(*value),
            Value::Int(value) => match ty {
                PgType::Char => Cell::I8(*value as i8),
                PgType::I16 => Cell::I16(*value as i16),
                PgType::I32 => Cell::I32(*value as i32),
                _ => Cell::I64(*value),
            },
            Value::Float(value) => match ty {
                PgType::F32 => Cell::F32(*value as f32),
                PgType::Numeric => Cell::Numeric(*value),
                _ => Cell::F64(*value),
            },
            Value::Text(value) => Cell::String(value.clone()),
            Value::Date(value) => Cell::Date(*value),
            Value::Time(value) if ty == PgType::Timestamp => Cell::Timestamp(*value),
            Value::Time(value) => Cell::Timestamptz(*value),
            Value::Json(value) => Cell::Json(value.to_string()),
            Value::Uuid(value) => Cell::Uuid(value.clone()),
        }
    }

    /// Compares two values as SQL does. Returns `None` if either is NULL or their types differ, and for JSON values
    /// that are not equal.
    pub fn compare(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
            (Value::Int(a), Value::Int(b)) | (Value::Date(a), Value::Date(b)) | (Value::Time(a), Value::Time(b)) => {
                Some(a.cmp(b))
            }
            (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
            (Value::Text(a), Value::Text(b)) | (Value::Uuid(a), Value::Uuid(b)) => Some(a.cmp(b)),
            (Value::Json(a), Value::Json(b)) => (a == b).then_some(Ordering::Equal),
            _ => None,
        }
    }

    /// The value as JSON; dates, timestamps and UUIDs are strings.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Int(value) => (*value).into(),
            Value::Float(value) => (*value).into(),
            Value::Json(value) => value.clone(),
            Value::Text(_) | Value::Date(_) | Value::Time(_) | Value::Uuid(_) => self.to_string().into(),
        }
    }
}

fn in_range(micros: i64) -> bool {
    micros >= FIRST_TIMESTAMP && micros.checked_sub(PG_EPOCH).is_some()
}

fn has_nul(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => text.contains('\0'),
        serde_json::Value::Array(items) => items.iter().any(has_nul),
        serde_json::Value::Object(members) => members.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        _ => false,
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => Ok(()),
            Value::Bool(value) => f.write_str(if *value { "t" } else { "f" }),
            Value::Int(value) => write!(f, "{value}"),
            Value::Float(value) => write!(f, "{value}"),
            Value::Text(value) | Value::Uuid(value) => f.write_str(value),
            Value::Json(value) => write!(f, "{value}"),
            Value::Date(seconds) => match DateTime::from_timestamp(*seconds, 0) {
                Some(time) => write!(f, "{}", time.format("%Y-%m-%d")),
                None => write!(f, "{seconds} s"),
            },
            Value::Time(micros) => match DateTime::from_timestamp_micros(*micros) {
                Some(time) => write!(f, "{}", time.format("%Y-%m-%d %H:%M:%S%.f")),
                None => write!(f, "{micros} us"),
            },
        }
    }
}
