//! From a request to an answer: lists, single rows, counts.

use serde_json::{Value, json};

use crate::data::Instance;
use crate::errors::ApiError;
use crate::filters;
use crate::journal::Request;
use crate::lists;
use crate::params::Params;

/// Versions of the API that there are.
const VERSIONS: [&str; 6] = ["2021-02-05", "2024-10-01", "2025-03-12", "2025-04-10", "2025-11-10", "2026-05-12"];

/// The lists whose rows can be asked for by id.
pub const BY_ID: [&str; 6] =
    ["users", "organizations", "jwt_templates", "oauth_applications", "redirect_urls", "saml_connections"];

pub(crate) fn answer(instance: &Instance, request: &Request) -> Result<Value, ApiError> {
    if let Some(version) = request.header("clerk-api-version")
        && !VERSIONS.contains(&version)
    {
        return Err(ApiError { status: 400, ..ApiError::invalid_parameter("clerk-api-version", "is not a version") });
    }
    let params = Params::parse(&request.query);
    if request.method != "GET" {
        return Err(ApiError::not_found(&request.path));
    }
    if request.path == "/users/count" {
        let users = instance.list("users").ok_or_else(|| ApiError::not_found("users"))?;
        let total = users.ordinals().filter(|ordinal| filters::user(instance, *ordinal, &params)).count();
        return Ok(json!({ "object": "total_count", "total_count": total }));
    }
    if let Some(list) = instance.at(&request.path) {
        return lists::answer(instance, list, &params);
    }
    one(instance, &request.path).ok_or_else(|| ApiError::not_found(&request.path))
}

fn one(instance: &Instance, path: &str) -> Option<Value> {
    let (object, id) = path.strip_prefix('/')?.split_once('/')?;
    if !BY_ID.contains(&object) {
        return None;
    }
    let list = instance.list(object)?;
    let position = list.position(id)?;
    Some(list.row(instance, position, &Params::default()))
}
