//! From what the query asks to what will be read: every name and type is checked against the catalogue here, before
//! any request.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::catalogue::{Catalogue, Kind, Object, Paging, Place};
use crate::error::Error;

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

    /// Whether a column of this type can hold what an attribute of that kind holds. Text and jsonb hold anything.
    fn holds(self, kind: Kind) -> bool {
        use Type::{Bool, Date, F32, F64, I16, I32, I64, Json, Numeric, Text, Timestamp, Timestamptz, Uuid};
        match self {
            Text | Json => true,
            Bool => matches!(kind, Kind::Bool | Kind::Any),
            I16 | I32 | F32 => matches!(kind, Kind::Integer | Kind::Any),
            I64 | F64 | Numeric => matches!(kind, Kind::Integer | Kind::Time | Kind::Any),
            Date | Timestamp | Timestamptz => matches!(kind, Kind::Time | Kind::Any),
            Uuid => matches!(kind, Kind::Text | Kind::Any),
        }
    }
}

/// What a query asks of a foreign table.
pub struct ScanRequest {
    /// The table option `object`.
    pub object: Option<String>,
    /// The columns it needs, in order, with their types; a type the engine has no name for comes as its text.
    pub columns: Vec<(String, Result<Type, String>)>,
    /// LIMIT plus OFFSET, where the query has them: a hint.
    pub limit: Option<i64>,
    /// Whether there are conditions or an order, so that Postgres may need more rows than the limit says.
    pub reads_past_limit: bool,
}

/// A column to fill.
pub struct Field {
    /// Its name in Postgres.
    pub name: String,
    /// Its type in Postgres.
    pub ty: Type,
    /// The attribute, keys joined by dots.
    pub path: String,
    /// What the path leads to.
    pub place: Place,
    /// For [`Place::Below`], the rest of the name.
    pub rest: String,
}

/// What will be read.
pub struct Plan {
    /// From which object.
    pub object: &'static Object,
    /// Into which columns.
    pub fields: Vec<Field>,
    /// Parameters that the columns call for.
    pub params: Vec<&'static str>,
    /// How many rows to ask for first; the later pages are as large as the API allows.
    pub first_page: u32,
}

/// Checks a request against the catalogue.
pub fn plan(catalogue: &'static Catalogue, request: ScanRequest) -> Result<Plan, Box<Error>> {
    let name = request.object.ok_or_else(|| Box::new(Error::NoObject { catalogue }))?;
    let object = match catalogue.object(&name) {
        Some(object) => object,
        None => return Err(Box::new(Error::UnknownObject { catalogue, name })),
    };
    let mut fields = Vec::with_capacity(request.columns.len());
    let mut params = Vec::new();
    for (name, ty) in request.columns {
        fields.push(field(object, name, ty, &mut params)?);
    }
    let first_page = first_page(object.paging, request.limit.filter(|_| !request.reads_past_limit));
    Ok(Plan { object, fields, params, first_page })
}

fn field(
    object: &'static Object,
    name: String,
    ty: Result<Type, String>,
    params: &mut Vec<&'static str>,
) -> Result<Field, Box<Error>> {
    let Some(resolved) = object.resolve(&name) else {
        return Err(Box::new(Error::UnknownColumn { object, name }));
    };
    let (path, place, kind, rest) = (resolved.path, resolved.place, resolved.kind, String::from(resolved.rest));
    if !resolved.param.is_empty() && !params.contains(&resolved.param) {
        params.push(resolved.param);
    }
    let ty = match ty {
        Ok(ty) if ty.holds(kind) => return Ok(Field { name, ty, path, place, rest }),
        Ok(ty) => String::from(ty.sql()),
        Err(ty) => ty,
    };
    Err(Box::new(Error::WrongType { object, name, ty, fits: kind.sql() }))
}

/// A limit can make the first page smaller, never the scan shorter.
fn first_page(paging: Paging, limit: Option<i64>) -> u32 {
    let max = paging.max();
    match limit.map(u32::try_from) {
        Some(Ok(limit)) => limit.max(1).min(max),
        _ => max,
    }
}
