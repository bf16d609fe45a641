//! From what a query asks to what will be read: every name and type is checked against the catalogue, quals are pushed
//! down, and the cheapest access path is taken. Nothing is requested here, and a plan does not change while it runs.

mod access_path;
pub mod error;
pub mod plan;
mod pushdown;
mod value;

use crate::catalogue::access::{Access, Order};
use crate::catalogue::column::{self, Place};
use crate::catalogue::pagination::{OrderFormat, PageFormat, Pagination};
use crate::catalogue::{Catalogue, FixedParameter, Object};
use crate::request::qual::Qual;
use crate::request::types::Type;
use crate::request::{RequestedColumn, ScanRequest, Sort};

pub use access_path::LIST_COST;
use error::PlanError;
use plan::{Field, Parameter, Plan, PlannedQual, Pushdown};
use pushdown::CandidatePath;

/// How a query may be planned.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlannerSettings {
    /// Whether LIMIT may end a scan that has the query's order.
    pub top_n: bool,
    /// Whether quals with parameters are left to Postgres, provided that the whole list can be read instead: its rows
    /// answer every value of the parameter.
    pub leaves_parameters: bool,
}

/// Plans a query.
pub fn plan(
    catalogue: &'static Catalogue,
    request: &ScanRequest,
    settings: PlannerSettings,
) -> Result<Plan, PlanError> {
    let object = find_object(catalogue, request)?;
    let mut fields = Vec::with_capacity(request.columns.len());
    let mut on_request = Vec::new();
    for column in &request.columns {
        fields.push(resolve_field(object, column, &mut on_request)?);
    }
    let quals = &request.quals;
    let mut path = choose_path(catalogue, object, &fields, quals, settings.leaves_parameters)?;
    let access = path.access;
    let newest_first = path.stop_at_bound(quals);
    let limit = request.limit.and_then(|limit| u32::try_from(limit).ok());
    let limit = limit.filter(|_| path.is_exact() && path.is_one_list());
    let sorted = requested_order(&path, request, &fields).filter(|_| settings.top_n && limit.is_some());
    let stopped = newest_first.map(|newest_first| ListOrder { order: newest_first.order, descending: true });
    let first = access.orders.first().map(|order| ListOrder { order, descending: false });
    let order = sorted.or(stopped).or(first);
    let row_limit = limit.filter(|_| sorted.is_some());
    let is_limited = request.sort == Sort::Unsorted || row_limit.is_some();
    let counts = access.pagination.max().is_some() && row_limit.is_none() && fix_values(&mut fields, &path, quals);
    let mut parameters = path.parameters;
    // A count has no order.
    if let Some(order) = order
        && !(counts && access.count.is_some())
    {
        order.push(&catalogue.pages, &mut parameters);
    }
    parameters.extend(on_request);
    Ok(Plan {
        object,
        access,
        fields,
        keys: path.keys,
        parameters,
        partitions: path.partitions,
        pagination: match access.pagination {
            // The id of a row leads through the first order alone.
            Pagination::RowId { max, .. } if order != first => Pagination::Position { max },
            pagination => pagination,
        },
        first_page: first_page(access, limit.filter(|_| is_limited)),
        newest_first,
        row_limit: row_limit.map(u64::from),
        counts,
        quals: quals.iter().zip(path.pushdown).map(planned_qual).collect(),
    })
}

fn planned_qual((qual, pushdown): (&Qual, Pushdown)) -> PlannedQual {
    PlannedQual { column: qual.column.clone(), operator: qual.operator.clone(), pushdown }
}

/// How many rows to ask for first, where there are pages.
fn first_page(access: &Access, limit: Option<u32>) -> Option<u32> {
    let max = access.pagination.max()?;
    Some(limit.map_or(max, |limit| limit.max(1).min(max)))
}

