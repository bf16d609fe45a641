//! From what the query asks to what will be read: every name and type is checked against the catalogue here, before
//! any request.

use alloc::string::String;
use alloc::vec::Vec;

use crate::access::Answer;
use crate::catalogue::{Catalogue, Object};
use crate::column::{self, Kind, Place};
use crate::decode::{self, Slots};
use crate::error::{Error, Fail, fail};
use crate::page::Projection;
use crate::path::{self, Path, bit};
use crate::qual::{Qual, Reading};
use crate::text::{append, push_int};

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
    pub columns: Vec<(String, Result<Type, &'static str>)>,
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

/// What there is before anything was asked for.
const NOTHING: Object = Object::new("", "", &[], &[]);

impl Plan {
    /// Of nothing.
    pub fn new() -> Self {
        Plan {
            object: &NOTHING,
            path: Path::new(),
            fields: Vec::new(),
            projection: Projection::default(),
            paging: Answer::One,
            stop: None,
            enough: u64::MAX,
            counts: false,
            first_page: 0,
            explained: String::new(),
            signature: String::new(),
        }
    }

    /// Checks a request against the catalogue and finds the cheapest way to its rows. It is made in place: moving and
    /// dropping its parts would cost code.
    pub fn make(
        &mut self,
        catalogue: &'static Catalogue,
        request: &ScanRequest,
        settings: Settings,
    ) -> Result<(), Fail> {
        let Some(name) = &request.object else { return Err(fail(Error::NoObject { catalogue })) };
        let Some(object) = catalogue.object(name) else {
            return Err(fail(Error::UnknownObject { catalogue, name: name.clone() }));
        };
        self.object = object;
        let mut on_request = String::new();
        for (name, ty) in &request.columns {
            self.add_field(name, *ty, &mut on_request)?;
        }
        let quals = &*request.quals;
        let mut reading = settings.reading;
        let mut found = self.path.find(object, &self.fields, quals, reading);
        if found && reading.leaves_params && !self.path.is_whole_list() {
            reading.leaves_params = false;
            found = self.path.find(object, &self.fields, quals, reading);
        }
        if !found {
            return Err(fail(Error::NoKey { object }));
        }
        let access = self.path.access;
        self.stop = self.path.stop(&self.fields, quals, reading);
        let first_order = access.orders.first().copied().unwrap_or("");
        let (mut order, mut sign) = (first_order, "%2B");
        if let Some(stop) = self.stop {
            (order, sign) = (stop.column, "-");
        }
        let all_exact = quals.len() < 64 && self.path.exact.wrapping_add(1) == bit(quals.len());
        let max = access.answer.max();
        self.first_page = max;
        let is_one_list = self.path.is_one_list();
        if let Some(limit) = request.limit.and_then(|limit| u32::try_from(limit).ok())
            && all_exact
            && is_one_list
        {
            if let Some((sorted, descending)) = &request.sort
                && settings.top_n
                && self.fields.iter().any(|field| field.name == *sorted && field.ty.is_moment())
                && let Some(column) = access.orders.iter().find(|column| *column == sorted)
            {
                (order, sign) = (column, if *descending { "-" } else { "%2B" });
                self.enough = u64::from(limit);
            }
            if !request.is_sorted || self.enough != u64::MAX {
                self.first_page = limit.max(1).min(max);
            }
        }
        self.paging = match access.answer {
            // A cursor leads through the first order alone.
            Answer::Cursor { max } if order != first_order => Answer::Offset { max },
            answer => answer,
        };
        self.counts = max > 0 && self.enough == u64::MAX && self.path.fix(&mut self.fields, quals);
        // What counts alone has no order.
        if !order.is_empty() && (!self.counts || access.count.is_empty()) {
            path::push_param(&mut self.path.params, catalogue.words.order, sign, order);
        }
        self.path.params.push_str(&on_request);
        self.sign();
        self.explain(quals);
        Ok(())
    }

    fn add_field(&mut self, name: &str, ty: Result<Type, &'static str>, on_request: &mut String) -> Result<(), Fail> {
        let object = self.object;
        let Some(resolved) = column::find(object.columns, name) else {
            return Err(fail(Error::UnknownColumn { object, name: String::from(name) }));
        };
        let ty = match ty {
            Ok(ty) if ty.holds(resolved.kind) => ty,
            _ => {
                let ty = ty.map_or_else(|name| name, Type::sql);
                return Err(fail(Error::WrongType { object, name: String::from(name), ty, fits: resolved.kind.sql() }));
            }
        };
        if !resolved.param.is_empty() {
            // No column is asked for twice.
            on_request.push('&');
            on_request.push_str(resolved.param);
        }
        let slots = decode::slots(&mut self.projection, resolved.place, &resolved.path);
        self.fields.push(Field {
            name: String::from(name),
            ty,
            place: resolved.place,
            rest: resolved.rest.len(),
            slots,
            fixed: None,
            warned: false,
        });
        Ok(())
    }

    /// Writes down everything that the rows depend on.
    fn sign(&mut self) {
        let out = &mut self.signature;
        append(out, &[self.path.access.path, "\n", &self.path.keys, &self.path.params, "\n", &self.path.lists]);
        push_int(out, self.stop.map_or(0, |stop| stop.bound));
        out.push(' ');
        push_int(out, self.enough as i64);
        for field in &self.fields {
            append(out, &["\n", &field.name, " ", field.ty.sql()]);
        }
    }

    /// Writes down which conditions the API answers, and which Postgres.
    fn explain(&mut self, quals: &[Qual]) {
        for (at, qual) in quals.iter().enumerate() {
            let by = if self.path.exact & bit(at) != 0 {
                " is answered by the request"
            } else if self.path.loose & bit(at) != 0 {
                " narrows the request"
            } else {
                " stays with Postgres"
            };
            append(&mut self.explained, &["; ", &qual.column, " ", &qual.operator, by]);
        }
    }
}

impl Default for Plan {
    fn default() -> Self {
        Self::new()
    }
}
