//! Attributes of extensions, as the API publishes them (RFC 7643, sections 6 and 7), and the columns for them.

use serde_json::Value;

use crate::catalogue::Object;
use crate::catalogue::column::{self, Kind, ResolvedSource};
use crate::catalogue::extensions::Extensions;
use crate::client::Client;
use crate::client::error::{Failure, RequestError};
use crate::client::target::Target;
use crate::host::{Host, Method};
use crate::request::extensions::ExtensionColumn;
use crate::request::settings::Settings;

/// Maximum length of an identifier in Postgres, in bytes.
const MAX_IDENTIFIER: usize = 63;

/// An attribute of an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedAttribute {
    /// The attribute's name in snake case; `None` if another column of the object has this name.
    pub name: Option<String>,
    /// The short name of the extension and that of the attribute, in snake case.
    pub prefixed_name: String,
    /// The path to the attribute.
    pub path: Vec<String>,
    /// The kind of value that it contains.
    pub kind: Kind,
}

/// The schemas that an API publishes, and the types of resources that have them.
pub struct Schemas {
    schemas: Vec<Value>,
    resource_types: Vec<Value>,
}

/// Reads the schemas that the API publishes, with two requests.
pub fn read(
    extensions: &Extensions,
    client: &mut Client,
    settings: &Settings,
    host: &mut dyn Host,
) -> Result<Schemas, RequestError> {
    let mut list = |endpoint: &str| {
        let target = Target::new(endpoint, &|name| settings.endpoint_value(name));
        let body = client.get(host, &target, &mut 0)?;
        let found = elements(serde_json::from_str(&body).unwrap_or_default()).ok_or_else(|| RequestError {
            method: Method::Get,
            target: target.to_string(),
            failure: Failure::NoList,
            may_have_taken_effect: false,
        })?;
        if settings.reports_requests {
            host.notice(&format!("GET {target} returned {} elements", found.len()));
        }
        Ok(found)
    };
    Ok(Schemas { schemas: list(extensions.schemas)?, resource_types: list(extensions.resource_types)? })
}

impl Schemas {
    /// The attributes of an object's extensions, in the order of the schemas.
    pub fn attributes(&self, object: &Object) -> Vec<PublishedAttribute> {
        let own = self.resource_types.iter().filter(|ty| text(ty, "name") == object.resource_type);
        let extensions = own.flat_map(|ty| ty.get("schemaExtensions").and_then(Value::as_array).into_iter().flatten());
        let names: Vec<&str> = extensions.filter_map(|extension| text(extension, "schema")).collect();
        let mut found = Vec::new();
        for schema in &self.schemas {
            let Some(id) = text(schema, "id").filter(|id| names.contains(id)) else { continue };
            push_attributes(schema, "attributes", &[id.to_owned()], &mut Vec::new(), &mut found);
        }
        let names: Vec<Option<String>> = found.iter().map(|attribute| attribute.name.clone()).collect();
        for attribute in &mut found {
            let is_taken = |name: &String| {
                column::find(object.columns, name).is_some()
                    || names.iter().flatten().filter(|other| *other == name).count() > 1
            };
            attribute.name = attribute.name.take().filter(|name| !is_taken(name));
        }
        found
    }

    /// The columns that a query may name: each attribute by both of its names.
    pub fn columns(&self, object: &Object) -> Vec<ExtensionColumn> {
        let both = |attribute: PublishedAttribute| {
            let PublishedAttribute { name, prefixed_name, path, kind } = attribute;
            let names = name.into_iter().chain([prefixed_name]);
            let new = names.filter(|name| column::find(object.columns, name).is_none());
            new.map(move |name| ExtensionColumn { name, path: path.clone(), kind }).collect::<Vec<_>>()
        };
        self.attributes(object).into_iter().flat_map(both).collect()
    }

