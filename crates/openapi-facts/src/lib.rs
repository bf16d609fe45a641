//! The facts of an OpenAPI document that contract tests need: the endpoints, their parameters, and the names, types and enums
//! of the attributes in the bodies of requests and responses, without prose. They are committed, so that the tests run
//! everywhere, and have the structure of an OpenAPI document. Where the document itself is available, tests check the facts
//! against it.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod read;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

pub use read::{
    check_response, operations, parameters, properties, resolve, response_schema, row_schema, type_of, unnamed,
};

/// Keywords of a schema that are copied as they are.
const SCHEMA_KEYWORDS: [&str; 8] = ["$ref", "type", "enum", "nullable", "required", "minimum", "maximum", "default"];

/// HTTP methods of the endpoints that write.
pub const WRITE_METHODS: [&str; 4] = ["post", "put", "patch", "delete"];

/// What is kept of a document besides the structure of its GET operations.
pub struct Extraction {
    /// Whether operations that write are kept.
    pub with_writes: bool,
    /// Whether the parameters and the response of this endpoint's GET operation are kept. Of others, only the existence is.
    pub is_needed: fn(&str) -> bool,
    /// References to schemas that are kept although no successful response refers to them.
    pub also: &'static [&'static str],
    /// Adds what the description of a parameter says.
    pub of_parameter: fn(&Value, &mut Map<String, Value>),
    /// Adds what the description of a schema says.
    pub of_schema: fn(&Value, &mut Map<String, Value>),
}

/// Reads committed facts. Panics if the file is not there, or is not YAML.
pub fn read(file: &Path) -> Value {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_yaml_ng::from_str(&text).expect("the facts are YAML")
}

/// Checks committed facts against the document, or writes them after a header if `is_blessing` is set. `document` is YAML
/// or JSON; without one, nothing is checked, which is an error if facts are to be written.
pub fn check(file: &Path, document: Option<&Path>, extraction: &Extraction, header: &str, is_blessing: bool) {
    let Some(text) = document.and_then(|document| std::fs::read_to_string(document).ok()) else {
        assert!(!is_blessing, "there is no OpenAPI document at {document:?}");
        eprintln!("{} was not checked, because there is no OpenAPI document at {document:?}", file.display());
        return;
    };
    let extracted = extraction.extract(&serde_yaml_ng::from_str(&text).expect("the OpenAPI document is YAML"));
    if is_blessing {
        let yaml = serde_yaml_ng::to_string(&extracted).expect("YAML");
        std::fs::write(file, format!("{header}{yaml}")).expect("the facts are written");
    } else {
        let name = file.display();
        assert!(read(file) == extracted, "{name} differs from the OpenAPI document: rewrite it and review the change");
    }
}

impl Extraction {
    /// Reduces an OpenAPI document to its facts.
    fn extract(&self, text: &Value) -> Value {
        let mut paths = Map::new();
        for (path, item) in text["paths"].as_object().expect("paths") {
            let mut methods = Map::new();
            match item.get("get") {
                Some(get) if (self.is_needed)(path) => {
                    // Parameters of all methods of a path may stand beside the methods.
                    let all = elements(&item["parameters"]).chain(elements(&get["parameters"]));
                    let parameters: Vec<Value> = all.map(|node| self.parameter(node)).collect();
                    let response = self.response(&get["responses"]["200"]);
                    let get = json!({ "parameters": parameters, "responses": { "200": response } });
                    methods.insert("get".to_owned(), get);
                }
                Some(_) => drop(methods.insert("get".to_owned(), json!({}))),
                None => {}
            }
            if self.with_writes {
                let writes = WRITE_METHODS.into_iter().filter_map(|method| Some((method, item.get(method)?)));
                methods.extend(writes.map(|(method, operation)| (method.to_owned(), self.write(text, operation))));
            }
            paths.insert(path.clone(), methods.into());
        }
        let mut facts = json!({
            "info": { "version": text["info"]["version"] },
            "servers": [{ "url": text["servers"][0]["url"] }],
            "paths": paths,
            "components": {},
        });
        for reference in self.references(text, &facts) {
            let (kind, name) = component_of(&reference);
            let node = text.pointer(&reference[1..]).unwrap_or_else(|| panic!("the document has no {reference}"));
            facts["components"][kind][name] = match kind {
                "parameters" => self.parameter(node),
                "responses" => self.response(node),
                _ => self.schema(node),
            };
        }
        facts
    }

