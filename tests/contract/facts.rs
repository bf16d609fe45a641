//! The facts of Clerk's OpenAPI document that the contract tests need: the endpoints, their parameters, and the names,
//! types and enums of the attributes in the bodies of requests and responses, without prose. They are committed as
//! [`FILE`], so that the tests run everywhere. Where the document itself is available, a test checks the file against
//! it.
//!
//! `make openapi-facts` writes the file from the document.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;

use clerk_catalogue::API_VERSION;
use serde_json::{Map, Value, json};

/// The file of the committed facts, relative to the root of the repository. It has the structure of an OpenAPI
/// document. The extensions [`ORDERS`], [`NOTES`] and [`TIMESTAMP`] replace what the descriptions in the document say.
const FILE: &str = "tests/contract/openapi-facts.yml";

/// The path of the OpenAPI document, which is not part of the repository.
fn document_file() -> PathBuf {
    component_build::workspace().join(format!("../shared/clerk-openapi/{API_VERSION}.yml"))
}

/// The sort keys that a parameter for the order of a list accepts: an array of strings.
pub const ORDERS: &str = "x-orders";

/// Which of [`KNOWN_NOTES`] the description of a parameter contains: an array of strings.
pub const NOTES: &str = "x-notes";

/// Whether the description of an attribute says that it is a timestamp: true or absent.
pub const TIMESTAMP: &str = "x-timestamp";

/// Words in the description of a parameter that say how it filters.
const KNOWN_NOTES: [&str; 5] = ["case-insensitive", "millisecond", "partial", "prefix", "prepended"];

/// Keywords of a schema that are copied as they are.
const SCHEMA_KEYWORDS: [&str; 8] = ["$ref", "type", "enum", "nullable", "required", "minimum", "maximum", "default"];

/// HTTP methods of the endpoints that write.
pub const WRITE_METHODS: [&str; 4] = ["post", "put", "patch", "delete"];

/// A schema that is needed although no successful response refers to it.
const ERRORS: &str = "#/components/schemas/ClerkErrors";

/// The committed facts.
pub fn facts() -> &'static Value {
    static FACTS: OnceLock<Value> = OnceLock::new();
    FACTS.get_or_init(|| {
        let path = component_build::workspace().join(FILE);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_yaml_ng::from_str(&text).expect("the facts are YAML")
    })
}

#[test]
fn the_committed_facts_are_those_of_the_openapi_document() {
    let path = document_file();
    let is_blessing = std::env::var_os("BLESS").is_some();
    let Ok(text) = std::fs::read_to_string(&path) else {
        assert!(!is_blessing, "there is no {}", path.display());
        eprintln!("{FILE} was not checked, because there is no {}", path.display());
        return;
    };
    let extracted = extract(&serde_yaml_ng::from_str(&text).expect("the OpenAPI document is YAML"));
    if is_blessing {
        let yaml = serde_yaml_ng::to_string(&extracted).expect("YAML");
        let header = "# Facts extracted from Clerk's OpenAPI document by `make openapi-facts`. Its licence is in \
                      openapi-licence.txt.\n";
        std::fs::write(component_build::workspace().join(FILE), format!("{header}{yaml}"))
            .expect("the facts are written");
    } else {
        assert!(
            *facts() == extracted,
            "{FILE} differs from the OpenAPI document: run make openapi-facts and review the change"
        );
    }
}

/// Reduces an OpenAPI document to its facts.
fn extract(text: &Value) -> Value {
    let mut paths = Map::new();
    for (path, item) in text["paths"].as_object().expect("paths") {
        let mut methods = Map::new();
        if let Some(get) = item.get("get") {
            let parameters: Vec<Value> = elements(&get["parameters"]).map(parameter).collect();
            let response = response(&get["responses"]["200"]);
            methods.insert("get".to_owned(), json!({ "parameters": parameters, "responses": { "200": response } }));
        }
        let writes = WRITE_METHODS.into_iter().filter_map(|method| Some((method, item.get(method)?)));
        methods.extend(writes.map(|(method, operation)| (method.to_owned(), write(text, operation))));
        paths.insert(path.clone(), methods.into());
    }
    let mut facts = json!({
        "info": { "version": text["info"]["version"] },
        "servers": [{ "url": text["servers"][0]["url"] }],
        "paths": paths,
        "components": {},
    });
    for reference in references(text, &facts) {
        let (kind, name) = component_of(&reference);
        let node = text.pointer(&reference[1..]).unwrap_or_else(|| panic!("the document has no {reference}"));
        facts["components"][kind][name] = match kind {
            "parameters" => parameter(node),
            "responses" => response(node),
            _ => schema(node),
        };
    }
    facts
}

/// Reduces an operation that writes to its query parameters, its body and its successful response.
fn write(text: &Value, operation: &Value) -> Value {
    let mut out = Map::new();
    let target = |node: &Value| node["$ref"].as_str().and_then(|reference| text.pointer(&reference[1..])).cloned();
    let is_in_query = |node: &&Value| target(node).as_ref().unwrap_or(node)["in"] == "query";
    let parameters: Vec<Value> = elements(&operation["parameters"]).filter(is_in_query).map(parameter).collect();
    out.insert("parameters".to_owned(), parameters.into());
    if let Some(content) = operation["requestBody"]["content"].as_object() {
        let reduce = |(kind, body): (&String, &Value)| {
            // Of a body that is not JSON, the facts have the content type only.
            let is_json = kind == "application/json";
            (kind.clone(), if is_json { json!({ "schema": schema(&body["schema"]) }) } else { json!({}) })
        };
        let mut body = Map::new();
        copy(&operation["requestBody"], &["required"], &mut body);
        body.insert("content".to_owned(), Value::Object(content.iter().map(reduce).collect()));
        out.insert("requestBody".to_owned(), body.into());
    }
    let responses = operation["responses"].as_object().expect("responses");
    let (status, successful) = responses.iter().find(|(status, _)| status.starts_with('2')).expect("a success");
    out.insert("responses".to_owned(), json!({ status: response(successful) }));
    out.into()
}