    /// The columns of an imported table: each attribute by one name, without those that the catalogue declares.
    pub fn imported_columns(&self, object: &Object) -> Vec<ExtensionColumn> {
        let declared: Vec<ResolvedSource> = column::flatten(object.columns)
            .iter()
            .filter_map(|column| Some(column::find(object.columns, &column.name)?.source))
            .collect();
        let is_declared = |path: &[String]| {
            declared.iter().any(|source| matches!(source, ResolvedSource::Attribute(known) if known == path))
        };
        let mut columns: Vec<ExtensionColumn> = Vec::new();
        for attribute in self.attributes(object) {
            let PublishedAttribute { name, prefixed_name, path, kind } = attribute;
            if !is_declared(&path) {
                let is_free = |name: &str| {
                    column::find(object.columns, name).is_none() && columns.iter().all(|other| other.name != name)
                };
                let name = shortened(&name.unwrap_or(prefixed_name), &is_free);
                columns.push(ExtensionColumn { name, path, kind });
            }
        }
        columns
    }
}

/// Adds the attributes in the array `key` of a schema or of a complex attribute. `outer` is the path to the object that has
/// them, and `words` are the names of its attributes in snake case.
fn push_attributes(
    parent: &Value,
    key: &str,
    outer: &[String],
    words: &mut Vec<String>,
    out: &mut Vec<PublishedAttribute>,
) {
    for attribute in parent.get(key).and_then(Value::as_array).into_iter().flatten() {
        let Some(name) = text(attribute, "name") else { continue };
        let path = [outer, &[name.to_owned()]].concat();
        let is_list = attribute.get("multiValued").and_then(Value::as_bool) == Some(true);
        words.push(snake_case(name));
        match text(attribute, "type") {
            _ if text(attribute, "returned") == Some("never") => {}
            Some("complex") if !is_list => push_attributes(attribute, "subAttributes", &path, words, out),
            ty => {
                let name = words.join("_");
                let prefixed_name = format!("{}_{name}", short_name(&path[0]));
                let kind = if is_list { Kind::Json } else { kind(ty.unwrap_or("")) };
                out.push(PublishedAttribute { name: Some(name), prefixed_name, path, kind });
            }
        }
        words.pop();
    }
}

/// The kind of values that have this type (RFC 7643, section 2.3).
fn kind(ty: &str) -> Kind {
    match ty {
        "string" | "reference" | "binary" => Kind::Text,
        "boolean" => Kind::Bool,
        "integer" => Kind::Integer,
        "decimal" => Kind::Number,
        "dateTime" => Kind::Time,
        "complex" => Kind::Json,
        _ => Kind::Any,
    }
}

/// The short name of an extension: the last part of its name that is neither the type of the resource nor a version.
/// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User` is `enterprise`.
fn short_name(schema: &str) -> String {
    let parts: Vec<&str> = schema.split(':').collect();
    let without_type = parts.get(..parts.len() - 1).unwrap_or(&[]);
    let is_version = |part: &&&str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let name = without_type.iter().rev().find(|part| !is_version(part)).or(parts.last());
    snake_case(name.copied().unwrap_or(schema))
}

/// A name such as `costCenter` or `$ref` as `cost_center` or `ref`.
fn snake_case(name: &str) -> String {
    let mut out = String::new();
    let chars: Vec<char> = name.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let follows_lower = at > 0 && chars.get(at - 1).is_some_and(|before| !before.is_uppercase());
        let precedes_lower = chars.get(at + 1).is_some_and(|after| after.is_lowercase());
        if c.is_uppercase() && (follows_lower || precedes_lower) && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        match c {
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ if !out.is_empty() && !out.ends_with('_') => out.push('_'),
            _ => {}
        }
    }
    out
}

/// A name that Postgres does not cut, and that no other column has, which `is_free` decides.
fn shortened(name: &str, is_free: &dyn Fn(&str) -> bool) -> String {
    let cut = |length: usize| (0..=length).rev().find_map(|end| name.get(..end)).unwrap_or("");
    let numbered = (2..).map(|number| {
        let number = format!("_{number}");
        format!("{}{number}", cut(MAX_IDENTIFIER - number.len()))
    });
    let mut names = [cut(MAX_IDENTIFIER).to_owned()].into_iter().chain(numbered);
    names.find(|name| is_free(name)).unwrap_or_default()
}