    /// Reduces an operation that writes to its query parameters, its body and its successful response.
    fn write(&self, text: &Value, operation: &Value) -> Value {
        let mut out = Map::new();
        let target = |node: &Value| node["$ref"].as_str().and_then(|reference| text.pointer(&reference[1..])).cloned();
        let is_in_query = |node: &&Value| target(node).as_ref().unwrap_or(node)["in"] == "query";
        let parameters: Vec<Value> =
            elements(&operation["parameters"]).filter(is_in_query).map(|node| self.parameter(node)).collect();
        out.insert("parameters".to_owned(), parameters.into());
        if let Some(content) = operation["requestBody"]["content"].as_object() {
            let reduce = |(kind, body): (&String, &Value)| {
                // Of a body that is not JSON, the facts have the content type only.
                let is_json = kind == "application/json";
                (kind.clone(), if is_json { json!({ "schema": self.schema(&body["schema"]) }) } else { json!({}) })
            };
            let mut body = Map::new();
            copy(&operation["requestBody"], &["required"], &mut body);
            body.insert("content".to_owned(), Value::Object(content.iter().map(reduce).collect()));
            out.insert("requestBody".to_owned(), body.into());
        }
        let responses = operation["responses"].as_object().expect("responses");
        let (status, successful) = responses.iter().find(|(status, _)| status.starts_with('2')).expect("a success");
        out.insert("responses".to_owned(), json!({ status: self.response(successful) }));
        out.into()
    }

    /// References to all components that the endpoints use, directly or through other components.
    fn references(&self, text: &Value, facts: &Value) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut pending = self.also.iter().map(|reference| (*reference).to_owned()).collect::<Vec<String>>();
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

    fn response(&self, node: &Value) -> Value {
        if node.get("$ref").is_some() {
            return json!({ "$ref": node["$ref"] });
        }
        if node.get("content").is_none() {
            return json!({});
        }
        json!({ "content": { "application/json": { "schema": self.schema(&node["content"]["application/json"]["schema"]) } } })
    }

    fn parameter(&self, node: &Value) -> Value {
        let mut out = Map::new();
        copy(node, &["$ref", "name", "in", "required"], &mut out);
        if let Some(found) = node.get("schema") {
            out.insert("schema".to_owned(), self.schema(found));
        }
        (self.of_parameter)(node, &mut out);
        out.into()
    }

    fn schema(&self, node: &Value) -> Value {
        let mut out = Map::new();
        copy(node, &SCHEMA_KEYWORDS, &mut out);
        if let Some(properties) = node["properties"].as_object() {
            let reduced = properties.iter().map(|(name, property)| (name.clone(), self.schema(property)));
            out.insert("properties".to_owned(), Value::Object(reduced.collect()));
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            if node.get(key).is_some() {
                out.insert(key.to_owned(), elements(&node[key]).map(|node| self.schema(node)).collect());
            }
        }
        if let Some(items) = node.get("items") {
            out.insert("items".to_owned(), self.schema(items));
        }
        match node.get("additionalProperties") {
            Some(Value::Bool(is_open)) => drop(out.insert("additionalProperties".to_owned(), (*is_open).into())),
            Some(values) => drop(out.insert("additionalProperties".to_owned(), self.schema(values))),
            None => {}
        }
        (self.of_schema)(node, &mut out);
        out.into()
    }
}

/// The kind and the name of a component that a reference leads to.
fn component_of(reference: &str) -> (&str, &str) {
    let path = reference.strip_prefix("#/components/").and_then(|path| path.split_once('/'));
    path.unwrap_or_else(|| panic!("{reference} is not a component"))
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
