//! The catalogue by itself: what must hold of any list of objects. What Clerk says of them is in the contract tests.

use std::collections::BTreeSet;

use clerk_catalogue::CATALOGUE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, KeyValues};
use fdw_engine::catalogue::column::{self, ATTRS, Kind, ResolvedSource, Source};
use fdw_engine::catalogue::filter::{FilterOperator, Values};
use fdw_engine::catalogue::pagination::Pagination;

fn is_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_plain)
}

#[test]
fn objects_have_names_of_their_own_in_order() {
    let names: Vec<&str> = CATALOGUE.objects.iter().map(|object| object.name).collect();
    let sorted: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names, sorted.into_iter().collect::<Vec<_>>());
    let mut known: BTreeSet<&str> = names.into_iter().collect();
    for object in CATALOGUE.objects {
        assert!(is_name(object.name), "{}", object.name);
        for alias in object.aliases {
            assert!(known.insert(alias), "{alias} is the name of two");
            assert!(std::ptr::eq(
                CATALOGUE.object(alias).expect("an object"),
                CATALOGUE.object(object.name).expect("it")
            ));
        }
    }
}

#[test]
fn every_column_resolves_to_itself() {
    for object in CATALOGUE.objects {
        let columns = column::flatten(object.columns);
        let names: BTreeSet<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let listed: Vec<&str> =
            columns.iter().filter(|column| column.imported).map(|column| column.name.as_str()).collect();
        let once: BTreeSet<&str> = listed.iter().copied().collect();
        assert_eq!(once.len(), listed.len(), "{} has a column twice", object.name);
        assert!(!names.contains(ATTRS), "{} declares {ATTRS}", object.name);
        for path in object.primary_key {
            assert!(matches!(path, [name] if names.contains(name)), "{} has no {path:?}", object.name);
        }
        for column in &columns {
            let name = column.name.as_str();
            // A longer name is cut by Postgres; only an imported table has to have it.
            assert!(
                !column.imported || (is_name(name) && name.len() <= 63),
                "{}.{name} is no Postgres name",
                object.name
            );
            let resolved = column::find(object.columns, name).unwrap_or_else(|| panic!("{}.{name}", object.name));
            assert_eq!(resolved.kind, column.kind, "{}.{name}", object.name);
            assert!(!matches!(resolved.source, ResolvedSource::MapKey(..)), "{}.{name}", object.name);
            if column.kind == Kind::Map {
                let key = format!("{name}_any_key");
                let below = column::find(object.columns, &key).unwrap_or_else(|| panic!("{}.{key}", object.name));
                assert!(
                    matches!(below.source, ResolvedSource::MapKey(_, name) if name == "any_key"),
                    "{}.{key}",
                    object.name
                );
            }
        }
    }
}

#[test]
fn access_paths_fit_their_objects() {
    for object in CATALOGUE.objects {
        assert!(!object.access_paths.is_empty(), "{}", object.name);
        for access_path in object.access_paths {
            check(object, access_path);
        }
        // What is not in the rows is known on every path that is taken for it.
        for key in object.columns.iter().filter(|column| matches!(column.source, Source::Key)) {
            let knows = |access_path: &AccessPath| {
                access_path.has_embedded_rows() || access_path.placeholders().any(|name| name == key.name)
            };
            assert!(object.access_paths.iter().any(knows), "{}.{}", object.name, key.name);
        }
    }
}

fn check(object: &Object, access_path: &AccessPath) {
    let what = format!("{} by {}", object.name, access_path.endpoint);
    assert!(
        access_path.endpoint.starts_with('/')
            && !access_path.endpoint.ends_with('/')
            && !access_path.endpoint.contains(' '),
        "{what}"
    );
    let has = |name: &str| column::find(object.columns, name).is_some();
    let is_option = |name: &str| CATALOGUE.endpoint_options.iter().any(|option| option.name == name);
    for name in access_path.placeholders() {
        assert!(has(name) != is_option(name), "{what}: {name} is not a column or a path option");
    }
    if let Some(source) = access_path.key_source {
        assert!(access_path.placeholders().any(|name| name == source.column), "{what}: {}", source.column);
        if let KeyValues::Parents { object: parent, column } = source.values {
            let parent = CATALOGUE.object(parent).unwrap_or_else(|| panic!("{what} of no object {parent}"));
            let reads_all = |access_path: &AccessPath| {
                access_path.placeholders().next().is_none() && access_path.pagination != Pagination::Single
            };
            assert!(parent.access_paths.iter().any(reads_all), "{what}: {} cannot be listed", parent.name);
            assert_ne!(parent.name, object.name, "{what}: a parent of itself");
            assert!(column::find(parent.columns, column).is_some(), "{what}: {}.{column}", parent.name);
        }
    }
    assert!(access_path.pagination.max().is_none_or(|max| (1..=500).contains(&max)), "{what}");
    assert!(access_path.has_embedded_rows() || access_path.orders.iter().all(|order| has(order.column)), "{what}");
    let mut done: Vec<&str> = Vec::new();
    for filter in access_path.filters {
        let column = column::find(object.columns, filter.column);
        let kind = column.unwrap_or_else(|| panic!("{what} has no {}", filter.column)).kind;
        let fits = match filter.operator {
            FilterOperator::Equals | FilterOperator::Contains | FilterOperator::ContainsAnyCase => Kind::Text,
            FilterOperator::Boolean => Kind::Bool,
            FilterOperator::After | FilterOperator::Before => Kind::Time,
        };
        assert_eq!(kind, fits, "{what}: {}", filter.column);
        assert!((1..=100).contains(&filter.max_values), "{what}: {}", filter.column);
        assert!(!matches!(filter.values, Values::OneOf([])), "{what}: {}", filter.column);
        // Filters of a parameter stand together.
        let parameter = filter.placement.parameter();
        assert!(done.last() == Some(&parameter) || !done.contains(&parameter), "{what}: {parameter}");
        done.push(parameter);
    }
}

#[test]
fn headers_are_what_the_host_takes() {
    for (name, value) in CATALOGUE.headers {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        assert!(value.bytes().all(|byte| byte.is_ascii_graphic()), "{value}");
    }
}
