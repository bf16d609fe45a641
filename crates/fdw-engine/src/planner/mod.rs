//! The planner. It checks the names and types of a query against the catalogue, pushes quals down and chooses the
//! cheapest access path. It sends no request, and a plan does not change once it is made.

mod access_path;
mod comparison;
pub mod error;
pub mod plan;
mod pushdown;
mod value;

use crate::catalogue::access_path::{AccessPath, Order, Rows};
use crate::catalogue::column::{self, ResolvedColumn, ResolvedSource};
use crate::catalogue::pagination::{PageFormat, Pagination};
use crate::catalogue::{Catalogue, FixedParameter, Object};
use crate::request::extensions::ExtensionColumn;
use crate::request::qual::Qual;
use crate::request::types::Type;
use crate::request::{RequestedColumn, ScanRequest, Sort};

pub use access_path::LIST_COST;
use error::PlanError;
use plan::{Expected, Field, Parameter, Plan, PlannedQual, Pushdown};
use pushdown::CandidatePath;

/// Choices of the caller that affect how a query is planned.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlannerSettings {
    /// Whether LIMIT may end a scan early if the list has the query's order.
    pub top_n: bool,
    /// Which quals stay local.
    pub kept_local: KeptLocal,
    /// Whether the table can be written.
    pub is_writable: bool,
    /// Whether all attributes are requested, because the API refused to exclude any.
    pub excludes_nothing: bool,
}

/// Which quals stay local, so that only Postgres checks them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeptLocal {
    /// None that an access path can evaluate.
    #[default]
    Nothing,
    /// Those whose value is a query's parameter, if this costs at most as much as reading a list without filters and key
    /// values. The rows can then be replayed for every value of the parameter.
    Parameters,
    /// All of them, because the API refused a request with a condition.
    Everything,
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
        fields.push(resolve_field(object, column, &request.extensions, &mut on_request)?);
    }
    let quals = &request.quals;
    let mut candidate = choose_access_path(catalogue, object, &fields, quals, settings.kept_local)?;
    let access_path = candidate.access_path;
    let newest_first = candidate.stop_at_bound(quals);
    let limit = request.limit.and_then(|limit| u32::try_from(limit).ok());
    // If Postgres may discard rows, or if they come from several lists, LIMIT does not say how many rows to request.
    let limit = limit.filter(|_| candidate.is_exact() && candidate.is_one_list());
    let requested = requested_order(&candidate, request, &fields).filter(|_| settings.top_n && limit.is_some());
    let descending = newest_first.map(|newest_first| ListOrder { order: newest_first.order, descending: true });
    let default = access_path.orders.first().map(|order| ListOrder { order, descending: false });
    let order = requested.or(descending).or(default);
    let row_limit = limit.filter(|_| requested.is_some());
    // If Postgres sorts the rows itself, it needs all of them before LIMIT applies.
    let is_limited = request.sort == Sort::Unsorted || row_limit.is_some();
    let is_paged = access_path.pagination.max().is_some();
    let counts = is_paged && row_limit.is_none() && fix_values(&mut fields, &candidate, quals);
    let mut parameters = candidate.parameters;
    // An endpoint that returns the number of rows accepts no order.
    if let Some(order) = order
        && !(counts && access_path.count.is_some())
    {
        order.push(&catalogue.pages, &mut parameters);
    }
    parameters.extend(on_request);
    if let Some(name) = catalogue.pages.exclude.filter(|_| !counts && !settings.excludes_nothing) {
        parameters.extend(excluded(object, access_path, &fields).map(|value| Parameter { name, value }));
    }
    let expected = expected(access_path, &fields, quals, &candidate.pushdown);
    Ok(Plan {
        reads_ahead: settings.is_writable && may_feed_write(object, access_path, request),
        object,
        access_path,
        fields,
        keys: candidate.keys,
        parameters,
        partitions: candidate.partitions,
        pagination: match access_path.pagination {
            // Pages can begin after a row id only if the list has the default order.
            Pagination::RowId { max, .. } if order != default => Pagination::Position { max },
            pagination => pagination,
        },
        first_page: first_page(access_path, limit.filter(|_| is_limited)),
        newest_first,
        row_limit: row_limit.map(u64::from),
        counts,
        quals: quals.iter().zip(candidate.pushdown).map(planned_qual).collect(),
        expected,
    })
}

/// Whether a query may be the scan of an UPDATE or a DELETE whose rows leave the list as they are written, so that later
/// pages would omit rows. The host does not tell what a scan is for. Such a scan reads the row id and columns of quals
/// alone, and has no LIMIT.
fn may_feed_write(object: &Object, access_path: &AccessPath, request: &ScanRequest) -> bool {
    let Some(writes) = object.writes else { return false };
    let is_row_id = |column: &RequestedColumn| column.name == writes.row_id;
    let has_qual = |column: &RequestedColumn| request.quals.iter().any(|qual| qual.column == column.name);
    access_path.pagination.max().is_some()
        && request.limit.is_none()
        && request.columns.iter().any(is_row_id)
        && request.columns.iter().all(|column| is_row_id(column) || has_qual(column))
}

