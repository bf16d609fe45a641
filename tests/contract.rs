//! The catalogue and the mock, held against Clerk's OpenAPI text. The text is not part of this repository: it is looked
//! for in `../shared/clerk-openapi`. Where it is missing these tests do nothing, but in CI they fail.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use clerk_catalogue::{API_VERSION, CATALOGUE};
use clerk_mock::{KEY, Mock};
use fdw_engine::catalogue::{Column, Kind, Object, Paging, Source};
use serde_json::{Value, json};

/// Columns that are not attributes of that name.
const DERIVED: [&str; 4] = [
    "organization_memberships.user_id",
    "users.primary_email_address",
    "users.primary_phone_number",
    "users.primary_web3_wallet",
];

/// Attributes that the text requires without describing them.
const ONLY_REQUIRED: [&str; 2] = ["authenticatable", "disable_jit_provisioning"];

/// The OpenAPI text of the version that requests ask for.
fn openapi() -> Option<&'static Value> {
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

fn resolve<'a>(text: &'a Value, mut node: &'a Value) -> &'a Value {
    while let Some(reference) = node["$ref"].as_str() {
        node = text.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("no {reference}"));
    }
    node
}

fn operation<'a>(text: &'a Value, path: &str) -> &'a Value {
    let operation = &text["paths"][path]["get"];
    assert!(operation.is_object(), "the text has no GET {path}");
    operation
}

fn parameters(text: &Value, path: &str) -> BTreeMap<String, Value> {
    let list = operation(text, path)["parameters"].as_array().cloned().unwrap_or_default();
    let parameter = |node: &Value| {
        let node = resolve(text, node).clone();
        (node["name"].as_str().unwrap_or("").to_owned(), node)
    };
    list.iter().map(parameter).filter(|(_, node)| node["in"] == "query").collect()
}

fn answer_schema<'a>(text: &'a Value, path: &str) -> &'a Value {
    let answer = resolve(text, &operation(text, path)["responses"]["200"]);
    resolve(text, &answer["content"]["application/json"]["schema"])
}

fn row_schema<'a>(text: &'a Value, object: &Object) -> &'a Value {
    let schema = answer_schema(text, object.path);
    let list = if schema["type"] == "array" { schema } else { &schema["properties"][object.list] };
    resolve(text, &list["items"])
}

/// The properties of a schema, those of its parts among them.
fn properties<'a>(text: &'a Value, schema: &'a Value) -> BTreeMap<String, &'a Value> {
    let schema = resolve(text, schema);
    let mut out = BTreeMap::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        out.extend(properties(text, part));
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        out.insert(name.clone(), property);
    }
    out
}

#[test]
fn the_version_asked_for_is_the_texts() {
    let Some(text) = openapi() else { return };
    assert_eq!(text["info"]["version"], API_VERSION);
    assert_eq!(text["servers"][0]["url"], CATALOGUE.api_url);
}

#[test]
fn paths_and_parameters_are_clerks() {
    let Some(text) = openapi() else { return };
    for object in CATALOGUE.objects {
        let parameters = parameters(text, object.path);
        let mut sent: BTreeSet<String> = BTreeSet::new();
        for param in object.params {
            let (name, value) = param.split_once('=').expect("name and value");
            sent.insert(name.to_owned());
            if name == "order_by" {
                let description = parameters[name]["description"].as_str().unwrap_or("");
                assert!(
                    value == "%2Bcreated_at" && description.contains("created_at"),
                    "{}: {description}",
                    object.name
                );
            } else {
                assert_eq!(parameters[name]["schema"]["type"], "boolean", "{}: {param}", object.name);
            }
        }
        for column in object.columns {
            if let Source::OnRequest(param) = column.source {
                sent.insert(param.split('=').next().unwrap_or("").to_owned());
            }
        }
        let max = match object.paging {
            Paging::Unpaged => None,
            Paging::Offset { max } => {
                sent.extend(["limit".to_owned(), "offset".to_owned()]);
                Some(max)
            }
            Paging::Cursor { max, after } => {
                sent.extend(["limit".to_owned(), after.to_owned()]);
                Some(max)
            }
        };
        assert_eq!(parameters.get("limit").map(|limit| limit["schema"]["maximum"].clone()), max.map(Value::from));
        let known: BTreeSet<String> = parameters.into_keys().collect();
        assert!(sent.is_subset(&known), "{}: {:?}", object.name, sent.difference(&known));
        // An order that new rows leave alone is asked for wherever there is one.
        assert_eq!(known.contains("order_by"), sent.contains("order_by"), "{}", object.name);
        assert_eq!(known.contains("paginated"), sent.contains("paginated"), "{}", object.name);
    }
}

#[test]
fn lists_and_counts_stand_where_the_text_says() {
    let Some(text) = openapi() else { return };
    for object in CATALOGUE.objects {
        let schema = answer_schema(text, object.path);
        if schema["type"] != "array" {
            assert_eq!(schema["properties"][object.list]["type"], "array", "{}", object.name);
            assert_eq!(schema["properties"][object.total]["type"], "integer", "{}", object.name);
        }
        assert!(properties(text, row_schema(text, object)).contains_key(object.id), "{}", object.name);
    }
}

#[test]
fn every_attribute_is_a_column_and_every_column_an_attribute() {
    let Some(text) = openapi() else { return };
    for object in CATALOGUE.objects {
        compare(text, object.name, object.columns, row_schema(text, object));
    }
}

