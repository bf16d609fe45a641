//! The catalogue against Clerk's OpenAPI text, which the repository does not hold: the tests look for it in
//! `../shared/clerk-openapi`. Where it is missing these tests do nothing, but in CI they fail.

mod mock;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use clerk_catalogue::{API_VERSION, CATALOGUE, NO_TABLES};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::{Column, Element, Kind, Source};
use fdw_engine::catalogue::filter::{Filter, FilterOperator, Values};
use fdw_engine::catalogue::option::OptionKind;
use fdw_engine::catalogue::pagination::{OrderFormat, Pagination};
use serde_json::Value;
use text::{answer_schema, openapi, operations, parameters, properties, resolve, row_schema, type_of};

/// Columns that are not attributes of that name.
const DERIVED: [&str; 11] = [
    "billing_payment_attempts.organization_id",
    "billing_payment_attempts.user_id",
    "billing_statements.organization_id",
    "billing_statements.statement_id",
    "billing_statements.user_id",
    "billing_subscription_items.organization_id",
    "billing_subscription_items.user_id",
    "organization_memberships.user_id",
    "users.primary_email_address",
    "users.primary_phone_number",
    "users.primary_web3_wallet",
];

/// Attributes that the text requires without describing them.
const ONLY_REQUIRED: [&str; 2] = ["authenticatable", "disable_jit_provisioning"];

#[test]
fn the_version_asked_for_is_the_texts() {
    let Some(text) = openapi() else { return };
    assert_eq!(text["info"]["version"], API_VERSION);
    let OptionKind::Url { default } = CATALOGUE.base_url.kind else { panic!("no url") };
    assert_eq!(text["servers"][0]["url"].as_str(), default);
}

fn every_access() -> impl Iterator<Item = (&'static Object, &'static Access)> {
    CATALOGUE.objects.iter().flat_map(|object| object.access.iter().map(move |access| (object, access)))
}

#[test]
fn every_get_is_a_table_or_is_said_to_be_none() {
    let Some(text) = openapi() else { return };
    let mut known: BTreeSet<String> = NO_TABLES.iter().map(|(path, _)| text::unnamed(path)).collect();
    let used =
        every_access().flat_map(|(_, access)| [access.path].into_iter().chain(access.count.map(|count| count.path)));
    for path in used {
        let path = text::unnamed(path.split('?').next().unwrap_or(""));
        assert!(!NO_TABLES.iter().any(|(none, _)| text::unnamed(none) == path), "{path} is a table");
        known.insert(path);
    }
    let gets: BTreeSet<String> = operations(text).into_keys().collect();
    assert_eq!(known, gets);
    // Nothing that gives a secret is a table.
    let tells_secrets = |path: &&str| path.contains("secret") || path.contains("access_token");
    assert!(every_access().all(|(_, access)| !tells_secrets(&access.path)));
}

#[test]
fn parameters_are_clerks() {
    let Some(text) = openapi() else { return };
    for (object, access) in every_access() {
        let what = format!("{} by {}", object.name, access.path);
        let known = parameters(text, access.path);
        let sent = sent(object, access);
        for (name, value) in &sent {
            let parameter = known.get(name).unwrap_or_else(|| panic!("{what}: no parameter {name}"));
            let schema = &parameter["schema"];
            let listed = schema["enum"].as_array().or(schema["items"]["enum"].as_array());
            let fits = match value.as_str() {
                // The query gives it.
                "" => true,
                value if value.starts_with('{') => true,
                value => match listed {
                    Some(all) => all.contains(&value.into()),
                    None => schema["type"] == "boolean" && ["true", "false"].contains(&value),
                },
            };
            assert!(fits, "{what}: {name}={value}");
        }
        for filter in access.filters {
            check_filter(&known[filter.target.parameter()], filter, &what);
        }
        let order = known.get("order_by").map(|order| order["description"].as_str().unwrap_or(""));
        for by in access.orders {
            assert!(order.is_some_and(|order| order.contains(by.key)), "{what}: {} in {order:?}", by.key);
        }
        // An order that new rows leave alone is asked for wherever there is one.
        assert_eq!(order.is_some(), access.orders.first().map(|order| order.key) == Some("created_at"), "{what}");
        assert_eq!(known.contains_key("paginated"), sent.contains_key("paginated"), "{what}");
        let max = known.get("limit").map(|limit| limit["schema"]["maximum"].as_f64());
        assert_eq!(max, access.pagination.max().map(|max| Some(f64::from(max))), "{what}");
        if let Some(count) = access.count {
            let counts = parameters(text, count.path);
            assert!(access.filters.iter().all(|filter| counts.contains_key(filter.target.parameter())), "{what}");
            assert_eq!(count.at, ["total_count"]);
            assert_eq!(answer_schema(text, count.path)["properties"]["total_count"]["type"], "integer");
        }
        // What must be given is given.
        for (name, _) in known.iter().filter(|(_, parameter)| parameter["required"] == true) {
            assert!(sent.contains_key(name), "{what}: {name} is required");
        }
    }
}

