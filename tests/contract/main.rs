//! Contract tests: the catalogue and the mock agree with Clerk's OpenAPI document, whose facts the repository contains
//! ([`facts`]).

mod facts;
mod mock;
mod mock_writes;
mod writes;

use std::collections::{BTreeMap, BTreeSet};

use clerk_catalogue::{API_VERSION, CATALOGUE, NO_TABLES};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Element, Kind, Source};
use fdw_engine::catalogue::filter::{Filter, FilterOperator, Values};
use fdw_engine::catalogue::option::OptionKind;
use fdw_engine::catalogue::pagination::{OrderFormat, Pagination};
use serde_json::Value;

use facts::{NOTES, ORDERS, TIMESTAMP, facts};
use openapi_facts::{operations, parameters, properties, resolve, response_schema, row_schema, type_of, unnamed};

/// Attributes that a schema of the document requires without declaring them.
const ONLY_REQUIRED: [&str; 2] = ["authenticatable", "disable_jit_provisioning"];

#[test]
fn requests_name_the_version_of_the_openapi_document() {
    let text = facts();
    assert_eq!(text["info"]["version"], API_VERSION);
    let OptionKind::Url { default } = CATALOGUE.base_url.kind else { panic!("no url") };
    assert_eq!(text["servers"][0]["url"].as_str(), default);
}

fn every_access_path() -> impl Iterator<Item = (&'static Object, &'static AccessPath)> {
    CATALOGUE.objects.iter().flat_map(|object| object.access_paths.iter().map(move |access_path| (object, access_path)))
}

#[test]
fn every_get_endpoint_has_a_table_or_a_reason_for_having_none() {
    let text = facts();
    let mut known: BTreeSet<String> = NO_TABLES.iter().map(|(endpoint, _)| unnamed(endpoint)).collect();
    let used = every_access_path().flat_map(|(_, access_path)| {
        [access_path.endpoint].into_iter().chain(access_path.count.map(|count| count.endpoint))
    });
    for endpoint in used {
        let endpoint = unnamed(endpoint.split('?').next().unwrap_or(""));
        assert!(!NO_TABLES.iter().any(|(none, _)| unnamed(none) == endpoint), "{endpoint} has a table");
        known.insert(endpoint);
    }
    let gets: BTreeSet<String> = operations(text).into_keys().collect();
    assert_eq!(known, gets);
    // No table reads an endpoint that returns secrets.
    let returns_secrets = |endpoint: &&str| endpoint.contains("secret") || endpoint.contains("access_token");
    assert!(every_access_path().all(|(_, access_path)| !returns_secrets(&access_path.endpoint)));
}

#[test]
fn parameters_are_the_documented_ones() {
    let text = facts();
    for (object, access_path) in every_access_path() {
        let what = format!("{} by {}", object.name, access_path.endpoint);
        let known = parameters(text, access_path.endpoint);
        let sent = sent(object, access_path);
        for (name, value) in &sent {
            let parameter = known.get(name).unwrap_or_else(|| panic!("{what}: no parameter {name}"));
            let schema = &parameter["schema"];
            let listed = schema["enum"].as_array().or(schema["items"]["enum"].as_array());
            let fits = match value.as_str() {
                // The value depends on the query.
                "" => true,
                value if value.starts_with('{') => true,
                value => match listed {
                    Some(all) => all.contains(&value.into()),
                    None => schema["type"] == "boolean" && ["true", "false"].contains(&value),
                },
            };
            assert!(fits, "{what}: {name}={value}");
        }
        for filter in access_path.filters {
            check_filter(&known[filter.placement.parameter()], filter, &what);
        }
        let order = known.get("order_by").map(|order| &order[ORDERS]);
        for by in access_path.orders {
            assert!(order.is_some_and(|order| has(order, by.key)), "{what}: {} in {order:?}", by.key);
        }
        // Every list that can be ordered is ordered so that new rows are added at its end.
        assert_eq!(order.is_some(), access_path.orders.first().map(|order| order.key) == Some("created_at"), "{what}");
        assert_eq!(known.contains_key("paginated"), sent.contains_key("paginated"), "{what}");
        let max = known.get("limit").map(|limit| limit["schema"]["maximum"].as_f64());
        assert_eq!(max, access_path.pagination.max().map(|max| Some(f64::from(max))), "{what}");
        if let Some(count) = access_path.count {
            let counts = parameters(text, count.endpoint);
            assert!(
                access_path.filters.iter().all(|filter| counts.contains_key(filter.placement.parameter())),
                "{what}"
            );
            assert_eq!(count.attribute, ["total_count"]);
            assert_eq!(response_schema(text, count.endpoint)["properties"]["total_count"]["type"], "integer");
        }
        // Every required parameter is sent.
        for (name, _) in known.iter().filter(|(_, parameter)| parameter["required"] == true) {
            assert!(sent.contains_key(name), "{what}: {name} is required");
        }
    }
}

