//! Writes: the requests with which rows of an object are inserted, updated and deleted.

use super::option::OptionSpec;
use crate::host::Method;

/// How rows of an object are written.
#[derive(Clone, Copy)]
pub struct Writes {
    /// The column that identifies a row in UPDATE and DELETE: the host's table option `rowid_column`. Its value fills
    /// the placeholder of the same name. If the column joins the values of other columns
    /// ([`super::column::Source::Joined`]), each of these values fills the placeholder of its column instead.
    pub row_id: &'static str,
    /// The request of INSERT. The placeholders of its endpoint are columns, which INSERT must set.
    pub insert: Option<WriteRequest>,
    /// The requests of UPDATE, in the order in which they are sent.
    pub updates: &'static [Update],
    /// The request of DELETE.
    pub delete: Option<WriteRequest>,
}

/// A request that writes a row.
#[derive(Clone, Copy)]
pub struct WriteRequest {
    /// The HTTP method.
    pub method: Method,
    /// The endpoint below the base URL, beginning with a slash. Each `{name}` is a placeholder for a part of the row
    /// id, for an endpoint option, or for the value of a column.
    pub endpoint: &'static str,
    /// The parameters in the body of the request, in groups that several requests can share.
    pub parameters: &'static [&'static [Parameter]],
    /// An option that must be `true` before the request is sent.
    pub switch: Option<&'static OptionSpec>,
    /// A secret in the response, which is lost.
    pub secret: Option<&'static LostSecret>,
    /// Columns that an UPDATE with this request cannot set, because the request undoes what they do.
    pub excludes: &'static [&'static str],
    /// Whether sending the request twice has the same effect as sending it once.
    pub is_idempotent: bool,
    /// What users need to know before they send the request, for the documentation: whole sentences, or nothing.
    pub note: &'static str,
}

/// One of the requests of UPDATE, and when it is sent.
#[derive(Clone, Copy)]
pub struct Update {
    /// When the request is sent.
    pub trigger: Trigger,
    /// The request.
    pub request: WriteRequest,
}

/// When a request of UPDATE is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// If at least one column of its parameters is set.
    Parameters,
    /// If this column is set to this value. The column has no other values that can be set, except those of other
    /// requests. The request's parameters are set only together with it.
    Value(&'static str, ColumnValue),
    /// If a key of a map is set, as in `public_metadata_role`. The request's parameters are the maps. The body contains
    /// only the keys that are set, and the API leaves the others as they are. NULL removes a key.
    MapKeys,
    /// If a map is set as a whole. The request's parameters are the maps, which the API replaces.
    Maps,
}

/// The value of a column that triggers a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnValue {
    /// A boolean.
    Bool(bool),
    /// A text.
    Text(&'static str),
}

/// A parameter in the body of a request, whose value comes from a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The full name of the column.
    pub column: &'static str,
    /// The name of the parameter.
    pub name: &'static str,
    /// The object in the body that contains the parameter; `None` if the body itself does.
    pub within: Option<&'static str>,
    /// Whether the request needs the parameter.
    pub is_required: bool,
    /// Whether the API accepts null.
    pub is_nullable: bool,
    /// How the value is written.
    pub format: ParameterFormat,
}

/// How the value of a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterFormat {
    /// According to the kind of the column; a time is a string as in RFC 3339.
    Plain,
    /// As an array whose only element is the value.
    Array,
    /// As a number of milliseconds since the Unix epoch.
    Milliseconds,
}

/// A secret that the response to a request contains. The host cannot return it, so it is lost.
#[derive(Debug, PartialEq, Eq)]
pub struct LostSecret {
    /// What the secret is, such as "the client secret".
    pub name: &'static str,
    /// The attribute of the response that contains it. It may be absent or empty.
    pub attribute: &'static str,
    /// What to do instead: a clause that follows a semicolon.
    pub advice: &'static str,
    /// Whether a request whose body is the column `attrs` alone is sent nevertheless, with a warning.
    pub may_be_lost_with_attrs_alone: bool,
}

/// Constructors, and builder methods that each set one property.
impl Writes {
    /// No requests yet. `row_id` is the column that identifies rows.
    pub const fn with_row_id(row_id: &'static str) -> Self {
        Writes { row_id, insert: None, updates: &[], delete: None }
    }

    /// Sets the request of INSERT.
    pub const fn with_insert(self, insert: WriteRequest) -> Self {
        Writes { insert: Some(insert), ..self }
    }

    /// Sets the requests of UPDATE.
    pub const fn with_updates(self, updates: &'static [Update]) -> Self {
        Writes { updates, ..self }
    }

    /// Sets the request of DELETE.
    pub const fn with_delete(self, delete: WriteRequest) -> Self {
        Writes { delete: Some(delete), ..self }
    }
}

