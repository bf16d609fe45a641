//! Contract tests: the catalogue agrees with the OpenAPI document of Keycloak's Admin REST API, whose facts the repository
//! contains.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, EmbeddedShape, Rows};
use fdw_engine::catalogue::column::{Column, Kind, Source};
use fdw_engine::catalogue::filter::{Filter, FilterOperator, Values};
use fdw_engine::catalogue::pagination::Pagination;
use keycloak_catalogue::{CATALOGUE, NO_TABLES};
use openapi_facts::{
    Extraction, operations, parameters, properties, resolve, response_schema, row_schema, type_of, unnamed,
};
use serde_json::Value;

/// Where all endpoints of a realm begin.
const REALM: &str = "/admin/realms/{}";

/// Attributes that are no columns, with the reasons. The column `attrs` has them if the server sends them.
const NO_COLUMNS: &[(&str, &[&str], &str)] = &[
    ("client", &["registeredNodes", "nodeReRegistrationTimeout"], "cluster nodes of Java adapters"),
    ("client", &["authorizationSettings", "defaultRoles", "directGrantsOnly", "clientTemplate"], "only in exports"),
    ("client", &["useTemplateConfig", "useTemplateScope", "useTemplateMappers"], "only in exports"),
    ("client", &["access", "origin", "type", "authenticationFlowBindingOverrides"], "seldom of interest"),
    ("client", &["authorizationServicesEnabled"], "absent unless true"),
    ("group", &["subGroups", "access"], "rows of their own; rights of the client itself"),
    ("identity_provider", &["updateProfileFirstLoginMode", "updateProfileFirstLogin"], "deprecated"),
    ("identity_provider_mapper", &["identityProviderAlias"], "the key column"),
    ("organization", &["members", "identityProviders", "groups"], "only in exports"),
    ("user", &["self", "origin", "credentials", "federatedIdentities", "clientConsents"], "only in exports"),
    (
        "user",
        &["realmRoles", "clientRoles", "groups", "applicationRoles", "socialLinks"],
        "never filled, tables of their own",
    ),
    ("user", &["userProfileMetadata", "verifiableCredentials", "issuedVerifiableCredentials"], "only on request"),
    ("role", &["composites", "scopeParamRequired"], "a table of its own; deprecated"),
    ("client_role", &["composites", "scopeParamRequired"], "a table of its own; deprecated"),
    ("user_consent", &["grantedRealmRoles"], "not of the endpoint"),
    (
        "user_credential",
        &["temporary", "device", "hashIterations", "counter", "algorithm"],
        "deprecated, or only written",
    ),
    ("user_credential", &["digits", "period", "config"], "deprecated, or only written"),
];

/// Objects of which only a part of the attributes are columns: they link other objects, or have too many settings.
const PARTIAL: &[&str] = &[
    "client_role_composite",
    "client_session_count",
    "group_member",
    "identity_provider_user",
    "organization_member",
    "realm",
    "role_composite",
    "role_group",
    "user_client_role",
    "user_realm_role",
];

/// Endpoints whose response has no schema in the document.
const WITHOUT_SCHEMA: &[&str] = &["client_session_count", "user_consent"];

/// Query parameters that the document lacks.
const UNDOCUMENTED: &[(&str, &str)] = &[("/clients/{}/roles", "briefRepresentation")];

const EXTRACTION: Extraction = Extraction {
    with_writes: false,
    is_needed: |path| used_endpoints().contains(&unnamed(path)),
    also: &[],
    of_parameter: |_, _| {},
    of_schema: |_, _| {},
};

fn file() -> PathBuf {
    component_build::workspace().join("crates/keycloak-fdw/tests/keycloak_contract/openapi-facts.yml")
}

fn facts() -> &'static Value {
    static FACTS: OnceLock<Value> = OnceLock::new();
    FACTS.get_or_init(|| openapi_facts::read(&file()))
}

#[test]
fn the_committed_facts_are_those_of_the_openapi_document() {
    let document = std::env::var_os("KEYCLOAK_OPENAPI").map(PathBuf::from);
    let header = "# Facts extracted from the OpenAPI document of Keycloak 26.7.3 by `make keycloak-facts`.\n";
    let is_blessing = std::env::var_os("BLESS").is_some() && document.is_some();
    openapi_facts::check(&file(), document.as_deref(), &EXTRACTION, header, is_blessing);
}

