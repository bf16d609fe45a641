//! A small client of SCIM servers.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use ureq::http::{Method, Request, Response};
use ureq::{Agent, Body};

use crate::TOKEN;

/// Maximum duration of a request.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Maximum size of a response that is read.
const LIMIT: u64 = 1 << 30;

/// Number of resources that a page is asked for.
const PAGE: usize = 100;

/// The media type of SCIM. Contentful requires it on requests without a body, too.
const MEDIA_TYPE: &str = "application/scim+json";

/// A client of a SCIM server. Paths begin below its base URL, for instance `Users?count=1`.
pub struct Client {
    base_url: String,
    token: String,
    agent: Agent,
}

impl Client {
    /// A client of the server with this base URL, with the token that the servers of this crate accept.
    pub fn new(base_url: &str) -> Client {
        Client::with_token(base_url, TOKEN)
    }

    /// A client of the server with this base URL, with any token.
    pub fn with_token(base_url: &str, token: &str) -> Client {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(TIMEOUT));
        let base_url = base_url.trim_end_matches('/').to_owned();
        Client { base_url, token: token.to_owned(), agent: config.build().new_agent() }
    }

    /// The base URL of the server.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Reads a resource or a list. It is an error if it does not exist.
    pub fn get(&self, path: &str) -> Result<Value> {
        succeeded(&Method::GET, path, self.try_get(path)?)
    }

    /// Reads a resource or a list. Returns the status and the body.
    pub fn try_get(&self, path: &str) -> Result<(u16, Value)> {
        self.send(&Method::GET, path, None)
    }

    /// Creates a resource below an endpoint, for instance `Users`. Returns it as the server has it.
    pub fn create(&self, endpoint: &str, resource: &Value) -> Result<Value> {
        self.write(&Method::POST, endpoint, Some(resource))
    }

    /// Replaces a resource. Returns it as the server has it.
    pub fn replace(&self, path: &str, resource: &Value) -> Result<Value> {
        self.write(&Method::PUT, path, Some(resource))
    }

    /// Changes a resource by operations, which are an array of objects with `op`, `path` and `value`.
    pub fn patch(&self, path: &str, operations: &Value) -> Result<Value> {
        let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
        self.write(&Method::PATCH, path, Some(&body))
    }

    /// Deletes a resource.
    pub fn delete(&self, path: &str) -> Result<()> {
        self.write(&Method::DELETE, path, None).map(|_| ())
    }

    /// All users.
    pub fn users(&self) -> Result<Vec<Value>> {
        self.resources("Users")
    }

    /// All groups.
    pub fn groups(&self) -> Result<Vec<Value>> {
        self.resources("Groups")
    }

    /// All resources of an endpoint, in pages without any filter. It is an error if a resource comes twice, or if there
    /// are fewer than the server says.
    pub fn resources(&self, endpoint: &str) -> Result<Vec<Value>> {
        let mut found: Vec<Value> = Vec::new();
        loop {
            let page = self.get(&format!("{endpoint}?startIndex={}&count={PAGE}", found.len() + 1))?;
            let total = number(&page["totalResults"]).with_context(|| format!("no total: {page}"))?;
            let rows = page["Resources"].as_array().cloned().unwrap_or_default();
            let is_end = rows.is_empty();
            found.extend(rows);
            if found.len() >= total || is_end {
                let ids: BTreeSet<&str> = found.iter().filter_map(|row| row["id"].as_str()).collect();
                ensure!(ids.len() == found.len(), "{endpoint}: {} resources have {} ids", found.len(), ids.len());
                ensure!(ids.len() == total, "{endpoint}: {} resources of {total}", ids.len());
                return Ok(found);
            }
        }
    }

    fn write(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Value> {
        succeeded(method, path, self.send(method, path, body)?)
    }

    /// Sends a request. Returns the status and the answer.
    pub fn send(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<(u16, Value)> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}/{path}", self.base_url))
            .header("accept", MEDIA_TYPE)
            .header("content-type", MEDIA_TYPE)
            .header("authorization", format!("Bearer {}", self.token))
            .body(body.map_or_else(Vec::new, |body| body.to_string().into_bytes()))?;
        read(self.agent.run(request).with_context(|| format!("{method} {path}"))?)
    }
}

/// A number that some servers send as a string.
fn number(value: &Value) -> Option<usize> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64().and_then(|number| number.try_into().ok()),
    }
}

/// The answer to a request that has to succeed.
fn succeeded(method: &Method, path: &str, (status, answer): (u16, Value)) -> Result<Value> {
    match status {
        200..=299 => Ok(answer),
        _ => bail!("{method} {path}: status {status}: {answer}"),
    }
}

/// The status and the body of a response. A body that is not JSON becomes a string.
fn read(mut response: Response<Body>) -> Result<(u16, Value)> {
    let text = response.body_mut().with_config().limit(LIMIT).read_to_string().context("the answer is incomplete")?;
    let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or(Value::String(text)) };
    Ok((response.status().as_u16(), body))
}