fn compare(text: &Value, name: &str, columns: &[Column], schema: &Value) {
    let properties = properties(text, schema);
    let own: BTreeSet<&str> = columns.iter().map(|column| column.name).collect();
    assert_eq!(own.len(), columns.len(), "{name} has a column twice");
    for attribute in properties.keys() {
        assert!(own.contains(attribute.as_str()), "{name}.{attribute} is no column");
    }
    for column in columns {
        let full = format!("{name}.{}", column.name);
        let Some(property) = properties.get(column.name) else {
            let is_known = DERIVED.contains(&full.as_str()) || ONLY_REQUIRED.contains(&column.name);
            assert!(is_known, "{full} is no attribute");
            check_source(text, &full, column, schema);
            continue;
        };
        let property = resolve(text, property);
        let is_nested = matches!(column.source, Source::Nested(_));
        let has_shape = !self::properties(text, property).is_empty();
        assert_eq!(is_nested, has_shape, "{full}");
        if let Source::Nested(inner) = column.source {
            compare(text, &full, inner, property);
            continue;
        }
        let description = property["description"].as_str().unwrap_or("").to_lowercase();
        let kind = match property["type"].as_str() {
            Some("string") => Kind::Text,
            Some("boolean") => Kind::Bool,
            Some("array") => Kind::Json,
            Some("object") => Kind::Map,
            Some("integer") if description.contains("timestamp") => Kind::Time,
            Some("integer") => Kind::Integer,
            other => panic!("{full} is {other:?}"),
        };
        assert_eq!(column.kind, kind, "{full}");
    }
}

/// The attributes that a derived column is made of are there, and are strings.
fn check_source(text: &Value, full: &str, column: &Column, schema: &Value) {
    let attribute = |schema: &Value, path: &str| -> Value {
        let step = |schema: Value, key: &str| {
            let found = properties(text, &schema).get(key).map(|found| resolve(text, found).clone());
            found.unwrap_or_else(|| panic!("{full}: no {key} in {path}"))
        };
        path.split('.').fold(schema.clone(), step)
    };
    let strings = match column.source {
        Source::At(path) => vec![attribute(schema, path)],
        Source::Lookup(lookup) => {
            let element = resolve(text, &attribute(schema, lookup.list)["items"]).clone();
            vec![attribute(schema, lookup.id), attribute(&element, lookup.key), attribute(&element, lookup.take)]
        }
        _ => vec![],
    };
    assert!(strings.iter().all(|found| found["type"] == "string"), "{full}: {strings:?}");
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

fn get(mock: &Mock, target: &str) -> (u16, Value) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let request = agent.get(format!("{}{target}", mock.url())).header("authorization", format!("Bearer {KEY}"));
    let mut answer = request.call().expect("an answer");
    let body = answer.body_mut().read_to_string().expect("a body");
    (answer.status().as_u16(), serde_json::from_str(&body).expect("JSON"))
}

fn check_answer(text: &Value, schema: &Value, answer: &Value, what: &str) {
    let validator = jsonschema::validator_for(&json_schema(text, schema)).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(answer).take(3).map(|error| format!("{} at {}", error, error.instance_path)).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

#[test]
fn the_mock_answers_as_the_text_says() {
    let Some(text) = openapi() else { return };
    let mock = Mock::with_users(300).expect("a mock");
    for object in CATALOGUE.objects {
        let target = if object.paging == Paging::Unpaged {
            object.path.to_owned()
        } else {
            format!("{}?limit=300", object.path)
        };
        let (status, answer) = get(&mock, &target);
        assert_eq!(status, 200);
        let rows = answer.as_array().or(answer[object.list].as_array()).expect("a list");
        assert!(rows.len() >= 3, "{}", object.name);
        check_answer(text, answer_schema(text, object.path), &answer, object.name);
    }
    for object in clerk_mock::BY_ID {
        let id = mock.rows(object)[0]["id"].as_str().expect("an id").to_owned();
        let (status, answer) = get(&mock, &format!("/{object}/{id}"));
        assert_eq!((status, answer["id"].as_str()), (200, Some(id.as_str())));
        let path = text["paths"].as_object().expect("paths").keys().find(|path| {
            path.strip_prefix(&format!("/{object}/{{")).is_some_and(|rest| rest.ends_with('}') && !rest.contains('/'))
        });
        let path = path.unwrap_or_else(|| panic!("{object} cannot be asked for by id"));
        check_answer(text, answer_schema(text, path), &answer, path);
    }
    let (_, count) = get(&mock, "/users/count?banned=false");
    check_answer(text, answer_schema(text, "/users/count"), &count, "/users/count");
    for target in
        ["/nothing", "/users/user_none", "/users?limit=0", "/users?order_by=age", "/users?starting_after=x&offset=1"]
    {
        let (status, answer) = get(&mock, target);
        assert!([404, 422].contains(&status), "{target}: {status}");
        check_answer(text, &text["components"]["schemas"]["ClerkErrors"], &answer, target);
    }
}

#[test]
fn the_mock_filters_users_by_what_the_text_has() {
    let Some(text) = openapi() else { return };
    let paging = ["limit", "offset", "starting_after", "order_by"];
    let mut known = parameters(text, "/users");
    known.retain(|name, _| !paging.contains(&name.as_str()));
    let filters: BTreeSet<&str> = clerk_mock::USER_FILTERS.into_iter().collect();
    assert_eq!(filters, known.keys().map(String::as_str).collect());
    assert_eq!(filters, parameters(text, "/users/count").keys().map(String::as_str).collect());
}
