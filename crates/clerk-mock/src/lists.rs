//! Builds the bodies of responses: lists with their filters, order and pagination, single objects, and counts.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::data::{Instance, List, users};
use crate::errors::ApiError;
use crate::filters::{self, UserFilters};
use crate::journal::Request;
use crate::params::{self, Params};
use crate::routes::{self, Check, Route, Shape};

/// Page size if a request has no `limit`, or one that exceeds the maximum.
const DEFAULT_LIMIT: usize = 10;

/// Versions of the API that the header `clerk-api-version` can have.
const VERSIONS: [&str; 6] = ["2021-02-05", "2024-10-01", "2025-03-12", "2025-04-10", "2025-11-10", "2026-05-12"];

/// Checks the version of the API that a request names.
pub(crate) fn check_version(request: &Request) -> Result<(), ApiError> {
    match request.header("clerk-api-version") {
        Some(version) if !VERSIONS.contains(&version) => {
            Err(ApiError { status: 400, ..ApiError::invalid_parameter("clerk-api-version", "is not an API version") })
        }
        _ => Ok(()),
    }
}

/// Builds the body of the response to a request that is authorised and reads.
pub(crate) fn response_body(instance: &Instance, request: &Request) -> Result<Value, ApiError> {
    let not_found = || ApiError::not_found(&request.path);
    let params = Params::parse(&request.query);
    if request.path == "/users/count" {
        let users = instance.list("users").ok_or_else(not_found)?;
        let filters = UserFilters::new(&params);
        let total = users.ordinals().filter(|ordinal| filters.are_satisfied_by(instance, *ordinal)).count();
        return Ok(json!({ "object": "total_count", "total_count": total }));
    }
    let (route, id) = routes::find(&request.path).ok_or_else(not_found)?;
    let id = id.map(params::decoded);
    let id = id.as_deref();
    if let Some(attribute) = route
        .list
        .strip_prefix("user_")
        .filter(|_| route.endpoint.ends_with("addresses/{}") || route.endpoint.ends_with("numbers/{}"))
    {
        return embedded_row(instance, attribute, id.unwrap_or("")).ok_or_else(not_found);
    }
    let list = instance.list(route.list).ok_or_else(not_found)?;
    let positions = positions(instance, list, route, id, &params)?;
    if route.shape == Shape::SingleObject {
        let position = match id.filter(|_| route.parent.is_empty()) {
            Some(id) => list.position(id).or_else(|| position_of_key(instance, list, id)),
            None => positions.first().copied(),
        };
        return Ok(list.row(instance, position.ok_or_else(not_found)?, &params));
    }
    rows(instance, list, route, positions, &params)
}

/// Position of the role set with this key, which an endpoint accepts in place of the id.
fn position_of_key(instance: &Instance, list: &List, key: &str) -> Option<usize> {
    let is_named = |position: &usize| list.row(instance, *position, &Params::default())["key"] == key;
    (0..list.len()).find(is_named).filter(|_| list.kind.name == "role_sets")
}

/// Finds by its id an element of an array of some user, such as an e-mail address.
fn embedded_row(instance: &Instance, attribute: &str, id: &str) -> Option<Value> {
    let user = instance.current("users", instance.owner_of(attribute, id)?);
    user[attribute].as_array()?.iter().find(|element| element["id"] == id).cloned()
}

/// Positions in the list of the rows that satisfy all filters of a request, oldest first.
fn positions(
    instance: &Instance,
    list: &List,
    route: &Route,
    id: Option<&str>,
    params: &Params,
) -> Result<Vec<usize>, ApiError> {
    let mut positions: Vec<usize> = (0..list.len()).collect();
    let required = params.get(route.required).or(params.get("client_id").filter(|_| route.list == "sessions"));
    if !route.required.is_empty() && required.is_none() {
        return Err(ApiError::invalid_parameter(route.required, "is required"));
    }
    if !route.parent.is_empty() {
        let id = id.or(required).unwrap_or("");
        let parents = instance.list(route.parent).ok_or_else(|| ApiError::not_found(route.parent))?;
        parents.position(id).ok_or_else(|| ApiError::not_found(id))?;
        positions.retain(|position| list.is_child_of(instance, *position, id));
    } else if let Some(kind) = id.filter(|_| route.shape != Shape::SingleObject) {
        positions.retain(|position| attribute(&list.row(instance, *position, params), "template_type") == kind);
    }
    if route.endpoint == "/users" {
        let filters = UserFilters::new(params);
        positions.retain(|position| filters.are_satisfied_by(instance, list.ordinal(*position)));
    }
    for check in route.checks {
        let applies = matches!(check, Check::IncludesIfTrue(..) | Check::StatusOrNotRevoked(_))
            || params.get(check.param()).is_some();
        if applies && !matches!(check, Check::NoEffect(_)) {
            positions.retain(|position| satisfies(check, &list.row(instance, *position, params), params));
        }
    }
    Ok(positions)
}

