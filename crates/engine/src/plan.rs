//! From what the query asks to what will be read: every name and type is checked against the catalogue here, before
//! any request.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::access::Answer;
use crate::catalogue::{Catalogue, Object};
use crate::column::{self, Kind, Place};
use crate::decode::{self, Slots};
use crate::error::Error;
use crate::page::Projection;
use crate::path::{self, Path, bit};
use crate::qual::{Qual, Reading};
use crate::text::{concat, push_int};

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

    /// Whether it holds a moment to the millisecond at least, in the order of time.
    pub fn is_moment(self) -> bool {
        matches!(self, Type::Timestamp | Type::Timestamptz | Type::I64)
    }

    /// Whether a column of this type can hold what an attribute of that kind holds. Text and jsonb hold anything.
    fn holds(self, kind: Kind) -> bool {
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

/// What a query asks of a foreign table.
pub struct ScanRequest {
    /// The table option `object`.
    pub object: Option<String>,
    /// The columns it needs, those of its conditions among them, in order, with their types; a type the engine has no
    /// name for comes as its text.
    pub columns: Vec<(String, Result<Type, String>)>,
    /// Conditions, all of which must hold. There may be others, which the host could not express.
    pub quals: Vec<Qual>,
    /// The column of its order, where that is one, and whether the largest comes first.
    pub sort: Option<(String, bool)>,
    /// Whether it has any order.
    pub is_sorted: bool,
    /// LIMIT plus OFFSET, where the query has them: a hint.
    pub limit: Option<i64>,
}

/// What options say of planning.
#[derive(Clone, Copy)]
pub struct Settings {
    /// How comparisons are read.
    pub reading: Reading,
    /// Whether LIMIT may end a scan that has the query's order.
    pub top_n: bool,
}

/// A column to fill.
pub struct Field {
    /// Its name in Postgres.
    pub name: String,
    /// Its type in Postgres.
    pub ty: Type,
    /// Where its value stands.
    pub place: Place,
    /// For [`Place::Below`], how many bytes of the name are the keys below.
    pub rest: usize,
    /// The attributes that hold it.
    pub slots: Slots,
    /// The value that a condition fixes, as the condition has it.
    pub fixed: Option<String>,
    /// Whether a change of a value was told: once is enough.
    pub warned: bool,
}

/// Where a scan may end before the list does.
#[derive(Clone, Copy)]
pub struct Stop {
    /// The attribute by which the list is ordered, the largest first.
    pub column: &'static str,
    /// Milliseconds since the Unix epoch: rows below it are not asked for.
    pub bound: i64,
}

/// What will be read.
pub struct Plan {
    /// From which object.
    pub object: &'static Object,
    /// On which way.
    pub path: Path,
    /// Into which columns.
    pub fields: Vec<Field>,
    /// What is looked for in a row.
    pub projection: Projection,
    /// How the lists page.
    pub paging: Answer,
    /// Where to stop.
    pub stop: Option<Stop>,
    /// How many rows are enough.
    pub enough: u64,
    /// Whether the rows are all the same, so that it is enough to count them.
    pub counts: bool,
    /// How many rows to ask for first; the later pages are as large as the API allows.
    pub first_page: u32,
    /// What became of each condition, for the user.
    pub explained: String,
    /// What tells it from any other plan.
    pub signature: String,
}

/// Checks a request against the catalogue and finds the cheapest way to its rows.
pub fn plan(catalogue: &'static Catalogue, request: ScanRequest, settings: Settings) -> Result<Plan, Box<Error>> {
    let name = request.object.ok_or_else(|| Box::new(Error::NoObject { catalogue }))?;
    let object = match catalogue.object(&name) {
        Some(object) => object,
        None => return Err(Box::new(Error::UnknownObject { catalogue, name })),
    };
    let mut projection = Projection::default();
    let mut fields = Vec::with_capacity(request.columns.len());
    let mut on_request = String::new();
    for (name, ty) in request.columns {
        fields.push(field(object, name, ty, &mut projection, &mut on_request)?);
    }
    let quals = &request.quals;
    let mut reading = settings.reading;
    let mut path = path::cheapest(object, &fields, quals, reading);
    if reading.leaves_params && path.as_ref().is_some_and(|path| !path.is_whole_list()) {
        reading.leaves_params = false;
        path = path::cheapest(object, &fields, quals, reading);
    }
    let mut path = path.ok_or_else(|| Box::new(Error::NoKey { object }))?;
    let stop = path.stop(&fields, quals, reading);
    let mut order = stop.map(|stop| (stop.column, true));
    let all_exact = path.exact + 1 == bit(quals.len());
    let max = path.access.answer.max();
    let limit = request.limit.and_then(|limit| u32::try_from(limit).ok()).filter(|_| all_exact);
    let mut first_page = limit.filter(|_| !request.is_sorted && path.is_one_list()).unwrap_or(max);
    let mut enough = u64::MAX;
    if let (true, Some((sorted, descending)), Some(limit)) =
        (settings.top_n && path.is_one_list(), &request.sort, limit)
        && fields.iter().any(|field| field.name == *sorted && field.ty.is_moment())
        && let Some(column) = path.access.orders.iter().find(|column| *column == sorted)
    {
        order = Some((column, *descending));
        enough = u64::from(limit);
        first_page = limit;
    }
    first_page = first_page.max(1).min(max);
    // A cursor leads through the first order alone.
    let first_order = path.access.orders.first().copied();
    let paging = match path.access.answer {
        Answer::Cursor { max } if order.is_some_and(|(column, _)| first_order != Some(column)) => {
            Answer::Offset { max }
        }
        answer => answer,
    };
    let counts = max > 0 && enough == u64::MAX && path.fix(&mut fields, quals);
    // What counts alone has no order.
    if let Some((column, descending)) = order.or(Some((first_order.unwrap_or(""), false)))
        && !column.is_empty()
        && !(counts && !path.access.count.is_empty())
    {
        path::push_param(&mut path.params, catalogue.words.order, if descending { "-" } else { "%2B" }, column);
    }
    path.params.push_str(&on_request);
    let mut signature = concat(&[path.access.path, "\n", &path.keys, &path.params, &path.lists]);
    for number in [stop.map_or(0, |stop| stop.bound), enough as i64] {
        signature.push('\n');
        push_int(&mut signature, number);
    }
    for field in &fields {
        for part in ["\n", &field.name, " ", field.ty.sql()] {
            signature.push_str(part);
        }
    }
    let explained = explain(quals, &path);
    Ok(Plan { object, path, fields, projection, paging, stop, enough, counts, first_page, explained, signature })
}

fn field(
    object: &'static Object,
    name: String,
    ty: Result<Type, String>,
    projection: &mut Projection,
    on_request: &mut String,
) -> Result<Field, Box<Error>> {
    let Some(resolved) = column::find(object.columns, &name) else {
        return Err(Box::new(Error::UnknownColumn { object, name }));
    };
    let (place, kind, rest) = (resolved.place, resolved.kind, resolved.rest.len());
    let ty = match ty {
        Ok(ty) if ty.holds(kind) => ty,
        _ => {
            let ty = ty.map_or_else(|other| other, |ty| String::from(ty.sql()));
            return Err(Box::new(Error::WrongType { object, name, ty, fits: kind.sql() }));
        }
    };
    if !resolved.param.is_empty() {
        // No column is asked for twice.
        on_request.push('&');
        on_request.push_str(resolved.param);
    }
    let slots = decode::slots(projection, place, &resolved.path);
    Ok(Field { name, ty, place, rest, slots, fixed: None, warned: false })
}

/// Which conditions the API answers, and which Postgres.
fn explain(quals: &[Qual], path: &Path) -> String {
    let mut out = String::new();
    for (at, qual) in quals.iter().enumerate() {
        let by = if path.exact & bit(at) != 0 {
            " is answered by the request"
        } else if path.loose & bit(at) != 0 {
            " narrows the request"
        } else {
            " stays with Postgres"
        };
        for part in ["; ", &qual.column, " ", &qual.operator, by] {
            out.push_str(part);
        }
    }
    out
}