fn every_access_path() -> impl Iterator<Item = (&'static Object, &'static AccessPath)> {
    CATALOGUE.objects.iter().flat_map(|object| object.access_paths.iter().map(move |access_path| (object, access_path)))
}

/// All endpoints that the catalogue uses, without their query parameters and the names of placeholders.
fn used_endpoints() -> BTreeSet<String> {
    let paths = every_access_path().flat_map(|(object, access_path)| {
        let count = access_path.count.map(|count| count.endpoint);
        let children = access_path.children.map(|children| children.endpoint);
        let recording = object.recording.map(|recording| recording.endpoint);
        [Some(access_path.endpoint), count, children, recording]
    });
    paths.flatten().map(|endpoint| unnamed(endpoint.split('?').next().unwrap_or(""))).collect()
}

#[test]
fn every_get_endpoint_of_a_realm_has_a_table_or_a_reason_for_having_none() {
    let used = used_endpoints();
    let gets: BTreeSet<String> = operations(facts()).into_keys().filter(|path| path.starts_with(REALM)).collect();
    let unknown: Vec<&String> = used.difference(&gets).collect();
    assert!(unknown.is_empty(), "endpoints that do not exist: {unknown:#?}");
    let below = |path: &str| path.strip_prefix(REALM).unwrap_or(path).to_owned();
    let reasons = |path: &str| NO_TABLES.iter().any(|(beginning, _)| below(path).starts_with(beginning));
    let silent: Vec<&String> = gets.iter().filter(|path| !used.contains(*path) && !reasons(path)).collect();
    assert!(silent.is_empty(), "endpoints with neither a table nor a reason: {silent:#?}");
    for (beginning, reason) in NO_TABLES {
        let covers = gets.iter().any(|path| !used.contains(path) && below(path).starts_with(beginning));
        assert!(covers && reason.ends_with('.'), "{beginning} has a reason, but there is no such endpoint");
    }
}

/// The fixed query parameters of an endpoint.
fn fixed(endpoint: &str) -> impl Iterator<Item = (&str, &str)> {
    endpoint.split_once('?').map_or("", |(_, query)| query).split('&').filter_map(|pair| pair.split_once('='))
}

#[test]
fn query_parameters_are_the_documented_ones() {
    for (object, access_path) in every_access_path() {
        let what = format!("{} by {}", object.name, access_path.endpoint);
        let known = parameters(facts(), access_path.endpoint);
        let path = unnamed(access_path.endpoint.split('?').next().unwrap_or(""));
        let is_undocumented =
            |name: &str| UNDOCUMENTED.iter().any(|(of, parameter)| path.ends_with(of) && *parameter == name);
        for (name, value) in fixed(access_path.endpoint) {
            let Some(parameter) = known.get(name) else {
                assert!(is_undocumented(name), "{what}: no parameter {name}");
                continue;
            };
            let fits = match parameter["schema"]["type"].as_str() {
                Some("boolean") => ["true", "false"].contains(&value),
                Some("integer") => value.parse::<i64>().is_ok(),
                Some("string") => true,
                _ => false,
            };
            assert!(fits, "{what}: {name}={value}");
        }
        if let Pagination::Position { .. } = access_path.pagination {
            for name in [CATALOGUE.pages.limit, CATALOGUE.pages.position] {
                assert_eq!(known[name]["schema"]["type"], "integer", "{what}: {name}");
            }
        }
        for filter in access_path.filters {
            check_filter(&known, filter, &what);
        }
        if let Some(count) = access_path.count {
            let counts = parameters(facts(), count.endpoint);
            assert!(fixed(count.endpoint).all(|(name, _)| counts.contains_key(name)), "{what}");
        }
    }
}

fn check_filter(known: &BTreeMap<String, Value>, filter: &Filter, what: &str) {
    let name = filter.placement.parameter();
    let parameter = known.get(name).unwrap_or_else(|| panic!("{what}: no parameter {name}"));
    let is_array = parameter["schema"]["type"] == "array";
    let ty = if is_array { &parameter["schema"]["items"]["type"] } else { &parameter["schema"]["type"] };
    assert!(filter.max_values == 1 || is_array, "{what}: {name} accepts one value only");
    let expected = if filter.operator == FilterOperator::Boolean { "boolean" } else { "string" };
    assert_eq!(ty, expected, "{what}: {name}");
    assert!(!is_array || matches!(filter.values, Values::OneOf(_)), "{what}: {name}");
}