/// An attribute as text, empty for null; `path` is a list of keys joined by dots.
fn attribute(row: &Value, path: &str) -> String {
    match path.split('.').fold(row, |value, key| &value[key]) {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Whether a row satisfies a filter.
fn satisfies(check: &Check, row: &Value, params: &Params) -> bool {
    match check {
        Check::Equals(param, path) => filters::includes(params, param, &[&attribute(row, path)]),
        Check::ContainsText(param, paths) => {
            let text = params.get(param).unwrap_or("").to_lowercase();
            paths.iter().any(|path| attribute(row, path).to_lowercase().contains(&text))
        }
        Check::IncludesIfTrue(param, path) => params.flag(param) == Some(true) || attribute(row, path) != "true",
        Check::StatusOrNotRevoked(param) => match params.get(param) {
            Some(status) => row["status"] == status,
            None => row["status"] != "revoked",
        },
        Check::NoEffect(_) => true,
    }
}

/// Builds the body of a list's response from the positions of its rows.
fn rows(
    instance: &Instance,
    list: &List,
    route: &Route,
    mut positions: Vec<usize>,
    params: &Params,
) -> Result<Value, ApiError> {
    let (key, descending) = order(params, route)?;
    sort(instance, list, &mut positions, key, descending);
    let total = positions.len();
    let is_whole =
        route.max_page_size == 0 || (route.shape == Shape::ArrayOrPaginated && params.flag("paginated") == Some(false));
    if !is_whole {
        positions = page(list, route, positions, params, key)?;
    }
    let rows: Vec<Value> = positions.into_iter().map(|position| list.row(instance, position, params)).collect();
    Ok(match route.shape {
        Shape::Wrapped("keys") => json!({ "keys": rows }),
        Shape::Wrapped(key) => json!({ key: rows, "total_count": total }),
        _ if params.flag("paginated") == Some(true) => json!({ "data": rows, "total_count": total }),
        _ => Value::Array(rows),
    })
}

/// The sort key of a request, and whether the order is descending. A key without a sign is ascending. A plus that is
/// not percent-encoded arrives as a space.
fn order<'a>(params: &'a Params, route: &Route) -> Result<(&'a str, bool), ApiError> {
    let Some(text) = params.get("order_by").filter(|_| !route.orders.is_empty()) else {
        return Ok(("created_at", true));
    };
    let (descending, key) = match text.strip_prefix('-') {
        Some(key) => (true, key),
        None => (false, text.strip_prefix(['+', ' ']).unwrap_or(text)),
    };
    if route.orders.contains(&key) {
        Ok((key, descending))
    } else {
        Err(ApiError::invalid_parameter("order_by", "is not a sort key of this endpoint"))
    }
}

/// The positions of one page. `key` is the sort key.
fn page(list: &List, route: &Route, positions: Vec<usize>, params: &Params, key: &str) -> Result<Vec<usize>, ApiError> {
    let limit = params.number("limit", 1)?.unwrap_or(DEFAULT_LIMIT);
    // Clerk does not reject a limit that exceeds the maximum.
    let limit = if limit > route.max_page_size { DEFAULT_LIMIT } else { limit };
    let offset = params.number("offset", 0)?.unwrap_or(0);
    let cursor = params.get("starting_after").filter(|_| route.endpoint == "/users");
    let from = match cursor {
        None => offset,
        Some(_) if offset > 0 => {
            return Err(ApiError::invalid_parameter("starting_after", "cannot be combined with offset"));
        }
        Some(_) if key != "created_at" => {
            return Err(ApiError::invalid_parameter("starting_after", "requires ordering by created_at"));
        }
        Some(id) => {
            let position = list.position(id);
            let at = position.and_then(|position| positions.iter().position(|known| *known == position));
            at.ok_or_else(|| ApiError::invalid_parameter("starting_after", "is not the id of a user in this list"))? + 1
        }
    };
    Ok(positions.into_iter().skip(from).take(limit).collect())
}

/// Sorts positions by an attribute of their rows. The positions are oldest first, which also orders rows with equal
/// keys; a descending order reverses both.
fn sort(instance: &Instance, list: &List, positions: &mut Vec<usize>, key: &str, descending: bool) {
    if key != "created_at" {
        let value = |position: usize| match key {
            // Generating a hundred thousand rows would take seconds.
            "updated_at" if list.kind.name == "users" => {
                Some(users::updated_at(instance, list.ordinal(position)).into())
            }
            _ => list.row(instance, position, &Params::default()).get(key).cloned(),
        };
        let mut keyed: Vec<(Option<Value>, usize)> = positions.iter().map(|at| (value(*at), *at)).collect();
        keyed.sort_by(|a, b| compare(a.0.as_ref(), b.0.as_ref()));
        *positions = keyed.into_iter().map(|(_, position)| position).collect();
    } else if list.is_reordered() {
        positions.sort_by_key(|position| list.created_at(list.ordinal(*position)));
    }
    if descending {
        positions.reverse();
    }
}

fn compare(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    match (a, b) {
        (Some(Value::String(a)), Some(Value::String(b))) => a.cmp(b),
        (Some(Value::Number(a)), Some(Value::Number(b))) => a.as_i64().cmp(&b.as_i64()),
        _ => a.is_some_and(|a| !a.is_null()).cmp(&b.is_some_and(|b| !b.is_null())),
    }
}
