//! What must hold of every catalogue: names are unique, columns resolve, access paths and writes fit their objects. Each
//! function panics if a catalogue breaks a rule. What the provider says of its API is in the contract tests.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod writes;

use std::collections::BTreeSet;

use fdw_engine::catalogue::access_path::{AccessPath, KeyValues};
use fdw_engine::catalogue::column::{self, ATTRS, FlatColumn, Kind, ResolvedSource, Source};
use fdw_engine::catalogue::filter::{FilterOperator, Precision, Values};
use fdw_engine::catalogue::pagination::Pagination;
use fdw_engine::catalogue::{Catalogue, Object};

/// Checks all rules.
pub fn check_all(catalogue: &'static Catalogue) {
    objects_have_names_of_their_own_in_order(catalogue);
    every_column_resolves_to_itself(catalogue);
    access_paths_fit_their_objects(catalogue);
    headers_are_what_the_host_takes(catalogue);
    writes::check_all(catalogue);
}

fn is_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_plain)
}

fn objects_have_names_of_their_own_in_order(catalogue: &'static Catalogue) {
    let names: Vec<&str> = catalogue.objects.iter().map(|object| object.name).collect();
    let sorted: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names, sorted.into_iter().collect::<Vec<_>>());
    let mut known: BTreeSet<&str> = names.into_iter().collect();
    for object in catalogue.objects {
        assert!(is_name(object.name), "{}", object.name);
        for alias in object.aliases {
            assert!(known.insert(alias), "{alias} is the name of two");
            assert!(std::ptr::eq(
                catalogue.object(alias).expect("an object"),
                catalogue.object(object.name).expect("it")
            ));
        }
    }
}

fn every_column_resolves_to_itself(catalogue: &'static Catalogue) {
    for object in catalogue.objects {
        let columns = column::flatten(object.columns);
        let names: BTreeSet<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let listed: Vec<&str> =
            columns.iter().filter(|column| column.imported).map(|column| column.name.as_str()).collect();
        let once: BTreeSet<&str> = listed.iter().copied().collect();
        assert_eq!(once.len(), listed.len(), "{} has a column twice", object.name);
        assert!(!names.contains(ATTRS), "{} declares {ATTRS}", object.name);
        for path in object.primary_key {
            let is_of =
                |column: &&FlatColumn| match column::find(object.columns, &column.name).map(|found| found.source) {
                    Some(ResolvedSource::Attribute(found) | ResolvedSource::KeyOr(_, found)) => found == *path,
                    Some(ResolvedSource::OrJoined(found, _)) => found == *path,
                    _ => false,
                };
            assert!(columns.iter().any(|column| is_of(&column)), "{} has no {path:?}", object.name);
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
                let ResolvedSource::Attribute(path) = resolved.source else { panic!("{}.{name}", object.name) };
                assert!(below.source == ResolvedSource::MapKey(path, "any_key".to_owned()), "{}.{key}", object.name);
            }
        }
    }
}

fn access_paths_fit_their_objects(catalogue: &'static Catalogue) {
    for object in catalogue.objects {
        assert!(!object.access_paths.is_empty(), "{}", object.name);
        for access_path in object.access_paths {
            check(catalogue, object, access_path);
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

fn check(catalogue: &Catalogue, object: &Object, access_path: &AccessPath) {
    let what = format!("{} by {}", object.name, access_path.endpoint);
    assert!(
        access_path.endpoint.starts_with('/')
            && !access_path.endpoint.ends_with('/')
            && !access_path.endpoint.contains(' '),
        "{what}"
    );
    let has = |name: &str| column::find(object.columns, name).is_some();
    let is_option = |name: &str| catalogue.endpoint_options.iter().any(|option| option.name == name);
    for name in access_path.placeholders() {
        let is_column = has(name) || access_path.key_source.is_some_and(|source| source.covers(name));
        assert!(is_column != is_option(name), "{what}: {name} is not a key column or an option");
    }
    if let Some(source) = access_path.key_source {
        assert!(access_path.placeholders().any(|name| name == source.column), "{what}: {}", source.column);
        if let KeyValues::Parents(parents) = source.values {
            let parent = catalogue.object(parents.object);
            let parent = parent.unwrap_or_else(|| panic!("{what} of no object {}", parents.object));
            let reads_all = |access_path: &AccessPath| {
                let is_known =
                    |name: &str| is_option(name) || access_path.key_source.is_some_and(|source| source.covers(name));
                access_path.pagination != Pagination::Single && access_path.placeholders().all(is_known)
            };
            assert!(parent.access_paths.iter().any(reads_all), "{what}: {} cannot be listed", parent.name);
            assert_ne!(parent.name, object.name, "{what}: a parent of itself");
            let kind = |column| column::find(parent.columns, column).map(|column| column.kind);
            for column in [parents.column].into_iter().chain(parents.second.map(|(_, column)| column)) {
                assert_eq!(kind(column), Some(Kind::Text), "{what}: {}.{column}", parent.name);
            }
            if let Some(marker) = parents.marker {
                let is_marker = matches!(kind(marker), Some(Kind::Bool | Kind::Integer));
                assert!(is_marker, "{what}: {}.{marker}", parent.name);
            }
        }
    }
    assert!(access_path.pagination.max().is_none_or(|max| (1..=1000).contains(&max)), "{what}");
    assert!(access_path.has_embedded_rows() || access_path.orders.iter().all(|order| has(order.column)), "{what}");
    let mut done: Vec<&str> = Vec::new();
    for filter in access_path.filters {
        let column = column::find(object.columns, filter.column);
        let kind = column.unwrap_or_else(|| panic!("{what} has no {}", filter.column)).kind;
        let fits = match filter.operator {
            FilterOperator::Equals
            | FilterOperator::Contains
            | FilterOperator::ContainsAnyCase
            | FilterOperator::LastNameContains => Kind::Text,
            FilterOperator::Boolean => Kind::Bool,
            FilterOperator::After | FilterOperator::Before => Kind::Time,
            FilterOperator::Compared(of) => of,
        };
        assert_eq!(kind, fits, "{what}: {}", filter.column);
        let is_comparison = matches!(filter.operator, FilterOperator::Compared(_));
        let is_scim = filter.placement.expression().is_some_and(|expression| expression.is_scim && expression.quotes);
        assert!(!is_comparison || (is_scim && filter.precision == Precision::Inexact), "{what}: {}", filter.column);
        assert!((1..=100).contains(&filter.max_values), "{what}: {}", filter.column);
        assert!(!matches!(filter.values, Values::OneOf([])), "{what}: {}", filter.column);
        // Filters of a parameter stand together.
        let parameter = filter.placement.parameter();
        assert!(done.last() == Some(&parameter) || !done.contains(&parameter), "{what}: {parameter}");
        done.push(parameter);
    }
}

fn headers_are_what_the_host_takes(catalogue: &'static Catalogue) {
    for (name, value) in catalogue.headers {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        assert!(value.bytes().all(|byte| byte.is_ascii_graphic()), "{value}");
    }
}