/// The first attribute that a column's value comes from; `None` if it does not come from an attribute.
fn attribute(column: &Column) -> Option<&'static [&'static str]> {
    match column.source {
        Source::Attribute(path) | Source::KeyOr(path) => Some(path),
        _ => None,
    }
}

#[test]
fn attributes_and_columns_correspond() {
    let embedded = |object: &&Object| object.access_paths.iter().any(AccessPath::has_embedded_rows);
    let documented = |object: &&Object| !WITHOUT_SCHEMA.contains(&object.name) && !embedded(object);
    for object in CATALOGUE.objects.iter().filter(documented) {
        let path = object.access_paths.last().expect("an access path");
        let properties = properties(facts(), row_schema(facts(), path, CATALOGUE.pages.list));
        let mut used: BTreeSet<&str> = object.secrets.iter().map(|secret| secret[0]).collect();
        for column in object.columns {
            let name = [column.name];
            let is_own = matches!(column.source, Source::SameName | Source::OrJoined(_));
            let Some(attribute) = attribute(column).or(is_own.then_some(&name)) else { continue };
            used.insert(attribute[0]);
            check_type(object, column, properties.get(attribute[0]).copied(), attribute);
        }
        let reasons = NO_COLUMNS.iter().filter(|(of, ..)| *of == object.name).flat_map(|(_, names, _)| names.iter());
        let left_out: BTreeSet<&str> = reasons.copied().collect();
        let both: Vec<&&str> = left_out.intersection(&used).collect();
        assert!(both.is_empty(), "{}: {both:?} are columns", object.name);
        for name in properties.keys().filter(|_| !PARTIAL.contains(&object.name)) {
            let is_known = used.contains(name.as_str()) || left_out.contains(name.as_str());
            assert!(is_known, "{}.{name} is neither a column nor left out for a reason", object.name);
        }
        let unknown: Vec<&&str> = left_out.iter().filter(|name| !properties.contains_key(**name)).collect();
        assert!(unknown.is_empty(), "{}: {unknown:?} do not exist", object.name);
    }
}

/// Checks that a column's attribute exists and has the column's type.
fn check_type(object: &Object, column: &Column, found: Option<&Value>, path: &[&str]) {
    let what = format!("{}.{}", object.name, column.name);
    // The key of some access paths is an attribute on others, whose rows are other objects.
    if found.is_none() && matches!(column.source, Source::KeyOr(_)) {
        return;
    }
    let mut property = resolve(facts(), found.unwrap_or_else(|| panic!("{what}: no attribute {path:?}")));
    for key in &path[1..] {
        let inner = properties(facts(), property).remove(*key).map(|inner| resolve(facts(), inner));
        property = inner.unwrap_or(&property["additionalProperties"]);
    }
    let kinds: &[Kind] = match type_of(facts(), property) {
        Some("string") => &[Kind::Text],
        Some("boolean") => &[Kind::Bool],
        Some("integer") => &[Kind::Integer, Kind::Time],
        Some("array") => &[Kind::Json],
        Some("object") => &[Kind::Map, Kind::Json],
        other => panic!("{what} is {other:?}"),
    };
    assert!(kinds.contains(&column.kind), "{what} is {:?} but the attribute is {kinds:?}", column.kind);
}

#[test]
fn responses_have_the_shape_that_access_paths_declare() {
    for (object, access_path) in every_access_path().filter(|(object, _)| !WITHOUT_SCHEMA.contains(&object.name)) {
        let what = format!("{} by {}", object.name, access_path.endpoint);
        let schema = response_schema(facts(), access_path.endpoint);
        let is_list = schema["type"] == "array";
        assert_eq!(is_list, access_path.pagination != Pagination::Single, "{what}");
        if let Rows::Embedded { attribute, shape } = access_path.rows {
            let owner = if is_list { resolve(facts(), &schema["items"]) } else { schema };
            let found = resolve(facts(), properties(facts(), owner)[attribute[0]]);
            let want = if shape == EmbeddedShape::Values { "array" } else { "object" };
            assert_eq!(found["type"], want, "{what}");
        }
    }
}