/// The texts that rows have if the API does not ignore filters. They are known for filters in SCIM's language, which
/// servers may ignore; the documentation of other APIs says what their filters do.
fn expected(access_path: &AccessPath, fields: &[Field], quals: &[Qual], pushdown: &[Pushdown]) -> Vec<Expected> {
    // A filter selects owners. Not all of their embedded rows need to satisfy the condition.
    if access_path.has_embedded_rows() {
        return Vec::new();
    }
    let is_compared = |column: &str| {
        let mut filters = access_path.filters.iter().filter(|filter| filter.column == column);
        filters.any(|filter| filter.placement.expression().is_some_and(|expression| expression.is_scim))
    };
    let of_qual = |(qual, pushdown): (&Qual, &Pushdown)| {
        let texts = qual.condition.texts().filter(|_| *pushdown == Pushdown::Inexact && is_compared(&qual.column))?;
        let is_attribute = |field: &Field| matches!(field.source, ResolvedSource::Attribute(_));
        let field = fields.iter().position(|field| field.name == qual.column && is_attribute(field))?;
        Some(Expected { field, texts: texts.into_iter().map(str::to_owned).collect() })
    };
    quals.iter().zip(pushdown).filter_map(of_qual).collect()
}

fn planned_qual((qual, pushdown): (&Qual, Pushdown)) -> PlannedQual {
    let (column, operator) = (qual.column.clone(), qual.operator.clone());
    PlannedQual { column, operator, pushdown, lacks_value: qual.lacks_value() }
}

/// The page size of the first request; `None` if the list is not divided into pages.
fn first_page(access_path: &AccessPath, limit: Option<u32>) -> Option<u32> {
    let max = access_path.pagination.max()?;
    Some(limit.map_or(max, |limit| limit.max(1).min(max)))
}

fn find_object(catalogue: &'static Catalogue, request: &ScanRequest) -> Result<&'static Object, PlanError> {
    let Some(name) = &request.object else { return Err(PlanError::NoObject { catalogue }) };
    catalogue.object(name).ok_or_else(|| PlanError::UnknownObject { catalogue, name: name.clone() })
}

/// Finds a column that the query needs, and checks its type. If the API returns the column's value only with a certain
/// query parameter, adds this parameter to `on_request`.
fn resolve_field(
    object: &'static Object,
    column: &RequestedColumn,
    extensions: &[ExtensionColumn],
    on_request: &mut Vec<Parameter>,
) -> Result<Field, PlanError> {
    let name = column.name.clone();
    let extension = extensions.iter().find(|extension| extension.name == name).map(|extension| ResolvedColumn {
        source: ResolvedSource::Extension(extension.path.clone()),
        kind: extension.kind,
        on_request: None,
    });
    let declared = column::find(object.columns, &name);
    if declared.is_some() && extension.is_some() {
        return Err(PlanError::DeclaredColumn { object, name });
    }
    let Some(resolved) = declared.or(extension) else {
        return Err(PlanError::UnknownColumn { object, name, extensions: extensions.to_vec() });
    };
    let ty = match &column.ty {
        Ok(ty) if ty.can_store(resolved.kind) => *ty,
        ty => {
            let ty = ty.as_ref().map_or_else(String::clone, |ty| ty.sql().to_owned());
            return Err(PlanError::WrongType { object, name, ty, imported: resolved.kind.sql() });
        }
    };
    on_request.extend(resolved.on_request.map(Parameter::from));
    Ok(Field { name, ty, source: resolved.source, fixed: None })
}

/// The cheapest access path, with the quals pushed down. An error if no access path can fill all fields.
fn choose_access_path<'a>(
    catalogue: &'static Catalogue,
    object: &'static Object,
    fields: &[Field],
    quals: &'a [Qual],
    kept_local: KeptLocal,
) -> Result<CandidatePath<'a>, PlanError> {
    let cheapest = |kept_local| access_path::cheapest(catalogue, object, fields, quals, kept_local);
    let mut chosen = cheapest(kept_local);
    if kept_local == KeptLocal::Parameters && !chosen.as_ref().is_some_and(access_path::costs_at_most_a_list) {
        chosen = cheapest(KeptLocal::Nothing);
    }
    chosen.ok_or_else(|| {
        let columns = quals.iter().filter(|qual| qual.lacks_value()).map(|qual| qual.column.as_str());
        PlanError::NoKey { object, unpassed: plan::unpassed_key(object, columns).map(str::to_owned) }
    })
}

