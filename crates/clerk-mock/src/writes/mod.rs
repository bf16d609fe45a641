//! The endpoints that write: the fields of their bodies, and their effects. They follow Clerk's OpenAPI document.

mod accounts;
mod billing;
mod connections;
mod contacts;
mod fields;
mod instance;
mod invitations;
mod machines;
mod members;
mod organizations;
mod roles;
mod settings;
mod users;

use serde_json::{Map, Value, json};

use crate::data::{Instance, written};
use crate::errors::ApiError;
use crate::journal::Request;
use crate::params::{Params, decoded};

pub use fields::{Field, FieldType};

/// An endpoint that writes.
pub struct WriteRoute {
    /// HTTP method, in upper case.
    pub method: &'static str,
    /// URL path template below the base URL; `{}` is the placeholder of an id.
    pub endpoint: &'static str,
    /// HTTP status of the response if the write succeeds. With 204, the response has no body.
    pub status: u16,
    /// Fields of the body.
    pub fields: &'static [Field],
    /// Query parameters.
    pub query: &'static [&'static str],
    /// Name of the list that the endpoint changes.
    list: &'static str,
    /// Attributes that no two rows of the list may have in common.
    unique: &'static [&'static str],
    effect: Effect,
}

/// What a write does.
enum Effect {
    /// Creates a row of the list: its defaults, and the fields of the body.
    Create,
    /// Changes the row whose id is in the URL path: the fields of the body become its attributes.
    Update,
    /// Deletes the row whose id is in the URL path.
    Delete,
    /// A function that changes the data and returns the body of the response.
    Function(Execute),
}

type Execute = fn(&mut Write) -> Result<Value, ApiError>;

/// All endpoints that write.
pub fn routes() -> impl Iterator<Item = &'static WriteRoute> {
    let areas: [&'static [WriteRoute]; 11] = [
        users::ROUTES,
        accounts::ROUTES,
        contacts::ROUTES,
        organizations::ROUTES,
        members::ROUTES,
        roles::ROUTES,
        invitations::ROUTES,
        connections::ROUTES,
        machines::ROUTES,
        settings::ROUTES,
        billing::ROUTES,
    ];
    areas.into_iter().flatten().chain(instance::ROUTES)
}

const fn route(method: &'static str, endpoint: &'static str, list: &'static str, effect: Effect) -> WriteRoute {
    WriteRoute { method, endpoint, status: 200, fields: &[], query: &[], list, unique: &[], effect }
}

/// `POST` that creates a row.
const fn create(endpoint: &'static str, list: &'static str, fields: &'static [Field]) -> WriteRoute {
    WriteRoute { fields, ..route("POST", endpoint, list, Effect::Create) }
}

/// `PATCH` that changes a row.
const fn update(endpoint: &'static str, list: &'static str, fields: &'static [Field]) -> WriteRoute {
    WriteRoute { fields, ..route("PATCH", endpoint, list, Effect::Update) }
}

/// `DELETE` that deletes a row.
const fn delete(endpoint: &'static str, list: &'static str) -> WriteRoute {
    route("DELETE", endpoint, list, Effect::Delete)
}

/// `POST` that does something else with a row.
const fn verb(endpoint: &'static str, list: &'static str, execute: Execute) -> WriteRoute {
    route("POST", endpoint, list, Effect::Function(execute))
}

impl WriteRoute {
    const fn by(self, execute: Execute) -> WriteRoute {
        WriteRoute { effect: Effect::Function(execute), ..self }
    }

    const fn method(self, method: &'static str) -> WriteRoute {
        WriteRoute { method, ..self }
    }

    const fn status(self, status: u16) -> WriteRoute {
        WriteRoute { status, ..self }
    }

    const fn fields(self, fields: &'static [Field]) -> WriteRoute {
        WriteRoute { fields, ..self }
    }

    const fn query(self, query: &'static [&'static str]) -> WriteRoute {
        WriteRoute { query, ..self }
    }

    const fn unique(self, unique: &'static [&'static str]) -> WriteRoute {
        WriteRoute { unique, ..self }
    }

    /// The ids in a URL path, percent-decoded, if the endpoint matches it.
    fn ids(&self, path: &str) -> Option<Vec<String>> {
        if self.endpoint.split('/').count() != path.split('/').count() {
            return None;
        }
        let mut ids = Vec::new();
        for (template, segment) in self.endpoint.split('/').zip(path.split('/')) {
            match template {
                "{}" if !segment.is_empty() => ids.push(decoded(segment)),
                _ if template == segment => {}
                _ => return None,
            }
        }
        Some(ids)
    }
}

/// A request that writes, while it is executed.
struct Write<'a> {
    instance: &'a mut Instance,
    route: &'static WriteRoute,
    path: &'a str,
    /// The ids in the URL path.
    ids: Vec<String>,
    /// Query parameters.
    params: Params,
    /// The parameters in the body.
    body: Map<String, Value>,
    /// Time of the write, in milliseconds since the Unix epoch.
    now: i64,
}

/// Executes a request that is authorised. Returns the status and the body of the response.
pub(crate) fn execute(instance: &mut Instance, request: &Request) -> Result<(u16, Value), ApiError> {
    let mut candidates = routes().filter(|route| route.method == request.method);
    let found = candidates.find_map(|route| Some((route, route.ids(&request.path)?)));
    let (route, ids) = found.ok_or_else(|| ApiError::not_found(&request.path))?;
    let is_json = request.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    if !request.body.is_empty() && !is_json {
        return Err(ApiError::unsupported_content_type());
    }
    let body = fields::parse(route, &request.body)?;
    let now = instance.writes.tick();
    let mut write =
        Write { instance, route, path: &request.path, ids, params: Params::parse(&request.query), body, now };
    let response = match route.effect {
        Effect::Create => write.create(Vec::new(), |_| {})?,
        Effect::Update => {
            let ordinal = write.target()?;
            write.update(ordinal, |_| {})?
        }
        Effect::Delete => {
            let ordinal = write.target()?;
            write.delete(ordinal)
        }
        Effect::Function(execute) => execute(&mut write)?,
    };
    Ok((route.status, response))
}