fn find_object(catalogue: &'static Catalogue, request: &ScanRequest) -> Result<&'static Object, PlanError> {
    let Some(name) = &request.object else { return Err(PlanError::NoObject { catalogue }) };
    catalogue.object(name).ok_or_else(|| PlanError::UnknownObject { catalogue, name: name.clone() })
}

/// Finds a column that the query needs, and adds the parameter without which the API leaves it out.
fn resolve_field(
    object: &'static Object,
    column: &RequestedColumn,
    on_request: &mut Vec<Parameter>,
) -> Result<Field, PlanError> {
    let name = column.name.clone();
    let Some(resolved) = column::find(object.columns, &name) else {
        return Err(PlanError::UnknownColumn { object, name });
    };
    let ty = match &column.ty {
        Ok(ty) if ty.holds(resolved.kind) => *ty,
        ty => {
            let ty = ty.as_ref().map_or_else(String::clone, |ty| ty.sql().to_owned());
            return Err(PlanError::WrongType { object, name, ty, fits: resolved.kind.sql() });
        }
    };
    on_request.extend(resolved.on_request.map(Parameter::from));
    Ok(Field { name, ty, place: resolved.place, fixed: None })
}

/// Pushes the quals down on the cheapest access path.
fn choose_path<'a>(
    catalogue: &'static Catalogue,
    object: &'static Object,
    fields: &[Field],
    quals: &'a [Qual],
    leaves_parameters: bool,
) -> Result<CandidatePath<'a>, PlanError> {
    let choose = |leaves_parameters| access_path::cheapest(catalogue, object, fields, quals, leaves_parameters);
    let cheapest = choose(leaves_parameters);
    let is_whole_list = cheapest.as_ref().is_some_and(access_path::is_whole_list);
    let chosen = if leaves_parameters && !is_whole_list { choose(false) } else { cheapest };
    chosen.ok_or(PlanError::NoKey { object })
}

/// The order of a list.
#[derive(Clone, Copy, PartialEq)]
struct ListOrder {
    order: &'static Order,
    descending: bool,
}

impl ListOrder {
    fn push(self, format: &PageFormat, parameters: &mut Vec<Parameter>) {
        let key = self.order.key;
        match format.order {
            OrderFormat::Signed(name) => {
                let sign = if self.descending { '-' } else { '+' };
                parameters.push(Parameter { name, value: format!("{sign}{key}") });
            }
            OrderFormat::Separate { key: name, direction, ascending, descending } => {
                parameters.push(Parameter { name, value: key.to_owned() });
                let value = if self.descending { descending } else { ascending };
                parameters.push(Parameter { name: direction, value: value.to_owned() });
            }
        }
    }
}

/// The query's own order, where the list can have it.
fn requested_order(path: &CandidatePath, request: &ScanRequest, fields: &[Field]) -> Option<ListOrder> {
    let Sort::By { column, descending } = &request.sort else { return None };
    let is_moment = fields.iter().any(|field| field.name == *column && field.ty.is_moment());
    let order = path.access.orders.iter().find(|order| is_moment && order.column == column)?;
    Some(ListOrder { order, descending: *descending })
}

/// Writes the values that quals fix into the fields. Returns whether every field has one, so that the rows need not be
/// read to know them.
fn fix_values(fields: &mut [Field], path: &CandidatePath, quals: &[Qual]) -> bool {
    for (qual, pushdown) in quals.iter().zip(&path.pushdown) {
        if *pushdown == Pushdown::Exact
            && let Some(value) = qual.condition.single_value()
        {
            let named = fields.iter_mut().filter(|field| field.name == qual.column);
            named.for_each(|field| field.fixed = Some(value.clone()));
        }
    }
    !path.access.has_parts()
        && fields.iter().all(|field| field.fixed.is_some())
        && quals.iter().all(|qual| type_of(&qual.column, fields).is_some())
}

/// The type of a column that the query reads.
fn type_of(column: &str, fields: &[Field]) -> Option<Type> {
    Some(fields.iter().find(|field| field.name == column)?.ty)
}

/// Whether a value needs a key column that an access path does not give.
fn lacks_key(place: &Place, has_key: &dyn Fn(&str) -> bool) -> bool {
    match place {
        Place::Key(name) => !has_key(name),
        Place::Joined(places) => places.iter().any(|place| lacks_key(place, has_key)),
        _ => false,
    }
}

impl From<FixedParameter> for Parameter {
    fn from((name, value): FixedParameter) -> Parameter {
        Parameter { name, value: value.to_owned() }
    }
}
