//! The requests that write rows agree with the OpenAPI document.

use std::collections::{BTreeMap, BTreeSet};

use clerk_catalogue::{CATALOGUE, NOT_WRITTEN};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::{self, Kind, ResolvedSource};
use fdw_engine::catalogue::write::{ColumnValue, Parameter, ParameterFormat, Trigger, WriteRequest};
use fdw_engine::host::Method;
use serde_json::Value;

use crate::facts::facts;
use openapi_facts::{properties, resolve, row_schema, type_of, unnamed};

/// Properties of bodies that are no parameters: the method, the endpoint, the property and the reason.
const OMITTED: &[(&str, &str, &str, &str)] = &[
    ("patch", "/beta_features/instance_settings", "test_mode", "PATCH /instance sets it."),
    ("post", "/role_sets/{}/roles", "default_role_key", "PATCH /role_sets/{} sets it in the same UPDATE."),
    ("post", "/role_sets/{}/roles", "creator_role_key", "PATCH /role_sets/{} sets it in the same UPDATE."),
    ("put", "/templates/{}/{}", "delivered_by_clerk", "POST …/toggle_delivery sets it and nothing else."),
];

/// Attributes of responses that are secrets.
const SECRETS: [&str; 4] = ["api_key", "client_secret", "secret", "secret_key"];

const METHODS: [&str; 4] = ["post", "put", "patch", "delete"];

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
    }
}

/// A method and an endpoint without its query, whose placeholders are [`unnamed`].
type Key = (&'static str, String);

fn key(request: &WriteRequest) -> Key {
    (method(request.method), unnamed(request.endpoint.split('?').next().unwrap_or("")))
}

/// The operations that write.
fn operations() -> BTreeMap<Key, &'static Value> {
    let mut out = BTreeMap::new();
    for (path, item) in facts()["paths"].as_object().expect("paths") {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                out.insert((method, unnamed(path)), operation);
            }
        }
    }
    out
}

fn every_request() -> Vec<(&'static Object, WriteRequest)> {
    let of_object = |object: &'static Object| {
        let writes = object.writes.into_iter();
        writes.flat_map(move |writes| {
            let updates = writes.updates.iter().map(|update| update.request);
            let requests = writes.insert.into_iter().chain(updates).chain(writes.delete);
            requests.map(move |request| (object, request))
        })
    };
    CATALOGUE.objects.iter().flat_map(of_object).collect()
}