/// The resources in a list response, or in an array; `None` if the response is something else. Case is ignored, as in other
/// lists.
fn elements(response: Value) -> Option<Vec<Value>> {
    let list = match response {
        Value::Object(members) => {
            let mut members = members.into_iter();
            members.find(|(key, _)| key.eq_ignore_ascii_case("resources")).map(|(_, list)| list)?
        }
        other => other,
    };
    if let Value::Array(list) = list { Some(list) } else { None }
}

fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    object.get(key)?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::catalogue::column::Column;

    #[test]
    fn names_become_snake_case() {
        for (name, want) in [
            ("userName", "user_name"),
            ("$ref", "ref"),
            ("x509Certificates", "x509_certificates"),
            ("homeURL", "home_url"),
            ("URLOfHome", "url_of_home"),
            ("cost-center", "cost_center"),
        ] {
            assert_eq!(snake_case(name), want);
        }
    }

    #[test]
    fn extensions_have_short_names() {
        for (schema, want) in [
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "enterprise"),
            ("urn:acme:params:scim:schemas:extension:acmeCorp:2.0:User", "acme_corp"),
            ("urn:scim:schemas:extension:custom:1.0", "custom"),
            ("urn:acme", "urn"),
            ("acme", "acme"),
        ] {
            assert_eq!(short_name(schema), want);
        }
    }

    #[test]
    fn attributes_have_two_names_unless_they_collide() {
        let attribute = |name: &str, ty: &str| json!({"name": name, "type": ty, "multiValued": false});
        let desk = json!({"name": "desk", "type": "complex", "subAttributes": [attribute("floor", "integer")]});
        let pin = json!({"name": "pin", "type": "string", "returned": "never"});
        let a = json!({"id": "urn:x:a:2.0:User", "attributes": [
            attribute("badgeNumber", "string"), attribute("team", "string"), desk, pin, attribute("size", "decimal")]});
        let b = json!({"id": "urn:x:b:2.0:User", "attributes": [attribute("team", "boolean")]});
        let c = json!({"id": "urn:x:c:2.0:Group", "attributes": [attribute("other", "string")]});
        let user = json!({"name": "User", "schemaExtensions": [{"schema": "urn:x:a:2.0:User"}, {"schema": "urn:x:b:2.0:User"}]});
        let schemas = Schemas {
            schemas: elements(json!({"resources": [a, b, c]})).expect("a list"),
            resource_types: vec![json!({"name": "Group", "schemaExtensions": [{"schema": "urn:x:c:2.0:Group"}]}), user],
        };
        const COLUMNS: &[Column] =
            &[Column::text("size", ""), Column::text("badge", "").from_attribute(&["urn:x:a:2.0:User", "badgeNumber"])];
        let object = Object::new("users", "", COLUMNS, &[]).extended_as("User");
        let shown = |columns: Vec<ExtensionColumn>| -> Vec<String> {
            columns
                .iter()
                .map(|column| format!("{} {} {:?}", column.name, column.path[1..].join("."), column.kind))
                .collect()
        };
        let both = [
            "badge_number badgeNumber Text",
            "a_badge_number badgeNumber Text",
            "a_team team Text",
            "desk_floor desk.floor Integer",
            "a_desk_floor desk.floor Integer",
            "a_size size Number",
            "b_team team Bool",
        ];
        assert_eq!(shown(schemas.columns(&object)), both);
        let imported = ["a_team team Text", "desk_floor desk.floor Integer", "a_size size Number", "b_team team Bool"];
        assert_eq!(shown(schemas.imported_columns(&object)), imported);
    }

    #[test]
    fn long_names_are_cut_and_remain_different() {
        let long = "a".repeat(70);
        let mut columns = Vec::new();
        for want in ["a".repeat(63), format!("{}_2", "a".repeat(61)), format!("{}_3", "a".repeat(61))] {
            let is_free = |name: &str| columns.iter().all(|other| other != name);
            let name = shortened(&long, &is_free);
            assert_eq!(name, want);
            columns.push(name);
        }
        // A letter is not cut in two.
        assert_eq!(shortened(&"é".repeat(40), &|_| true).len(), 62);
    }
}