/// The query parameters that requests may contain, with their values where these are constant.
fn sent(object: &Object, access_path: &AccessPath) -> BTreeMap<String, String> {
    let fixed = access_path.endpoint.split_once('?').map_or("", |(_, query)| query);
    let on_request = object.columns.iter().filter_map(|column| match column.source {
        // Both the endpoint of a single object and the list accept it.
        Source::OnRequest(parameter) => Some(parameter),
        _ => None,
    });
    let fixed = fixed.split('&').filter_map(|pair| pair.split_once('='));
    let pairs = fixed.chain(access_path.partitions.iter().copied().flatten().copied()).chain(on_request);
    let mut out: BTreeMap<String, String> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let pages = &CATALOGUE.pages;
    let paging = match access_path.pagination {
        Pagination::Single | Pagination::Unpaged => vec![],
        Pagination::Position { .. } => vec![pages.limit, pages.position],
        Pagination::RowId { parameter, .. } | Pagination::Cursor { parameter, .. } => {
            vec![pages.limit, pages.position, parameter]
        }
    };
    let OrderFormat::Signed(order) = pages.order else { panic!("an order with a sign") };
    let order = (!access_path.orders.is_empty()).then_some(order);
    let filters = access_path.filters.iter().map(|filter| filter.placement.parameter());
    // A constant value is kept if a filter uses the same parameter.
    for name in paging.into_iter().chain(order).chain(filters) {
        out.entry(name.to_owned()).or_default();
    }
    out
}

/// Whether a JSON array contains a string.
fn has(array: &Value, text: &str) -> bool {
    array.as_array().is_some_and(|array| array.contains(&text.into()))
}

fn check_filter(parameter: &Value, filter: &Filter, what: &str) {
    let what = format!("{what}: {}", filter.placement.parameter());
    let schema = &parameter["schema"];
    let says = |note: &str| has(&parameter[NOTES], note);
    let is_array = schema["type"] == "array";
    assert!(filter.max_values == 1 || is_array, "{what} accepts one value only");
    if let Values::OneOf(values) = filter.values {
        let all = schema["enum"].as_array().or(schema["items"]["enum"].as_array());
        let all = all.unwrap_or_else(|| panic!("{what} has no enum"));
        assert!(values.iter().all(|value| all.contains(&(*value).into())), "{what}: {values:?}");
    }
    let takes_signs = says("prepended") || says("prefix");
    if filter.operator == FilterOperator::Equals && !matches!(filter.values, Values::OneOf(_)) {
        assert_eq!(filter.values == Values::Signed, takes_signs, "{what}");
    }
    match filter.operator {
        FilterOperator::Equals => {}
        FilterOperator::Boolean => assert_eq!(schema["type"], "boolean", "{what}"),
        FilterOperator::After | FilterOperator::Before => {
            assert_eq!(schema["type"], "integer", "{what}");
            assert!(says("millisecond"), "{what}");
        }
        FilterOperator::Contains => assert!(says("partial"), "{what}"),
        FilterOperator::ContainsAnyCase => assert!(says("case-insensitive") && says("partial"), "{what}"),
        FilterOperator::LastNameContains => panic!("{what}: Clerk has no paths"),
        FilterOperator::Compared(_) => panic!("{what}: Clerk does not speak SCIM"),
    }
}