fn body(operation: &'static Value) -> &'static Value {
    &operation["requestBody"]["content"]["application/json"]["schema"]
}

/// The schema of the object in the body that contains a parameter.
fn container(parameter: &Parameter, body: &'static Value) -> Option<&'static Value> {
    match parameter.within {
        Some(object) => properties(facts(), body).remove(object),
        None => Some(body),
    }
}

fn requires(schema: &Value, name: &str) -> bool {
    resolve(facts(), schema)["required"].as_array().is_some_and(|required| required.contains(&name.into()))
}

fn is_nullable(property: &Value) -> bool {
    property["nullable"] == true || resolve(facts(), property)["nullable"] == true
}

#[test]
fn every_endpoint_that_writes_is_used_or_has_a_reason_for_not_being_used() {
    let mut used: BTreeSet<Key> = every_request().iter().map(|(_, request)| key(request)).collect();
    for (name, endpoint, _) in NOT_WRITTEN {
        let method = METHODS.into_iter().find(|method| method.eq_ignore_ascii_case(name)).expect("a method");
        assert!(facts()["paths"].get(endpoint).is_some(), "{endpoint}");
        assert!(used.insert((method, unnamed(endpoint))), "{name} {endpoint} is used");
    }
    assert_eq!(used, operations().into_keys().collect());
}

#[test]
fn parameters_are_properties_of_the_body() {
    let operations = operations();
    for (object, request) in every_request() {
        let operation = operations[&key(&request)];
        for parameter in request.all_parameters() {
            let what = format!("{}: {:?} {} {}", object.name, request.method, request.endpoint, parameter.name);
            let container = container(parameter, body(operation)).unwrap_or_else(|| panic!("{what} has no object"));
            let property = properties(facts(), container).remove(parameter.name);
            let property = property.unwrap_or_else(|| panic!("{what} is not in the body"));
            let is_required = requires(container, parameter.name)
                && parameter.within.is_none_or(|object| requires(body(operation), object));
            assert_eq!(parameter.is_required, is_required, "{what} is required");
            assert_eq!(parameter.is_nullable, is_nullable(property), "{what} is nullable");
            let kind = column::find(object.columns, parameter.column).expect("a column").kind;
            assert!(fits(kind, parameter.format, property), "{what}: {kind:?} for {property}");
        }
        let (_, query) = request.endpoint.split_once('?').unwrap_or_default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let parameters = operation["parameters"].as_array().expect("parameters");
            let parameter = parameters.iter().find(|parameter| parameter["name"] == name).expect(name);
            assert!(parameter["schema"]["type"] == "boolean" && ["true", "false"].contains(&value), "{name}={value}");
        }
    }
}

/// Whether values of a column are written as the property expects.
fn fits(kind: Kind, format: ParameterFormat, property: &Value) -> bool {
    let text = facts();
    match (format, type_of(text, property)) {
        (ParameterFormat::Array, Some("array")) => type_of(text, &resolve(text, property)["items"]) == Some("string"),
        (ParameterFormat::Milliseconds, Some("integer")) => kind == Kind::Time,
        (ParameterFormat::Plain, Some("string")) => kind == Kind::Text || kind == Kind::Time,
        (ParameterFormat::Plain, Some("boolean")) => kind == Kind::Bool,
        (ParameterFormat::Plain, Some("integer")) => kind == Kind::Integer,
        (ParameterFormat::Plain, Some("number")) => kind == Kind::Number,
        (ParameterFormat::Plain, Some("array")) => kind == Kind::Json,
        (ParameterFormat::Plain, Some("object")) => kind == Kind::Json || kind == Kind::Map,
        (ParameterFormat::Plain, None) => kind == Kind::Any,
        _ => false,
    }
}

#[test]
fn every_property_of_a_body_is_a_parameter_or_has_a_reason_for_not_being_one() {
    let operations = operations();
    let mut sent: BTreeMap<Key, Vec<Parameter>> = BTreeMap::new();
    for (object, request) in every_request() {
        let parameters: Vec<Parameter> = request.all_parameters().copied().collect();
        let properties = properties(facts(), body(operations[&key(&request)]));
        for name in properties.keys().filter(|name| requires(body(operations[&key(&request)]), name)) {
            let has = parameters.iter().any(|parameter| parameter.within.unwrap_or(parameter.name) == name);
            assert!(has, "{}: {:?} {} lacks {name}", object.name, request.method, request.endpoint);
        }
        sent.entry(key(&request)).or_default().extend(parameters);
    }
    let mut omitted = BTreeSet::new();
    for (key, parameters) in &sent {
        let has = |within: Option<&str>, name: &str| {
            parameters.iter().any(|parameter| parameter.within == within && parameter.name == name)
        };
        for (name, property) in properties(facts(), body(operations[key])) {
            let inner = properties(facts(), property);
            let has_all_of_it = !inner.is_empty() && inner.keys().all(|inner| has(Some(&name), inner));
            if !has(None, &name) && !has_all_of_it {
                omitted.insert((key.0, key.1.clone(), name));
            }
        }
    }
    let known = OMITTED.iter().map(|(method, path, name, _)| (*method, (*path).to_owned(), (*name).to_owned()));
    assert_eq!(omitted, known.collect());
}

#[test]
fn texts_that_trigger_requests_are_values_of_their_columns() {
    for object in CATALOGUE.objects {
        for update in object.writes.into_iter().flat_map(|writes| writes.updates) {
            let Trigger::Value(name, ColumnValue::Text(value)) = update.trigger else { continue };
            let found = column::find(object.columns, name).expect("a column");
            let ResolvedSource::Attribute(path) = found.source else { panic!("{}.{name}", object.name) };
            let row = row_schema(facts(), &object.access_paths[0], CATALOGUE.pages.list);
            let property = path.iter().fold(row, |schema, key| properties(facts(), schema)[*key]);
            let values = resolve(facts(), property)["enum"].as_array();
            assert!(values.is_none_or(|values| values.contains(&value.into())), "{}.{name} = {value}", object.name);
        }
    }
}

#[test]
fn a_request_whose_body_is_required_has_parameters() {
    let operations = operations();
    for (object, request) in every_request() {
        let key = key(&request);
        let needs_body = operations[&key]["requestBody"]["required"] == true;
        assert!(!needs_body || !request.parameters.is_empty(), "{}: {key:?} is sent without a body", object.name);
    }
}

#[test]
fn secrets_in_responses_are_declared() {
    let operations = operations();
    for (object, request) in every_request() {
        let key = key(&request);
        let responses = operations[&key]["responses"].as_object().expect("responses");
        let response = resolve(facts(), responses.values().next().expect("a response"));
        let attributes = properties(facts(), &response["content"]["application/json"]["schema"]);
        // The schema of a directory has its key everywhere, but only a new directory contains it.
        let is_new = key.0 == "post" && request.placeholders().next().is_none();
        let is_lost = is_new && SECRETS.iter().any(|name| attributes.contains_key(*name));
        assert_eq!(request.secret.is_some(), is_lost, "{}: {key:?}", object.name);
    }
}