/// The kind and the name of a component that a reference leads to.
fn component_of(reference: &str) -> (&str, &str) {
    let path = reference.strip_prefix("#/components/").and_then(|path| path.split_once('/'));
    path.unwrap_or_else(|| panic!("{reference} is not a component"))
}

/// References to all components that the endpoints use, directly or through other components.
fn references(text: &Value, facts: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut pending = vec![ERRORS.to_owned()];
    collect_references(&facts["paths"], &mut pending);
    while let Some(reference) = pending.pop() {
        if let Some(node) = text.pointer(&reference[1..])
            && found.insert(reference)
        {
            collect_references(node, &mut pending);
        }
    }
    found
}

fn collect_references(node: &Value, out: &mut Vec<String>) {
    match node {
        Value::Object(members) => {
            out.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| collect_references(member, out));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, out)),
        _ => {}
    }
}

fn elements(node: &Value) -> impl Iterator<Item = &Value> {
    node.as_array().into_iter().flatten()
}

fn copy(from: &Value, keys: &[&str], to: &mut Map<String, Value>) {
    for key in keys {
        if let Some(value) = from.get(key) {
            to.insert((*key).to_owned(), value.clone());
        }
    }
}

fn response(node: &Value) -> Value {
    if node.get("$ref").is_some() {
        return json!({ "$ref": node["$ref"] });
    }
    if node.get("content").is_none() {
        return json!({});
    }
    json!({ "content": { "application/json": { "schema": schema(&node["content"]["application/json"]["schema"]) } } })
}

fn parameter(node: &Value) -> Value {
    let mut out = Map::new();
    copy(node, &["$ref", "name", "in", "required"], &mut out);
    if let Some(found) = node.get("schema") {
        out.insert("schema".to_owned(), schema(found));
    }
    let description = node["description"].as_str().unwrap_or("");
    if node["name"] == "order_by" {
        out.insert(ORDERS.to_owned(), orders(description).into());
    } else {
        let lower = description.to_lowercase();
        let notes: Vec<&str> = KNOWN_NOTES.into_iter().filter(|note| lower.contains(note)).collect();
        if !notes.is_empty() {
            out.insert(NOTES.to_owned(), notes.into());
        }
    }
    out.into()
}

/// The sort keys that the first sentence about ordering in a parameter's description lists.
fn orders(description: &str) -> Vec<&str> {
    let starts = ["by their ", "values are:", "memberships by "];
    let listed = starts.iter().find_map(|start| Some(description.split_once(start)?.1));
    let listed = listed.unwrap_or_else(|| panic!("no keys in {description:?}"));
    let end = [".\n", ". ", "\n\n"].iter().filter_map(|end| listed.find(end)).min();
    let sentence = listed.get(..end.unwrap_or(listed.len())).unwrap_or("");
    let words = sentence.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
    words.filter(|word| !matches!(*word, "" | "or" | "and")).collect()
}

fn schema(node: &Value) -> Value {
    let mut out = Map::new();
    copy(node, &SCHEMA_KEYWORDS, &mut out);
    if let Some(properties) = node["properties"].as_object() {
        let reduced = properties.iter().map(|(name, property)| (name.clone(), schema(property)));
        out.insert("properties".to_owned(), Value::Object(reduced.collect()));
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        if node.get(key).is_some() {
            out.insert(key.to_owned(), elements(&node[key]).map(schema).collect());
        }
    }
    if let Some(items) = node.get("items") {
        out.insert("items".to_owned(), schema(items));
    }
    match node.get("additionalProperties") {
        Some(Value::Bool(is_open)) => drop(out.insert("additionalProperties".to_owned(), (*is_open).into())),
        Some(values) => drop(out.insert("additionalProperties".to_owned(), schema(values))),
        None => {}
    }
    if node["description"].as_str().is_some_and(|text| text.to_lowercase().contains("timestamp")) {
        out.insert(TIMESTAMP.to_owned(), true.into());
    }
    out.into()
}

#[test]
fn order_keys_are_read_from_prose() {
    let cases = [
        ("Order the users by their `created_at`,`name`.\nUse `+`. Example: `-x`.", vec!["created_at", "name"]),
        (
            "either by their `name`, `created_at` or `members_count`.\nIn order",
            vec!["name", "created_at", "members_count"],
        ),
        (
            "Sorts memberships by phone_number, created_at or username.\nBy prepending",
            vec!["phone_number", "created_at", "username"],
        ),
        ("ordered by their `name`. Use `-name`.\nOr not.", vec!["name"]),
        ("Supported values are:\n- `created_at`\n- `invited_at`\n\nUse `+`. Or", vec!["created_at", "invited_at"]),
    ];
    for (description, keys) in cases {
        assert_eq!(orders(description), keys, "{description}");
    }
}