/// The parameters that a request may have, with their values where those are fixed.
fn sent(object: &Object, access: &Access) -> BTreeMap<String, String> {
    let fixed = access.path.split_once('?').map_or("", |(_, query)| query);
    let on_request = object.columns.iter().filter_map(|column| match column.source {
        // One object by its path, and the list of them.
        Source::OnRequest(parameter) => Some(parameter),
        _ => None,
    });
    let fixed = fixed.split('&').filter_map(|pair| pair.split_once('='));
    let pairs = fixed.chain(access.partitions.iter().copied().flatten().copied()).chain(on_request);
    let mut out: BTreeMap<String, String> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let pages = &CATALOGUE.pages;
    let paging = match access.pagination {
        Pagination::Single | Pagination::Unpaged => vec![],
        Pagination::Position { .. } => vec![pages.limit, pages.position],
        Pagination::RowId { parameter, .. } | Pagination::Cursor { parameter, .. } => {
            vec![pages.limit, pages.position, parameter]
        }
    };
    let OrderFormat::Signed(order) = pages.order else { panic!("an order with a sign") };
    let order = (!access.orders.is_empty()).then_some(order);
    let filters = access.filters.iter().map(|filter| filter.target.parameter());
    // A fixed value stays, where a filter has the same parameter.
    for name in paging.into_iter().chain(order).chain(filters) {
        out.entry(name.to_owned()).or_default();
    }
    out
}

fn check_filter(parameter: &Value, filter: &Filter, what: &str) {
    let what = format!("{what}: {}", filter.target.parameter());
    let schema = &parameter["schema"];
    let description = parameter["description"].as_str().unwrap_or("").to_lowercase();
    let is_array = schema["type"] == "array";
    assert!(filter.max_values == 1 || is_array, "{what} takes one value");
    if let Values::OneOf(values) = filter.values {
        let all = schema["enum"].as_array().or(schema["items"]["enum"].as_array());
        let all = all.unwrap_or_else(|| panic!("{what} lists no values"));
        assert!(values.iter().all(|value| all.contains(&(*value).into())), "{what}: {values:?}");
    }
    let takes_signs = description.contains("prepended") || description.contains("prefix");
    if filter.operator == FilterOperator::Equals && !matches!(filter.values, Values::OneOf(_)) {
        assert_eq!(filter.values == Values::Signed, takes_signs, "{what}: {description}");
    }
    match filter.operator {
        FilterOperator::Equals => {}
        FilterOperator::Boolean => assert_eq!(schema["type"], "boolean", "{what}"),
        FilterOperator::After | FilterOperator::Before => {
            assert_eq!(schema["type"], "integer", "{what}");
            assert!(description.contains("millisecond"), "{what}: {description}");
        }
        FilterOperator::Contains => assert!(description.contains("partial"), "{what}: {description}"),
        FilterOperator::ContainsAnyCase => {
            assert!(
                description.contains("case-insensitive") && description.contains("partial"),
                "{what}: {description}"
            );
        }
    }
}

#[test]
fn lists_and_counts_stand_where_the_text_says() {
    let Some(text) = openapi() else { return };
    for (object, access) in every_access() {
        let what = format!("{} by {}", object.name, access.path);
        let schema = answer_schema(text, access.path);
        let row = row_schema(text, access);
        // Keys are asked for one by one in the mappings of directories, by an older name in some texts.
        let attributes = properties(text, row);
        assert!(object.identity.iter().all(|path| attributes.contains_key(path[0])), "{what}: {:?}", object.identity);
        if access.pagination.max().is_some() && schema["type"] != "array" {
            let total = &schema["properties"][CATALOGUE.pages.total.expect("a total")[0]]["type"];
            assert!(total == "integer" || total == "number", "{what}: {total}");
        }
    }
}

#[test]
fn every_attribute_is_a_column_and_every_column_an_attribute() {
    let Some(text) = openapi() else { return };
    for object in CATALOGUE.objects {
        // Keys come in several forms; rows of one name are the same on every way to them.
        for access in object.access {
            compare(text, object, object.name, object.columns, row_schema(text, access), &[]);
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
            let is_key = matches!(column.source, Source::Key);
            let is_known = is_key || DERIVED.contains(&full.as_str()) || ONLY_REQUIRED.contains(&column.name);
            assert!(is_known, "{full} is no attribute");
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
        let description = property["description"].as_str().unwrap_or("").to_lowercase();
        let is_time = description.contains("timestamp") || column.name.ends_with("_at");
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

/// The attributes that a derived column is made of are there, and are strings.
fn check_source(text: &Value, full: &str, column: &Column, schema: &Value) {
    let attribute = |schema: &Value, path: &[&str]| -> Value {
        let step = |schema: Value, key: &str| {
            let found = properties(text, &schema).get(key).map(|found| resolve(text, found).clone());
            found.unwrap_or_else(|| panic!("{full}: no {key} in {path:?}"))
        };
        path.iter().copied().fold(schema.clone(), step)
    };
    let strings = match column.source {
        Source::At(path) => vec![attribute(schema, path)],
        Source::Lookup(lookup) => {
            let element = resolve(text, &attribute(schema, lookup.list)["items"]).clone();
            let Element::Referenced { key, reference } = lookup.element else { panic!("{full}: not by a reference") };
            vec![attribute(schema, reference), attribute(&element, &[key]), attribute(&element, lookup.take)]
        }
        _ => vec![],
    };
    assert!(strings.iter().all(|found| found["type"] == "string"), "{full}: {strings:?}");
}
