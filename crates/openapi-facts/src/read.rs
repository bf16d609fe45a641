//! Reads the facts of the OpenAPI document: endpoints, parameters and schemas. `text` is the facts.

use std::collections::BTreeMap;

use fdw_engine::catalogue::AttributePath;
use fdw_engine::catalogue::access_path::{AccessPath, Rows};
use fdw_engine::catalogue::pagination::Pagination;
use serde_json::{Value, json};

/// Follows the references of a node. Returns the node itself if it is not a reference.
pub fn resolve<'a>(text: &'a Value, mut node: &'a Value) -> &'a Value {
    while let Some(reference) = node["$ref"].as_str() {
        node = text.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("no {reference}"));
    }
    node
}

/// An endpoint with `{}` in place of its named placeholders, whose names differ between the catalogue and the document.
pub fn unnamed(endpoint: &str) -> String {
    let mut out = String::new();
    for segment in endpoint.split_inclusive('}') {
        match segment.split_once('{') {
            Some((before, _)) => out.push_str(&format!("{before}{{}}")),
            None => out.push_str(segment),
        }
    }
    out
}

/// The GET operations by endpoint, whose placeholders are [`unnamed`].
pub fn operations(text: &Value) -> BTreeMap<String, &Value> {
    let paths = text["paths"].as_object().expect("paths");
    let gets = paths.iter().filter_map(|(path, item)| Some((unnamed(path), item.get("get")?)));
    gets.collect()
}

/// The GET operation of an endpoint, whose fixed query parameters are ignored.
pub fn operation<'a>(text: &'a Value, endpoint: &str) -> &'a Value {
    let endpoint = unnamed(endpoint.split('?').next().unwrap_or(""));
    operations(text).remove(&endpoint).unwrap_or_else(|| panic!("there is no GET {endpoint}"))
}

/// The query parameters of an endpoint, by name.
pub fn parameters(text: &Value, endpoint: &str) -> BTreeMap<String, Value> {
    let list = operation(text, endpoint)["parameters"].as_array().cloned().unwrap_or_default();
    let parameter = |node: &Value| {
        let node = resolve(text, node).clone();
        (node["name"].as_str().unwrap_or("").to_owned(), node)
    };
    list.iter().map(parameter).filter(|(_, node)| node["in"] == "query").collect()
}

/// The schema of an endpoint's successful response.
pub fn response_schema<'a>(text: &'a Value, endpoint: &str) -> &'a Value {
    let response = resolve(text, &operation(text, endpoint)["responses"]["200"]);
    resolve(text, &response["content"]["application/json"]["schema"])
}

/// The schema of the rows that an access path returns.
pub fn row_schema<'a>(text: &'a Value, access_path: &AccessPath, list: AttributePath) -> &'a Value {
    let schema = response_schema(text, access_path.endpoint);
    let object = match access_path.pagination {
        Pagination::Single => schema,
        _ => resolve(text, &list_schema(text, schema, access_path, list)["items"]),
    };
    let Rows::Embedded { attribute, .. } = access_path.rows else { return object };
    let list = properties(text, object).remove(attribute[0]).unwrap_or_else(|| panic!("no {attribute:?}"));
    resolve(text, &resolve(text, list)["items"])
}

/// The schema of the list in a response: the response itself, or the attribute `list`.
fn list_schema<'a>(text: &'a Value, schema: &'a Value, access_path: &AccessPath, list: AttributePath) -> &'a Value {
    if schema["type"] == "array" {
        return schema;
    }
    let path = access_path.list.unwrap_or(list);
    let found = path.iter().fold(schema, |schema, key| resolve(text, &schema["properties"][*key]));
    assert_eq!(found["type"], "array", "{}: {path:?}", access_path.endpoint);
    found
}

/// The schemas that a schema combines, by `allOf`, `oneOf` or `anyOf`.
fn combined(schema: &Value) -> impl Iterator<Item = &Value> {
    ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|key| schema[key].as_array().into_iter().flatten())
}

/// The properties of a schema, including those of the schemas that it combines.
pub fn properties<'a>(text: &'a Value, schema: &'a Value) -> BTreeMap<String, &'a Value> {
    let schema = resolve(text, schema);
    let mut out = BTreeMap::new();
    for schema in combined(schema) {
        out.extend(properties(text, schema));
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        out.insert(name.clone(), property);
    }
    out
}

/// The type of a property: its own, or that of a schema that it combines.
pub fn type_of<'a>(text: &'a Value, property: &'a Value) -> Option<&'a str> {
    let property = resolve(text, property);
    property["type"].as_str().or_else(|| combined(property).find_map(|schema| type_of(text, schema)))
}

/// A schema as JSON Schema, which has a null type in place of OpenAPI 3.0's `nullable`.
fn json_schema(text: &Value, schema: &Value) -> Value {
    let mut root = json!({ "components": text["components"], "allOf": [schema] });
    allow_null(&mut root);
    root
}

fn allow_null(node: &mut Value) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(allow_null),
        Value::Object(members) => {
            members.values_mut().for_each(allow_null);
            if members.get("nullable") == Some(&Value::Bool(true)) {
                members.remove("nullable");
                let described = Value::Object(std::mem::take(members));
                members.insert("anyOf".to_owned(), json!([described, { "type": "null" }]));
            }
        }
        _ => {}
    }
}

/// Checks a response against a schema, and panics if it does not conform. `what` begins the message.
pub fn check_response(text: &Value, schema: &Value, response: &Value, what: &str) {
    let validator = jsonschema::validator_for(&json_schema(text, schema)).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(response).take(3).map(|error| format!("{} at {}", error, error.instance_path)).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}
