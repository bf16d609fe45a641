//! A small client of the Admin API.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use ureq::http::{Method, Request, Response};
use ureq::{Agent, Body};

use crate::process::{ADMINISTRATOR, PASSWORD};

/// Maximum duration of a request. The import of a large realm is the longest.
const TIMEOUT: Duration = Duration::from_secs(600);

/// Maximum size of a response that is read.
const LIMIT: u64 = 1 << 30;

/// A client of the Admin API of a server, with the rights of the administrator of all realms or of a client.
///
/// Paths begin below `/admin/realms/`, for instance `acme/users?max=1`.
pub struct Admin {
    base_url: String,
    agent: Agent,
    /// Realm and form with which the token is asked for.
    grant: (String, Vec<(String, String)>),
    token: Mutex<Option<Token>>,
}

/// An access token, and when to get a new one.
struct Token {
    text: String,
    renewal: Instant,
}

impl Admin {
    /// The administrator of all realms of the server with this base URL.
    pub fn new(base_url: &str) -> Admin {
        let form = [
            ("grant_type", "password"),
            ("client_id", "admin-cli"),
            ("username", ADMINISTRATOR),
            ("password", PASSWORD),
        ];
        Admin::with_grant(base_url, "master", &form)
    }

    /// The account of a client of a realm, at the same server.
    pub fn as_client(&self, realm: &str, client: &str, secret: &str) -> Admin {
        let form = [("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret)];
        Admin::with_grant(&self.base_url, realm, &form)
    }

    fn with_grant(base_url: &str, realm: &str, form: &[(&str, &str)]) -> Admin {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(TIMEOUT));
        let form = form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Admin {
            base_url: base_url.to_owned(),
            agent: config.build().new_agent(),
            grant: (realm.to_owned(), form),
            token: Mutex::new(None),
        }
    }

    /// Reads a resource. It is an error if it does not exist.
    pub fn get(&self, path: &str) -> Result<Value> {
        self.find(path)?.with_context(|| format!("GET {path}: not found"))
    }

    /// Reads a resource. Returns the status and the body.
    pub fn try_get(&self, path: &str) -> Result<(u16, Value)> {
        read(self.send(&Method::GET, path, None)?)
    }

    /// Reads a resource. Returns `None` if it does not exist.
    pub fn find(&self, path: &str) -> Result<Option<Value>> {
        let (status, body) = self.try_get(path)?;
        match status {
            200 => Ok(Some(body)),
            404 => Ok(None),
            _ => bail!("GET {path}: status {status}: {body}"),
        }
    }

    /// Reads a list. It is an error if the resource is not a list.
    pub fn list(&self, path: &str) -> Result<Vec<Value>> {
        match self.get(path)? {
            Value::Array(rows) => Ok(rows),
            other => bail!("GET {path}: not a list: {other}"),
        }
    }

    /// Sends a POST request. Returns the body of the response, or null if it has none.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.write(&Method::POST, path, Some(body))
    }

    /// Creates a resource by a POST request. Returns the resource's id, with which the server answers.
    pub fn create(&self, path: &str, body: &Value) -> Result<String> {
        let response = self.send(&Method::POST, path, Some(body))?;
        let location = response.headers().get("location").and_then(|url| url.to_str().ok()).map(str::to_owned);
        let (status, answer) = read(response)?;
        let id = location.as_deref().and_then(|url| url.rsplit('/').next()).or(answer["id"].as_str());
        match (status, id) {
            (201, Some(id)) => Ok(id.to_owned()),
            _ => bail!("POST {path}: status {status}: {answer}"),
        }
    }

    /// Sends a PUT request. Returns the body of the response, or null if it has none.
    pub fn put(&self, path: &str, body: &Value) -> Result<Value> {
        self.write(&Method::PUT, path, Some(body))
    }

    /// Deletes a resource.
    pub fn delete(&self, path: &str) -> Result<()> {
        self.write(&Method::DELETE, path, None).map(|_| ())
    }

    fn write(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Value> {
        let (status, answer) = read(self.send(method, path, body)?)?;
        match status {
            200..=299 => Ok(answer),
            _ => bail!("{method} {path}: status {status}: {answer}"),
        }
    }

    fn send(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Response<Body>> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}/admin/realms/{path}", self.base_url).trim_end_matches('/'))
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {}", self.token()?))
            .body(body.map_or_else(Vec::new, |body| body.to_string().into_bytes()))?;
        self.agent.run(request).with_context(|| format!("{method} {path}"))
    }

    /// A token that is still valid for some time.
    fn token(&self) -> Result<String> {
        let mut token = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = token.as_ref().filter(|token| Instant::now() < token.renewal) {
            return Ok(token.text.clone());
        }
        let (realm, form) = &self.grant;
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let (status, answer) = self.token_request(realm, &form)?;
        let lifespan = answer["expires_in"].as_u64().unwrap_or_default();
        let text = answer["access_token"].as_str().with_context(|| format!("no token: status {status}: {answer}"))?;
        let renewal = Instant::now() + Duration::from_secs(lifespan / 2);
        Ok(token.insert(Token { text: text.to_owned(), renewal }).text.clone())
    }

    /// Sends a form to the token endpoint of a realm. Returns the status and the answer.
    pub fn token_request(&self, realm: &str, form: &[(&str, &str)]) -> Result<(u16, Value)> {
        self.form(&format!("realms/{realm}/protocol/openid-connect/token"), form)
    }

    /// Sends a form to a path below the base URL, without a token. Returns the status and the answer.
    pub fn form(&self, path: &str, form: &[(&str, &str)]) -> Result<(u16, Value)> {
        let url = format!("{}/{path}", self.base_url);
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = self.agent.post(&url).header("accept", "application/json");
        let response = request.content_type("application/x-www-form-urlencoded").send(form);
        read(response.with_context(|| format!("POST {url}"))?)
    }
}

/// The status and the body of a response. A body that is not JSON becomes a string.
fn read(mut response: Response<Body>) -> Result<(u16, Value)> {
    let text = response.body_mut().with_config().limit(LIMIT).read_to_string().context("the answer is incomplete")?;
    let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or(Value::String(text)) };
    Ok((response.status().as_u16(), body))
}