/// Constructors for each method, and builder methods that each set one property.
impl WriteRequest {
    const fn new(method: Method, endpoint: &'static str) -> Self {
        let is_idempotent = !matches!(method, Method::Post);
        WriteRequest {
            method,
            endpoint,
            parameters: &[],
            switch: None,
            secret: None,
            excludes: &[],
            is_idempotent,
            note: "",
        }
    }

    /// A POST request. It is not idempotent.
    pub const fn post(endpoint: &'static str) -> Self {
        Self::new(Method::Post, endpoint)
    }

    /// A PUT request, which is idempotent.
    pub const fn put(endpoint: &'static str) -> Self {
        Self::new(Method::Put, endpoint)
    }

    /// A PATCH request that sets values, which is idempotent.
    pub const fn patch(endpoint: &'static str) -> Self {
        Self::new(Method::Patch, endpoint)
    }

    /// A DELETE request, which is idempotent.
    pub const fn delete(endpoint: &'static str) -> Self {
        Self::new(Method::Delete, endpoint)
    }

    /// Sets the parameters.
    pub const fn with_parameters(self, parameters: &'static [&'static [Parameter]]) -> Self {
        WriteRequest { parameters, ..self }
    }

    /// Sets the option that must be `true` before the request is sent.
    pub const fn with_switch(self, switch: &'static OptionSpec) -> Self {
        WriteRequest { switch: Some(switch), ..self }
    }

    /// Declares a secret in the response, which is lost.
    pub const fn losing(self, secret: &'static LostSecret) -> Self {
        WriteRequest { secret: Some(secret), ..self }
    }

    /// Sets the columns that an UPDATE with this request cannot set.
    pub const fn excluding(self, columns: &'static [&'static str]) -> Self {
        WriteRequest { excludes: columns, ..self }
    }

    /// Declares that sending the request twice has the same effect as sending it once.
    pub const fn idempotent(self) -> Self {
        WriteRequest { is_idempotent: true, ..self }
    }

    /// Sets what users need to know before they send the request.
    pub const fn with_note(self, note: &'static str) -> Self {
        WriteRequest { note, ..self }
    }

    /// As a request of UPDATE that is sent if a column of its parameters is set.
    pub const fn on_parameters(self) -> Update {
        Update { trigger: Trigger::Parameters, request: self }
    }

    /// As a request of UPDATE that is sent if a boolean column is set to this value. It is idempotent, because the
    /// column then has that value already.
    pub const fn on_bool(self, column: &'static str, value: bool) -> Update {
        Update { trigger: Trigger::Value(column, ColumnValue::Bool(value)), request: self }
    }

    /// As a request of UPDATE that is sent if a text column is set to this value.
    pub const fn on_text(self, column: &'static str, value: &'static str) -> Update {
        Update { trigger: Trigger::Value(column, ColumnValue::Text(value)), request: self }
    }

    /// As a request of UPDATE that is sent if a key of one of its parameters is set.
    pub const fn on_map_keys(self) -> Update {
        Update { trigger: Trigger::MapKeys, request: self }
    }

    /// As a request of UPDATE that is sent if one of its parameters is set as a whole.
    pub const fn on_maps(self) -> Update {
        Update { trigger: Trigger::Maps, request: self }
    }

    /// All parameters.
    pub fn all_parameters(&self) -> impl Iterator<Item = &'static Parameter> + use<> {
        self.parameters.iter().flat_map(|group| group.iter())
    }

    /// The names of the endpoint's placeholders, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &'static str> + use<> {
        super::access_path::placeholders(self.endpoint)
    }
}

/// A constructor, and builder methods that each set one property.
impl Parameter {
    /// An optional parameter that has the name of its column, for which the API does not accept null.
    pub const fn of(column: &'static str) -> Self {
        Parameter {
            column,
            name: column,
            within: None,
            is_required: false,
            is_nullable: false,
            format: ParameterFormat::Plain,
        }
    }

    /// Sets the name of the parameter.
    pub const fn named(self, name: &'static str) -> Self {
        Parameter { name, ..self }
    }

    /// Sets the object in the body that contains the parameter.
    pub const fn within(self, object: &'static str) -> Self {
        Parameter { within: Some(object), ..self }
    }

    /// Declares that the request needs the parameter.
    pub const fn required(self) -> Self {
        Parameter { is_required: true, ..self }
    }

    /// Declares that the API accepts null.
    pub const fn nullable(self) -> Self {
        Parameter { is_nullable: true, ..self }
    }

    /// Writes the value as the only element of an array.
    pub const fn in_array(self) -> Self {
        Parameter { format: ParameterFormat::Array, ..self }
    }

    /// Writes a time as a number of milliseconds.
    pub const fn in_milliseconds(self) -> Self {
        Parameter { format: ParameterFormat::Milliseconds, ..self }
    }
}