impl Write<'_> {
    fn not_found(&self) -> ApiError {
        ApiError::not_found(self.path)
    }

    /// The id in the URL path at this position.
    fn id(&self, at: usize) -> &str {
        self.ids.get(at).map_or("", String::as_str)
    }

    /// Ordinal of the row of the endpoint's list whose id is the first one in the URL path.
    fn target(&self) -> Result<u32, ApiError> {
        self.find(self.route.list, 0)
    }

    /// Ordinal of the row of a list whose id is in the URL path.
    fn find(&self, list: &str, at: usize) -> Result<u32, ApiError> {
        self.instance.ordinal_of(list, self.id(at)).ok_or_else(|| self.not_found())
    }

    /// Ordinal of the row of a list whose id is the value of a field; `None` if the field is absent or null.
    fn referenced(&self, list: &str, field: &str) -> Result<Option<u32>, ApiError> {
        let Some(id) = self.text(field) else { return Ok(None) };
        self.instance.ordinal_of(list, id).map(Some).ok_or_else(|| ApiError::no_such(field))
    }

    fn text(&self, field: &str) -> Option<&str> {
        self.body.get(field)?.as_str()
    }

    fn flag(&self, field: &str) -> Option<bool> {
        self.body.get(field)?.as_bool()
    }

    /// The strings of a field that is an array.
    fn texts(&self, field: &str) -> Vec<String> {
        let elements = self.body.get(field).and_then(Value::as_array).into_iter().flatten();
        elements.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    fn row(&self, list: &str, ordinal: u32) -> Value {
        self.instance.current(list, ordinal)
    }

    /// Ordinal of the first row of a list that satisfies a condition.
    fn first(&self, list: &str, condition: impl Fn(&Value) -> bool) -> Option<u32> {
        let ordinals = self.instance.ordinals_of(list);
        ordinals.into_iter().find(|ordinal| condition(&self.row(list, *ordinal)))
    }

    /// Creates a row of the endpoint's list with these parents. `finish` sets what the fields do not.
    fn create(&mut self, parents: Vec<String>, finish: impl FnOnce(&mut Value)) -> Result<Value, ApiError> {
        self.check_unique(None)?;
        let list = self.route.list;
        let mut value = self.instance.blank(list, &self.instance.new_row(list, self.now));
        self.assign(&mut value);
        finish(&mut value);
        let ordinal = self.instance.add(list, value, parents);
        Ok(self.row(list, ordinal))
    }

    /// Changes a row of the endpoint's list by the fields, and then by `change`.
    fn update(&mut self, ordinal: u32, change: impl FnOnce(&mut Value)) -> Result<Value, ApiError> {
        self.check_unique(Some(ordinal))?;
        let list = self.route.list;
        let mut value = self.row(list, ordinal);
        self.assign(&mut value);
        change(&mut value);
        self.store(list, ordinal, value);
        Ok(self.row(list, ordinal))
    }

    /// Replaces a row of any list, and sets the time of its last change.
    fn store(&mut self, list: &str, ordinal: u32, mut value: Value) {
        if let Some(updated_at) = value.get_mut("updated_at") {
            *updated_at = self.now.into();
        }
        self.instance.store(list, ordinal, value);
    }

    /// Deletes a row of the endpoint's list.
    fn delete(&mut self, ordinal: u32) -> Value {
        let row = self.row(self.route.list, ordinal);
        self.instance.remove(self.route.list, ordinal);
        json!({ "object": row["object"], "id": row["id"], "deleted": true })
    }

    /// Sets the attributes of a row to the values of the fields.
    fn assign(&self, row: &mut Value) {
        let defaults = written::default_of(self.route.list);
        for field in self.route.fields.iter().filter(|field| !field.is_write_only) {
            let Some(given) = self.body.get(field.name) else { continue };
            let current = &row[field.name];
            // Null clears an attribute that can be null. To others, it means that the request does not set them.
            let can_be_null = match defaults.get(field.name) {
                Some(default) => default.is_null(),
                None => !current.is_boolean() && !current.is_number(),
            };
            if !given.is_null() || can_be_null {
                row[field.name] = field.attribute(given);
            }
        }
    }

    /// Checks that no other row of the list has the values of the unique attributes.
    fn check_unique(&self, own: Option<u32>) -> Result<(), ApiError> {
        for attribute in self.route.unique {
            let Some(value) = self.body.get(*attribute).filter(|value| !value.is_null()) else { continue };
            let is_taken =
                |ordinal: u32| Some(ordinal) != own && self.row(self.route.list, ordinal)[*attribute] == *value;
            if self.instance.ordinals_of(self.route.list).into_iter().any(is_taken) {
                return Err(ApiError::taken(attribute));
            }
        }
        Ok(())
    }
}

/// Merges metadata: nested objects are merged too, and null deletes a key.
fn merge(into: &mut Value, from: &Value) {
    let Value::Object(from) = from else {
        *into = from.clone();
        return;
    };
    if !into.is_object() {
        *into = json!({});
    }
    let Some(into) = into.as_object_mut() else { return };
    for (key, value) in from {
        if value.is_null() {
            into.shift_remove(key);
        } else {
            merge(into.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}
