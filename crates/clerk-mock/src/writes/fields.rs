//! The fields of a request's body: their types, and how the mock checks them.

use serde_json::{Map, Value};

use super::WriteRoute;
use crate::errors::ApiError;
use crate::time::milliseconds;

/// Type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A string.
    Text,
    /// A string with a time in RFC 3339.
    Time,
    /// A boolean.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// An object.
    Object,
    /// An array of strings.
    Texts,
    /// An array of objects.
    Objects,
    /// Any JSON value.
    Any,
}

/// A field of a request's body.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name of the field.
    pub name: &'static str,
    /// Type of its value.
    pub field_type: FieldType,
    /// Whether requests must have it.
    pub is_required: bool,
    /// Whether its value can be null.
    pub is_nullable: bool,
    /// The allowed values, of an array the allowed elements; empty if all values are allowed.
    pub values: &'static [&'static str],
    /// Whether the row has no attribute with this name and value.
    pub(crate) is_write_only: bool,
}

const fn field(name: &'static str, field_type: FieldType) -> Field {
    Field { name, field_type, is_required: false, is_nullable: false, values: &[], is_write_only: false }
}

pub(super) const fn text(name: &'static str) -> Field {
    field(name, FieldType::Text)
}

pub(super) const fn time(name: &'static str) -> Field {
    field(name, FieldType::Time)
}

pub(super) const fn boolean(name: &'static str) -> Field {
    field(name, FieldType::Boolean)
}

pub(super) const fn integer(name: &'static str) -> Field {
    field(name, FieldType::Integer)
}

pub(super) const fn number(name: &'static str) -> Field {
    field(name, FieldType::Number)
}

pub(super) const fn object(name: &'static str) -> Field {
    field(name, FieldType::Object)
}

pub(super) const fn texts(name: &'static str) -> Field {
    field(name, FieldType::Texts)
}

pub(super) const fn objects(name: &'static str) -> Field {
    field(name, FieldType::Objects)
}

pub(super) const fn any(name: &'static str) -> Field {
    field(name, FieldType::Any)
}

impl Field {
    pub(super) const fn required(self) -> Field {
        Field { is_required: true, ..self }
    }

    pub(super) const fn nullable(self) -> Field {
        Field { is_nullable: true, ..self }
    }

    pub(super) const fn one_of(self, values: &'static [&'static str]) -> Field {
        Field { values, ..self }
    }

    /// The field does not set the attribute of the same name.
    pub(super) const fn write_only(self) -> Field {
        Field { is_write_only: true, ..self }
    }

    /// The value that the row's attribute takes: Clerk receives times as text, and returns them as numbers.
    pub(super) fn attribute(&self, value: &Value) -> Value {
        match self.field_type {
            FieldType::Time => value.as_str().and_then(milliseconds).map_or(Value::Null, Value::from),
            _ => value.clone(),
        }
    }

    fn check(&self, value: &Value) -> Result<(), ApiError> {
        let wrong = |why: &str| Err(ApiError::invalid_format(self.name, why));
        if value.is_null() {
            return if self.is_nullable { Ok(()) } else { wrong("cannot be null") };
        }
        let is_list_of =
            |is_element: fn(&Value) -> bool| value.as_array().is_some_and(|all| all.iter().all(is_element));
        let (fits, why) = match self.field_type {
            FieldType::Text => (value.is_string(), "must be a string"),
            FieldType::Time => (value.as_str().and_then(milliseconds).is_some(), "must be a time in RFC 3339"),
            FieldType::Boolean => (value.is_boolean(), "must be a boolean"),
            FieldType::Integer => (value.is_i64() || value.is_u64(), "must be an integer"),
            FieldType::Number => (value.is_number(), "must be a number"),
            FieldType::Object => (value.is_object(), "must be an object"),
            FieldType::Texts => (is_list_of(Value::is_string), "must be an array of strings"),
            FieldType::Objects => (is_list_of(Value::is_object), "must be an array of objects"),
            FieldType::Any => (true, ""),
        };
        if !fits {
            return wrong(why);
        }
        let is_allowed = |value: &Value| match value {
            Value::String(text) => self.values.contains(&text.as_str()),
            other => self.values.contains(&other.to_string().as_str()),
        };
        let given = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        if self.values.is_empty() || given.iter().all(is_allowed) {
            return Ok(());
        }
        wrong(&format!("must be one of: {}", self.values.join(", ")))
    }
}

/// The parameters in the body of a request, checked against the fields of its endpoint.
pub(super) fn parse(route: &WriteRoute, body: &str) -> Result<Map<String, Value>, ApiError> {
    let body = if body.is_empty() { "{}" } else { body };
    let Ok(Value::Object(given)) = serde_json::from_str(body) else { return Err(ApiError::invalid_body()) };
    for (name, value) in &given {
        match route.fields.iter().find(|field| field.name == name) {
            Some(field) => field.check(value)?,
            None => return Err(ApiError::unknown_parameter(name, hint(route, name))),
        }
    }
    match route.fields.iter().find(|field| field.is_required && !given.contains_key(field.name)) {
        Some(field) => Err(ApiError::missing_parameter(field.name)),
        None => Ok(given),
    }
}

/// What the message about an unknown parameter adds.
fn hint(route: &WriteRoute, name: &str) -> &'static str {
    match (route.method, route.endpoint, name) {
        ("PATCH", "/users/{}", "public_metadata" | "private_metadata" | "unsafe_metadata") => {
            " Use PATCH /users/{user_id}/metadata to update metadata."
        }
        ("PATCH", "/organizations/{}", "public_metadata" | "private_metadata") => {
            " Use PATCH /organizations/{organization_id}/metadata to update metadata."
        }
        _ => "",
    }
}
