//! Lists: order, pages, shapes.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::data::{Instance, List};
use crate::errors::ApiError;
use crate::filters;
use crate::params::Params;

/// The size of a page unless another is asked for, or a larger one than there may be.
const DEFAULT_LIMIT: usize = 10;

/// The largest page.
const MAX_LIMIT: usize = 500;

/// An order: the key, and whether it is descending. Without a sign it is ascending; an unescaped plus is a blank.
fn order<'a>(params: &'a Params, list: &List) -> Result<(&'a str, bool), ApiError> {
    let keys = list.kind.order_keys;
    let Some(text) = params.get("order_by").filter(|_| !keys.is_empty()) else {
        return Ok(("created_at", list.kind.newest_first));
    };
    let (descending, key) = match text.strip_prefix('-') {
        Some(key) => (true, key),
        None => (false, text.strip_prefix(['+', ' ']).unwrap_or(text)),
    };
    if keys.contains(&key) {
        Ok((key, descending))
    } else {
        Err(ApiError::invalid_parameter("order_by", "has no such key"))
    }
}

pub(crate) fn answer(instance: &Instance, list: &List, params: &Params) -> Result<Value, ApiError> {
    let is_users = list.kind.name == "users";
    let (key, descending) = order(params, list)?;
    let mut positions: Vec<usize> = (0..list.len()).collect();
    if is_users && filters::any(params) {
        positions.retain(|position| filters::user(instance, list.ordinal(*position), params));
    }
    sort(instance, list, &mut positions, key, descending);
    let total = positions.len();
    let is_whole = list.is_unpaged() || (list.kind.has_switch && params.flag("paginated") == Some(false));
    if !is_whole {
        positions = page(list, positions, params, key)?;
    }
    let rows: Vec<Value> = positions.into_iter().map(|position| list.row(instance, position, params)).collect();
    if list.kind.is_bare && params.flag("paginated") != Some(true) {
        return Ok(Value::Array(rows));
    }
    Ok(json!({ "data": rows, "total_count": total }))
}

fn page(list: &List, positions: Vec<usize>, params: &Params, key: &str) -> Result<Vec<usize>, ApiError> {
    let limit = params.number("limit", 1)?.unwrap_or(DEFAULT_LIMIT);
    // A limit over the maximum is no error.
    let limit = if limit > MAX_LIMIT { DEFAULT_LIMIT } else { limit };
    let offset = params.number("offset", 0)?.unwrap_or(0);
    let cursor = params.get("starting_after").filter(|_| list.has_cursor());
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
