//! The OpenAPI text, read as data.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use clerk_catalogue::{API_VERSION, CATALOGUE};
use fdw_engine::catalogue::access::{Access, Rows};
use fdw_engine::catalogue::pagination::Pagination;
use serde_json::{Value, json};

/// The OpenAPI text of the version that requests ask for.
pub fn openapi() -> Option<&'static Value> {
    static TEXT: OnceLock<Option<Value>> = OnceLock::new();
    let read = || {
        let path = component_build::workspace().join(format!("../shared/clerk-openapi/{API_VERSION}.yml"));
        match std::fs::read_to_string(&path) {
            Ok(text) => Some(serde_yaml_ng::from_str(&text).expect("YAML")),
            Err(error) if std::env::var_os("CI").is_some() => panic!("{}: {error}", path.display()),
            Err(_) => {
                eprintln!("skipped: there is no {}", path.display());
                None
            }
        }
    };
    TEXT.get_or_init(read).as_ref()
}

pub fn resolve<'a>(text: &'a Value, mut node: &'a Value) -> &'a Value {
    while let Some(reference) = node["$ref"].as_str() {
        node = text.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("no {reference}"));
    }
    node
}

/// A path with `{}` in place of the names of its ids.
pub fn unnamed(path: &str) -> String {
    let mut out = String::new();
    for part in path.split_inclusive('}') {
        match part.split_once('{') {
            Some((before, _)) => out.push_str(&format!("{before}{{}}")),
            None => out.push_str(part),
        }
    }
    out
}

/// The GET operations of the text by their paths, [`unnamed`].
pub fn operations(text: &Value) -> BTreeMap<String, &Value> {
    let paths = text["paths"].as_object().expect("paths");
    let gets = paths.iter().filter_map(|(path, item)| Some((unnamed(path), item.get("get")?)));
    gets.collect()
}

/// The operation at a path; what is behind a question mark does not count.
pub fn operation<'a>(text: &'a Value, path: &str) -> &'a Value {
    let path = unnamed(path.split('?').next().unwrap_or(""));
    operations(text).remove(&path).unwrap_or_else(|| panic!("the text has no GET {path}"))
}

/// The parameters of a query.
pub fn parameters(text: &Value, path: &str) -> BTreeMap<String, Value> {
    let list = operation(text, path)["parameters"].as_array().cloned().unwrap_or_default();
    let parameter = |node: &Value| {
        let node = resolve(text, node).clone();
        (node["name"].as_str().unwrap_or("").to_owned(), node)
    };
    list.iter().map(parameter).filter(|(_, node)| node["in"] == "query").collect()
}

pub fn answer_schema<'a>(text: &'a Value, path: &str) -> &'a Value {
    let answer = resolve(text, &operation(text, path)["responses"]["200"]);
    resolve(text, &answer["content"]["application/json"]["schema"])
}

/// What the rows are that an access path gives.
pub fn row_schema<'a>(text: &'a Value, access: &Access) -> &'a Value {
    let schema = answer_schema(text, access.path);
    let object = if access.pagination == Pagination::Single {
        schema
    } else {
        let [key] = access.list.unwrap_or(CATALOGUE.pages.list) else { panic!("{}: {:?}", access.path, access.list) };
        let list = if schema["type"] == "array" { schema } else { resolve(text, &schema["properties"][*key]) };
        assert_eq!(list["type"], "array", "{}: {key}", access.path);
        resolve(text, &list["items"])
    };
    let Rows::Parts { at, .. } = access.rows else { return object };
    let list = properties(text, object).remove(at[0]).unwrap_or_else(|| panic!("no {at:?}"));
    resolve(text, &resolve(text, list)["items"])
}

/// The schemas that a schema is made of, whether all of them hold or one.
fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|key| schema[key].as_array().into_iter().flatten())
}

/// The properties of a schema, those of its parts among them.
pub fn properties<'a>(text: &'a Value, schema: &'a Value) -> BTreeMap<String, &'a Value> {
    let schema = resolve(text, schema);
    let mut out = BTreeMap::new();
    for part in parts(schema) {
        out.extend(properties(text, part));
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        out.insert(name.clone(), property);
    }
    out
}

/// The type of a property: its own, or that of its parts.
pub fn type_of<'a>(text: &'a Value, property: &'a Value) -> Option<&'a str> {
    let property = resolve(text, property);
    property["type"].as_str().or_else(|| parts(property).find_map(|part| type_of(text, part)))
}

/// The part of the text that a schema needs, as JSON Schema: OpenAPI 3.0 says `nullable` where JSON Schema has a type.
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

/// Holds an answer against a schema.
pub fn check_answer(text: &Value, schema: &Value, answer: &Value, what: &str) {
    let validator = jsonschema::validator_for(&json_schema(text, schema)).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(answer).take(3).map(|error| format!("{} at {}", error, error.instance_path)).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}
