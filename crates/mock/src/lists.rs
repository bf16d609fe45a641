//! Answers: lists with their order, pages and shapes, single rows, counts.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::data::{Instance, List};
use crate::errors::ApiError;
use crate::filters;
use crate::journal::Request;
use crate::params::Params;
use crate::routes::{self, Check, Route, Shape};

/// The size of a page unless another is asked for, or a larger one than there may be.
const DEFAULT_LIMIT: usize = 10;

/// Versions of the API that there are.
const VERSIONS: [&str; 6] = ["2021-02-05", "2024-10-01", "2025-03-12", "2025-04-10", "2025-11-10", "2026-05-12"];

pub(crate) fn answer(instance: &Instance, request: &Request) -> Result<Value, ApiError> {
    if let Some(version) = request.header("clerk-api-version")
        && !VERSIONS.contains(&version)
    {
        return Err(ApiError { status: 400, ..ApiError::invalid_parameter("clerk-api-version", "is not a version") });
    }
    let not_found = || ApiError::not_found(&request.path);
    let params = Params::parse(&request.query);
    if request.method != "GET" {
        return Err(not_found());
    }
    if request.path == "/users/count" {
        let users = instance.list("users").ok_or_else(not_found)?;
        let total = users.ordinals().filter(|ordinal| filters::user(instance, *ordinal, &params)).count();
        return Ok(json!({ "object": "total_count", "total_count": total }));
    }
    let (route, id) = routes::find(&request.path).ok_or_else(not_found)?;
    if let Some(attribute) = route
        .list
        .strip_prefix("user_")
        .filter(|_| route.path.ends_with("addresses/{}") || route.path.ends_with("numbers/{}"))
    {
        return part_of_a_user(instance, attribute, id.unwrap_or("")).ok_or_else(not_found);
    }
    let list = instance.list(route.list).ok_or_else(not_found)?;
    let positions = positions(instance, list, route, id, &params)?;
    if route.shape == Shape::One {
        let position = match id.filter(|_| route.under.is_empty()) {
            Some(id) => list.position(id),
            None => positions.first().copied(),
        };
        return Ok(list.row(instance, position.ok_or_else(not_found)?, &params));
    }
    rows(instance, list, route, positions, &params)
}

/// An element of one of the users' arrays, by its id.
fn part_of_a_user(instance: &Instance, attribute: &str, id: &str) -> Option<Value> {
    let users = instance.list("users")?;
    (0..users.len()).find_map(|position| {
        let user = users.row(instance, position, &Params::default());
        user[attribute].as_array()?.iter().find(|part| part["id"] == id).cloned()
    })
}

/// Where the rows are that meet every condition of the request, oldest first.
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
    if !route.under.is_empty() {
        let id = id.or(required).unwrap_or("");
        let parents = instance.list(route.under).ok_or_else(|| ApiError::not_found(route.under))?;
        parents.position(id).ok_or_else(|| ApiError::not_found(id))?;
        positions.retain(|position| list.is_under(instance, *position, id));
    } else if let Some(kind) = id.filter(|_| route.shape != Shape::One) {
        positions.retain(|position| attribute(&list.row(instance, *position, params), "template_type") == kind);
    }
    if route.path == "/users" && filters::any(params) {
        positions.retain(|position| filters::user(instance, list.ordinal(*position), params));
    }
    for check in route.checks {
        let applies = matches!(check, Check::Shows(..) | Check::Status(_)) || params.get(check.param()).is_some();
        if applies && !matches!(check, Check::Ignored(_)) {
            positions.retain(|position| meets(check, &list.row(instance, *position, params), params));
        }
    }
    Ok(positions)
}

/// An attribute as text; `path` has keys joined by dots.
fn attribute(row: &Value, path: &str) -> String {
    match path.split('.').fold(row, |value, key| &value[key]) {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn meets(check: &Check, row: &Value, params: &Params) -> bool {
    match check {
        Check::Is(param, path) => filters::includes(params, param, &[&attribute(row, path)]),
        Check::Part(param, paths) => {
            let part = params.get(param).unwrap_or("").to_lowercase();
            paths.iter().any(|path| attribute(row, path).to_lowercase().contains(&part))
        }
        Check::Shows(param, path) => params.flag(param) == Some(true) || attribute(row, path) != "true",
        Check::Status(param) => match params.get(param) {
            Some(status) => row["status"] == status,
            None => row["status"] != "revoked",
        },
        Check::Ignored(_) => true,
    }
}

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
    let is_whole = route.max == 0 || (route.shape == Shape::Switch && params.flag("paginated") == Some(false));
    if !is_whole {
        positions = page(list, route, positions, params, key)?;
    }
    let rows: Vec<Value> = positions.into_iter().map(|position| list.row(instance, position, params)).collect();
    Ok(match route.shape {
        Shape::Under("keys") => json!({ "keys": rows }),
        Shape::Under(key) => json!({ key: rows, "total_count": total }),
        _ if params.flag("paginated") == Some(true) => json!({ "data": rows, "total_count": total }),
        _ => Value::Array(rows),
    })
}

/// An order: the key, and whether it is descending. Without a sign it is ascending; an unescaped plus is a blank.
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
        Err(ApiError::invalid_parameter("order_by", "has no such key"))
    }
}

fn page(list: &List, route: &Route, positions: Vec<usize>, params: &Params, key: &str) -> Result<Vec<usize>, ApiError> {
    let limit = params.number("limit", 1)?.unwrap_or(DEFAULT_LIMIT);
    // A limit over the maximum is no error.
    let limit = if limit > route.max { DEFAULT_LIMIT } else { limit };
    let offset = params.number("offset", 0)?.unwrap_or(0);
    let cursor = params.get("starting_after").filter(|_| route.path == "/users");
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
            at.ok_or_else(|| ApiError::invalid_parameter("starting_after", "names no user of this list"))? + 1
        }
    };
    Ok(positions.into_iter().skip(from).take(limit).collect())
}

/// Rows are kept oldest first; where the key ties, that is their order.
fn sort(instance: &Instance, list: &List, positions: &mut Vec<usize>, key: &str, descending: bool) {
    if key != "created_at" {
        let value = |position: usize| list.row(instance, position, &Params::default()).get(key).cloned();
        let mut keyed: Vec<(Option<Value>, usize)> = positions.iter().map(|at| (value(*at), *at)).collect();
        keyed.sort_by(|a, b| compare(a.0.as_ref(), b.0.as_ref()));
        *positions = keyed.into_iter().map(|(_, position)| position).collect();
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
