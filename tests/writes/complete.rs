//! The cases are complete: each column and each request that the catalogue can write occurs in one of them.

use std::collections::BTreeSet;

use clerk_catalogue::CATALOGUE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::write::{ColumnValue, Trigger, WriteRequest, Writes};
use fdw_engine::write::error::Operation;
use fdw_engine::write::plan::WritePlanner;

use crate::case::{Case, Statement};
use crate::{billing, connections, contacts, invitations, machines, organizations, roles, settings, users};

const AREAS: [&[Case]; 9] = [
    billing::CASES,
    connections::CASES,
    contacts::CASES,
    invitations::CASES,
    machines::CASES,
    organizations::CASES,
    roles::CASES,
    settings::CASES,
    users::CASES,
];

fn cases_of(object: &Object, operation: Operation) -> impl Iterator<Item = &'static Case> {
    let name = object.name;
    AREAS.into_iter().flatten().filter(move |case| case.object == name && self::operation(case) == operation)
}

fn operation(case: &Case) -> Operation {
    match case.statement {
        Statement::Insert(_) => Operation::Insert,
        Statement::Update(_) => Operation::Update,
        Statement::Delete(_) => Operation::Delete,
    }
}

fn writable() -> impl Iterator<Item = (&'static Object, &'static Writes)> {
    CATALOGUE.objects.iter().filter_map(|object| Some((object, object.writes?)))
}

/// Whether a column is what the planner names: a column, or a key of a map as in `public_metadata_<key>`.
fn is_named(column: &str, writable: &str) -> bool {
    match writable.strip_suffix("<key>") {
        Some(prefix) => column.len() > prefix.len() && column.starts_with(prefix),
        None => column == writable,
    }
}

#[test]
fn every_writable_column_is_written() {
    let mut missing = Vec::new();
    for (object, writes) in writable() {
        let planner = WritePlanner { object, writes };
        for operation in [Operation::Insert, Operation::Update] {
            for writable in planner.writable_columns(operation) {
                let mut columns = cases_of(object, operation).flat_map(|case| case.set);
                if !columns.any(|set| is_named(set.name(), &writable)) {
                    missing.push(format!("{operation} {}.{writable}", object.name));
                }
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_verb_is_written() {
    let mut missing = Vec::new();
    for (object, writes) in writable() {
        for update in writes.updates {
            let Trigger::Value(column, value) = update.trigger else { continue };
            let value = match value {
                ColumnValue::Bool(value) => value.to_string(),
                ColumnValue::Text(text) => text.to_owned(),
            };
            let mut columns = cases_of(object, Operation::Update).flat_map(|case| case.set);
            if !columns.any(|set| set.name() == column && set.value == value) {
                missing.push(format!("{}.{column} = {value}", object.name));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}

/// Whether a case names a request with this method and endpoint.
fn is_sent(case: &Case, request: &WriteRequest) -> bool {
    let segments = |endpoint: &'static str| endpoint.split('/').collect::<Vec<_>>();
    case.requests.iter().any(|text| {
        let (method, rest) = text.split_once(' ').unwrap_or((text, ""));
        let (wanted, given) = (segments(request.endpoint), segments(rest.split_whitespace().next().unwrap_or("")));
        let fits = |(wanted, given): (&&str, &&str)| match wanted.split_once('}') {
            Some((_, suffix)) => given.ends_with(suffix) && given.contains('?') == suffix.contains('?'),
            None => wanted == given,
        };
        method == request.method.name() && wanted.len() == given.len() && wanted.iter().zip(&given).all(fits)
    })
}

#[test]
fn every_request_is_sent() {
    let mut missing = Vec::new();
    for (object, writes) in writable() {
        let inserts = writes.insert.iter().map(|request| (Operation::Insert, request));
        let updates = writes.updates.iter().map(|update| (Operation::Update, &update.request));
        let deletes = writes.delete.iter().map(|request| (Operation::Delete, request));
        for (operation, request) in inserts.chain(updates).chain(deletes) {
            if !cases_of(object, operation).any(|case| is_sent(case, request)) {
                missing.push(format!("{operation} {}: {} {}", object.name, request.method.name(), request.endpoint));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_case_is_of_an_object_that_can_be_written() {
    let writable: BTreeSet<&str> = writable().map(|(object, _)| object.name).collect();
    let written: BTreeSet<&str> = AREAS.into_iter().flatten().map(|case| case.object).collect();
    assert_eq!(written, writable);
}
