//! What must hold of the writes of every catalogue.

use std::collections::BTreeSet;

use fdw_engine::catalogue::column::{self, Kind, ResolvedSource, Source};
use fdw_engine::catalogue::pagination::Pagination;
use fdw_engine::catalogue::write::{ColumnValue, ParameterFormat, Trigger, Update, WriteRequest, Writes};
use fdw_engine::catalogue::{Catalogue, Object};

/// Checks all rules.
pub(crate) fn check_all(catalogue: &'static Catalogue) {
    row_ids_are_imported_columns_and_identify_rows_in_requests(catalogue);
    parameters_and_placeholders_are_columns(catalogue);
    each_column_of_an_update_belongs_to_one_request(catalogue);
    every_column_that_can_only_be_written_is_written(catalogue);
}

fn every_write(catalogue: &'static Catalogue) -> impl Iterator<Item = (&'static Object, &'static Writes)> {
    catalogue.objects.iter().filter_map(|object| Some((object, object.writes?)))
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

fn row_ids_are_imported_columns_and_identify_rows_in_requests(catalogue: &'static Catalogue) {
    for (object, writes) in every_write(catalogue) {
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

fn parameters_and_placeholders_are_columns(catalogue: &'static Catalogue) {
    for (object, writes) in every_write(catalogue) {
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

fn each_column_of_an_update_belongs_to_one_request(catalogue: &'static Catalogue) {
    for (object, writes) in every_write(catalogue) {
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

fn every_column_that_can_only_be_written_is_written(catalogue: &'static Catalogue) {
    for object in catalogue.objects {
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