/// The order in which a list is requested.
#[derive(Clone, Copy, PartialEq)]
struct ListOrder {
    order: &'static Order,
    descending: bool,
}

impl ListOrder {
    /// Adds the query parameters for the order.
    fn push(self, format: &PageFormat, parameters: &mut Vec<Parameter>) {
        let pairs = format.order.parameters(self.order.key, self.descending);
        parameters.extend(pairs.into_iter().map(|(name, value)| Parameter { name, value }));
    }
}

/// The query's order; `None` if the API cannot return the list in this order.
fn requested_order(candidate: &CandidatePath, request: &ScanRequest, fields: &[Field]) -> Option<ListOrder> {
    let Sort::By { column, descending } = &request.sort else { return None };
    // Postgres may sort a column of another type, such as text, differently from the API.
    let is_precise = fields.iter().any(|field| field.name == *column && field.ty.has_millisecond_precision());
    let order = candidate.access_path.orders.iter().find(|order| is_precise && order.column == column)?;
    Some(ListOrder { order, descending: *descending })
}

/// Sets [`Field::fixed`] of each field whose value a qual that is pushed down exactly determines. Returns whether quals
/// determine every field, so that all rows are equal and it is enough to count them.
fn fix_values(fields: &mut [Field], candidate: &CandidatePath, quals: &[Qual]) -> bool {
    for (qual, pushdown) in quals.iter().zip(&candidate.pushdown) {
        if *pushdown == Pushdown::Exact
            && let Some(value) = qual.condition.single_value()
        {
            let determined = fields.iter_mut().filter(|field| field.name == qual.column);
            determined.for_each(|field| field.fixed = Some(value.clone()));
        }
    }
    !candidate.access_path.has_embedded_rows()
        && fields.iter().all(|field| field.fixed.is_some())
        && quals.iter().all(|qual| type_of(&qual.column, fields).is_some())
}

/// The type of a column; `None` if the query does not read it.
fn type_of(column: &str, fields: &[Field]) -> Option<Type> {
    Some(fields.iter().find(|field| field.name == column)?.ty)
}

/// The attributes that the API can leave out because the query does not need them, separated by commas; `None` if it needs
/// all of them.
fn excluded(object: &Object, access_path: &AccessPath, fields: &[Field]) -> Option<String> {
    // Embedded rows are what the path is read for, and their fields are not attributes of the element itself.
    let mut needed: Vec<&str> = object.primary_key.iter().filter_map(|path| path.first().copied()).collect();
    if let Rows::Embedded { attribute, .. } = access_path.rows {
        needed = attribute.first().copied().into_iter().collect();
    } else {
        for field in fields {
            if !push_first_keys(&field.source, &mut needed) {
                return None;
            }
        }
    }
    let excluded: Vec<&str> = access_path.excludable.iter().copied().filter(|name| !needed.contains(name)).collect();
    Some(excluded.join(",")).filter(|excluded| !excluded.is_empty())
}

/// Adds the attributes of the row itself that a value comes from. Returns `false` if the value is, or may be, the whole
/// row.
fn push_first_keys<'a>(source: &'a ResolvedSource, keys: &mut Vec<&'a str>) -> bool {
    let first: Option<&'a str> = match source {
        ResolvedSource::Attribute(path) | ResolvedSource::MapKey(path, _) => path.first().copied(),
        ResolvedSource::KeyOr(_, path) | ResolvedSource::Length(path) => path.first().copied(),
        ResolvedSource::Extension(path) => path.first().map(String::as_str),
        ResolvedSource::Lookup(lookup) => lookup.array.first().copied(),
        ResolvedSource::Key(_) | ResolvedSource::PairKey | ResolvedSource::WriteOnly => return true,
        ResolvedSource::Joined(sources) => return sources.iter().all(|source| push_first_keys(source, keys)),
        ResolvedSource::OrJoined(path, sources) => {
            keys.extend(path.first());
            return sources.iter().all(|source| push_first_keys(source, keys));
        }
    };
    keys.extend(first);
    first.is_some()
}

/// Whether a value comes from a key column that an access path does not have. `has_key` says which key columns it has.
fn needs_missing_key(source: &ResolvedSource, has_key: &dyn Fn(&str) -> bool) -> bool {
    match source {
        ResolvedSource::Key(name) => !has_key(name),
        ResolvedSource::Joined(sources) => sources.iter().any(|source| needs_missing_key(source, has_key)),
        _ => false,
    }
}

impl From<FixedParameter> for Parameter {
    fn from((name, value): FixedParameter) -> Parameter {
        Parameter { name, value: value.to_owned() }
    }
}
