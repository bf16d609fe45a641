//! The catalogue by itself: what must hold of any list of objects. What Clerk says of them is in the contract tests.

use std::collections::BTreeSet;

use clerk_catalogue::{CATALOGUE, NO_TABLES, NOT_WRITTEN};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, KeyValues};
use fdw_engine::catalogue::column::{self, ATTRS, Kind, ResolvedSource, Source};
use fdw_engine::catalogue::filter::{FilterOperator, Values};
use fdw_engine::catalogue::pagination::Pagination;
use fdw_engine::catalogue::write::{ColumnValue, ParameterFormat, Trigger, Update, WriteRequest, Writes};

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

fn every_write() -> impl Iterator<Item = (&'static Object, &'static Writes)> {
    CATALOGUE.objects.iter().filter_map(|object| Some((object, object.writes?)))
}

fn requests(writes: &Writes) -> Vec<WriteRequest> {
    let updates = writes.updates.iter().map(|update| update.request);
    writes.insert.into_iter().chain(updates).chain(writes.delete).collect()
}

/// The columns whose values together are the row id.
fn row_id_parts(object: &Object, writes: &Writes) -> Vec<&'static str> {
    match object.columns.iter().find(|column| column.name == writes.row_id).map(|column| column.source) {
        Some(Source::Joined(parts)) => parts.to_vec(),
        _ => vec![writes.row_id],
    }
}

/// The columns that UPDATE has to set so that a request is sent, apart from maps and their keys.
fn own_columns(update: &Update, row_id: &[&str]) -> Vec<&'static str> {
    let maps = matches!(update.trigger, Trigger::MapKeys | Trigger::Maps);
    let parameters = update.request.all_parameters().filter(|_| !maps).map(|parameter| parameter.column);
    let others = update.request.placeholders().filter(|name| !row_id.contains(name));
    parameters.chain(others).collect()
}

#[test]
fn row_ids_are_imported_columns_and_identify_rows_in_requests() {
    for (object, writes) in every_write() {
        let columns = column::flatten(object.columns);
        let row_id = columns.iter().find(|column| column.name == writes.row_id);
        assert!(row_id.is_some_and(|column| column.imported && column.kind == Kind::Text), "{}", object.name);
        let parts = row_id_parts(object, writes);
        assert!(parts.iter().all(|part| column::find(object.columns, part).is_some()), "{}: {parts:?}", object.name);
        let is_only_row = object.access_paths.iter().all(|access_path| {
            access_path.pagination == Pagination::Single && access_path.placeholders().next().is_none()
        });
        for request in writes.updates.iter().map(|update| update.request).chain(writes.delete) {
            let what = format!("{}: {:?} {}", object.name, request.method, request.endpoint);
            let placeholders: Vec<&str> = request.placeholders().collect();
            assert_eq!(parts.iter().all(|part| placeholders.contains(part)), !is_only_row, "{what}");
        }
    }
}

#[test]
fn parameters_and_placeholders_are_columns() {
    for (object, writes) in every_write() {
        let has = |name: &str| column::find(object.columns, name).is_some();
        for request in requests(writes) {
            let what = format!("{}: {:?} {}", object.name, request.method, request.endpoint);
            assert!(request.placeholders().all(has), "{what}");
            let mut names = BTreeSet::new();
            let mut columns: BTreeSet<&str> = request.placeholders().collect();
            for parameter in request.all_parameters() {
                let name = parameter.column;
                assert!(columns.insert(name), "{what}: {name} is used twice");
                assert!(names.insert((parameter.within, parameter.name)), "{what}: {} is sent twice", parameter.name);
                let found = column::find(object.columns, name).unwrap_or_else(|| panic!("{what}: no column {name}"));
                let fits = match parameter.format {
                    ParameterFormat::Plain => true,
                    ParameterFormat::Array => found.kind == Kind::Text,
                    ParameterFormat::Milliseconds => found.kind == Kind::Time,
                };
                assert!(fits, "{what}: {name} is {:?}", found.kind);
            }
            let ends = |text: &str| text.is_empty() || text.ends_with('.');
            assert!(ends(request.note), "{what}: {}", request.note);
        }
        let mut others = writes.updates.iter().map(|update| update.request).chain(writes.delete);
        assert!(others.all(|request| request.secret.is_none()), "{}", object.name);
        // DELETE sets no column, so its parameters must be optional.
        let mut of_delete = writes.delete.iter().flat_map(|request| request.all_parameters());
        assert!(of_delete.all(|parameter| !parameter.is_required), "{}", object.name);
    }
}

#[test]
fn each_column_of_an_update_belongs_to_one_request() {
    for (object, writes) in every_write() {
        let parts = row_id_parts(object, writes);
        let kind = |name: &str| column::find(object.columns, name).map(|column| column.kind);
        let mut columns = BTreeSet::new();
        let mut values = Vec::new();
        let mut maps: Vec<(Trigger, &str)> = Vec::new();
        for update in writes.updates {
            let what = format!("{}: {}", object.name, update.request.endpoint);
            let own = own_columns(update, &parts);
            for name in &own {
                assert!(columns.insert(*name), "{what}: {name} belongs to another request too");
            }
            match update.trigger {
                Trigger::Parameters => assert!(!own.is_empty(), "{what} is never sent"),
                Trigger::Value(name, value) => {
                    assert!(!values.contains(&(name, value)), "{what}: {name} = {value:?} has two requests");
                    values.push((name, value));
                    let fits = match value {
                        ColumnValue::Bool(_) => Kind::Bool,
                        ColumnValue::Text(_) => Kind::Text,
                    };
                    assert_eq!(kind(name), Some(fits), "{what}: {name}");
                }
                Trigger::MapKeys | Trigger::Maps => {
                    for parameter in update.request.all_parameters() {
                        let map = (update.trigger, parameter.column);
                        assert!(!maps.contains(&map), "{what}: {} belongs to another request too", parameter.column);
                        assert_eq!(kind(parameter.column), Some(Kind::Map), "{what}: {}", parameter.column);
                        maps.push(map);
                    }
                }
            }
        }
        let both = values.iter().map(|(name, _)| *name).chain(maps.iter().map(|(_, name)| *name));
        for name in both {
            assert!(!columns.contains(name), "{}: {name} belongs to another request too", object.name);
        }
    }
}

#[test]
fn every_column_that_can_only_be_written_is_written() {
    for object in CATALOGUE.objects {
        let mut written: BTreeSet<&str> = BTreeSet::new();
        if let Some(writes) = object.writes {
            for request in requests(writes) {
                written.extend(request.all_parameters().map(|parameter| parameter.column));
                written.extend(request.placeholders());
            }
            written.extend(writes.updates.iter().filter_map(|update| match update.trigger {
                Trigger::Value(name, _) => Some(name),
                _ => None,
            }));
        }
        for column in column::flatten(object.columns) {
            let resolved = column::find(object.columns, &column.name).map(|column| column.source);
            if resolved == Some(ResolvedSource::WriteOnly) {
                assert!(written.contains(column.name.as_str()), "{}.{}", object.name, column.name);
                assert!(!column.imported, "{}.{}", object.name, column.name);
            }
        }
    }
}

#[test]
fn endpoints_without_objects_have_reasons() {
    let reasons = NO_TABLES.iter().map(|(_, reason)| reason).chain(NOT_WRITTEN.iter().map(|(_, _, reason)| reason));
    assert!(reasons.into_iter().all(|reason| reason.ends_with('.')));
}