#[test]
fn rows_and_totals_are_where_the_document_declares_them() {
    let text = facts();
    for (object, access_path) in every_access_path() {
        let what = format!("{} by {}", object.name, access_path.endpoint);
        let schema = response_schema(text, access_path.endpoint);
        let row = row_schema(text, access_path, CATALOGUE.pages.list);
        let attributes = properties(text, row);
        assert!(
            object.primary_key.iter().all(|path| attributes.contains_key(path[0])),
            "{what}: {:?}",
            object.primary_key
        );
        if access_path.pagination.max().is_some() && schema["type"] != "array" {
            let total = &schema["properties"][CATALOGUE.pages.total.expect("a total")[0]]["type"];
            assert!(total == "integer" || total == "number", "{what}: {total}");
        }
    }
}

#[test]
fn attributes_and_columns_correspond() {
    let text = facts();
    for object in CATALOGUE.objects {
        // All access paths of an object return the same rows.
        for access_path in object.access_paths {
            compare(
                text,
                object,
                object.name,
                object.columns,
                row_schema(text, access_path, CATALOGUE.pages.list),
                &[],
            );
        }
    }
}

fn compare(text: &Value, object: &Object, name: &str, columns: &[Column], schema: &Value, path: &[&str]) {
    let properties = properties(text, schema);
    let own: BTreeSet<&str> = columns.iter().map(|column| column.name).collect();
    assert_eq!(own.len(), columns.len(), "{name} has a column twice");
    for attribute in properties.keys() {
        let is_secret = object.secrets.contains(&&*[path, &[attribute]].concat());
        assert_ne!(own.contains(attribute.as_str()), is_secret, "{name}.{attribute}");
    }
    for column in columns {
        let full = format!("{name}.{}", column.name);
        let Some(property) = properties.get(column.name) else {
            let is_attribute = matches!(column.source, Source::SameName | Source::Nested(_) | Source::OnRequest(_));
            assert!(!is_attribute || ONLY_REQUIRED.contains(&column.name), "{full} is not an attribute");
            check_source(text, &full, column, schema);
            continue;
        };
        let property = resolve(text, property);
        let is_nested = matches!(column.source, Source::Nested(_));
        let has_shape = !self::properties(text, property).is_empty();
        assert_eq!(is_nested, has_shape, "{full}");
        if let Source::Nested(inner) = column.source {
            compare(text, object, &full, inner, property, &[path, &[column.name]].concat());
            continue;
        }
        let is_time = property[TIMESTAMP] == true || column.name.ends_with("_at");
        let kind = match type_of(text, property) {
            Some("string") => Kind::Text,
            Some("boolean") => Kind::Bool,
            Some("array") => Kind::Json,
            Some("object") => Kind::Map,
            Some("integer" | "number") if is_time => Kind::Time,
            Some("integer") => Kind::Integer,
            Some("number") => Kind::Number,
            None => Kind::Any,
            other => panic!("{full} is {other:?}"),
        };
        assert_eq!(column.kind, kind, "{full}");
    }
}

/// Checks that the attributes from which a derived column takes its value exist, and are strings if the column is a text.
fn check_source(text: &Value, full: &str, column: &Column, schema: &Value) {
    let attribute = |schema: &Value, path: &[&str]| -> Value {
        let step = |schema: Value, key: &str| {
            let found = properties(text, &schema).get(key).map(|found| resolve(text, found).clone());
            found.unwrap_or_else(|| panic!("{full}: no {key} in {path:?}"))
        };
        path.iter().copied().fold(schema.clone(), step)
    };
    let attributes = match column.source {
        Source::Attribute(path) => vec![attribute(schema, path)],
        Source::Lookup(lookup) => {
            let element = resolve(text, &attribute(schema, lookup.array)["items"]).clone();
            let Element::Referenced { key, reference } = lookup.element else { panic!("{full}: not by a reference") };
            vec![attribute(schema, reference), attribute(&element, &[key]), attribute(&element, lookup.attribute)]
        }
        _ => vec![],
    };
    let is_string = |found: &Value| type_of(text, found) == Some("string");
    assert!(column.kind != Kind::Text || attributes.iter().all(is_string), "{full}: {attributes:?}");
}
