//! Plans the requests that write a row. A row is checked completely before its first request is sent.

use std::borrow::Cow;

use serde_json::Value;

use crate::catalogue::Object;
use crate::catalogue::column::{self, ATTRS, Kind, ResolvedSource, Source};
use crate::catalogue::write::{ColumnValue, Parameter, Trigger, Update, WriteRequest, Writes};
use crate::host::Method;
use crate::planner::error::PlanError;
use crate::request::new_row::{NewRow, NewValue};
use crate::text::is_path_segment;

use super::body::Body;
use super::error::{Operation, WriteError};
use super::value;

/// A request that is ready to be sent, except for the values of endpoint options.
pub struct PlannedRequest {
    /// The declaration of the request.
    pub request: &'static WriteRequest,
    /// The values of the endpoint's placeholders that are columns.
    pub placeholder_values: Vec<(&'static str, String)>,
    /// The body; `None` if the request has none.
    pub body: Option<String>,
    /// Whether the body is the column `attrs` alone, as it is.
    pub is_attrs_alone: bool,
}

impl PlannedRequest {
    fn is_same(&self, other: &PlannedRequest) -> bool {
        let (request, other_request) = (self.request, other.request);
        request.method == other_request.method
            && request.endpoint == other_request.endpoint
            && self.placeholder_values == other.placeholder_values
            && self.body == other.body
    }
}

/// Plans the writes of an object.
#[derive(Clone, Copy)]
pub struct WritePlanner {
    /// The object.
    pub object: &'static Object,
    /// How its rows are written.
    pub writes: &'static Writes,
}

impl WritePlanner {
    /// The request that inserts a row. NULL means that a column is not set.
    pub fn insert(&self, row: &NewRow) -> Result<PlannedRequest, WriteError> {
        let operation = Operation::Insert;
        let request = self.writes.insert.as_ref().ok_or_else(|| self.unsupported(operation))?;
        let mut draft = Draft::default();
        if let Some(Some(attrs)) = row.iter().find(|(column, _)| column == ATTRS).map(|(_, value)| value) {
            draft.body = self.attrs(attrs)?;
            draft.is_sent = true;
        }
        for (column, value) in row.iter().filter(|(column, value)| column != ATTRS && value.is_some()) {
            if let Some(name) = request.placeholders().find(|name| name == column) {
                self.assign_placeholder(&mut draft, name, value.as_ref())?;
            } else if !self.assign(request, &mut draft, column, value.as_ref(), MapUse::WholeAndKeys)? {
                return Err(self.unwritable(operation, column));
            }
            draft.is_sent = true;
        }
        for parameter in request.all_parameters().filter(|parameter| parameter.is_required && parameter.is_nullable) {
            if draft.is_sent && !draft.body.is_attrs_alone() && !draft.body.has(parameter) {
                draft.body.set(parameter, Value::Null);
            }
        }
        self.check_contradictions(&draft.columns, &draft.map_keys)?;
        if !draft.is_sent {
            return Err(WriteError::NothingToDo { object: self.object, operation });
        }
        self.check_complete(operation, request, &draft)?;
        Ok(draft.into_request(request, &[]))
    }

    /// The requests that update a row, in the order in which they are sent. `row_id` is the value of the column that
    /// identifies the row.
    pub fn update(&self, row_id: &str, row: &NewRow) -> Result<Vec<PlannedRequest>, WriteError> {
        let operation = Operation::Update;
        if self.writes.updates.is_empty() {
            return Err(self.unsupported(operation));
        }
        let id = self.split_row_id(row_id)?;
        let mut drafts: Vec<Draft> = self.writes.updates.iter().map(|_| Draft::default()).collect();
        if let Some((_, attrs)) = row.iter().find(|(column, _)| column == ATTRS) {
            self.distribute_attrs(attrs.as_ref(), &mut drafts)?;
        }
        for (column, value) in row.iter().filter(|(column, _)| column != ATTRS) {
            self.assign_update(&mut drafts, column, value.as_ref())?;
        }
        self.merge_maps(&mut drafts)?;
        self.check_excluded(row, &drafts)?;
        let mut requests: Vec<PlannedRequest> = Vec::new();
        for (update, draft) in self.writes.updates.iter().zip(drafts) {
            self.check_triggered(update, &draft)?;
            if draft.is_sent {
                self.check_complete(operation, &update.request, &draft)?;
                requests.push(draft.into_request(&update.request, &id));
            }
        }
        // Two columns can trigger the same request.
        requests.dedup_by(|second, first| second.is_same(first));
        if requests.is_empty() {
            return Err(WriteError::NothingToDo { object: self.object, operation });
        }
        Ok(requests)
    }

    /// The request that deletes a row.
    pub fn delete(&self, row_id: &str) -> Result<PlannedRequest, WriteError> {
        let request = self.writes.delete.as_ref().ok_or_else(|| self.unsupported(Operation::Delete))?;
        Ok(Draft::default().into_request(request, &self.split_row_id(row_id)?))
    }

    /// The columns that an operation can set, for messages and for the documentation.
    pub fn writable_columns(&self, operation: Operation) -> Vec<String> {
        let mut columns: Vec<Cow<'static, str>> = Vec::new();
        let mut add = |column: Cow<'static, str>| {
            if !columns.contains(&column) {
                columns.push(column);
            }
        };
        let id = self.row_id_parts();
        let (requests, has_attrs): (Vec<(Option<Trigger>, &WriteRequest)>, bool) = match operation {
            Operation::Insert => (self.writes.insert.iter().map(|request| (None, request)).collect(), true),
            Operation::Update => {
                let updates = self.writes.updates.iter();
                (updates.map(|update| (Some(update.trigger), &update.request)).collect(), self.attrs_update().is_some())
            }
            Operation::Delete => (Vec::new(), false),
        };
        for (trigger, request) in requests {
            if let Some(Trigger::Value(column, _)) = trigger {
                add(column.into());
            }
            for name in request.placeholders() {
                let is_column = column::find(self.object.columns, name).is_some();
                if is_column && (operation == Operation::Insert || !id.contains(&name)) {
                    add(name.into());
                }
            }
            for parameter in request.all_parameters() {
                let has_keys = trigger.is_none_or(|trigger| trigger == Trigger::MapKeys)
                    && self.kind_of(parameter.column) == Kind::Map;
                if trigger != Some(Trigger::MapKeys) {
                    add(parameter.column.into());
                }
                if has_keys {
                    add(format!("{}_<key>", parameter.column).into());
                }
            }
        }
        if has_attrs && !columns.is_empty() {
            columns.push(ATTRS.into());
        }
        columns.into_iter().map(Cow::into_owned).collect()
    }

    /// Whether the ids in a request are those of the row alone, so that a response with status 404 means the row.
    pub fn names_only_row(&self, request: &WriteRequest) -> bool {
        let parts = self.row_id_parts();
        let is_complete = request.endpoint.ends_with('}') || request.method != Method::Delete;
        let has_no_body = request.endpoint.ends_with('}') || request.parameters.is_empty();
        is_complete && has_no_body && request.placeholders().all(|name| parts.contains(&name))
    }

    /// The columns whose values, joined by slashes, are the row id.
    pub fn row_id_parts(&self) -> Vec<&'static str> {
        let declared = self.object.columns.iter().find(|column| column.name == self.writes.row_id);
        match declared.map(|column| column.source) {
            Some(Source::Joined(parts)) => parts.to_vec(),
            _ => vec![self.writes.row_id],
        }
    }

    /// The names and values of the columns in a row id.
    fn split_row_id(&self, row_id: &str) -> Result<Vec<(&'static str, String)>, WriteError> {
        let parts = self.row_id_parts();
        let values: Vec<&str> = if parts.len() > 1 { row_id.split('/').collect() } else { vec![row_id] };
        if values.len() != parts.len() || !values.iter().all(|value| is_path_segment(value)) {
            return Err(WriteError::BadRowId { object: self.object, parts });
        }
        Ok(parts.into_iter().zip(values.into_iter().map(str::to_owned)).collect())
    }

    /// The body that the column `attrs` contains.
    fn attrs(&self, value: &NewValue) -> Result<Body, WriteError> {
        let object = value::object(value).map_err(|_| self.wrong_value(ATTRS, Kind::Map, value))?;
        match value {
            NewValue::Json(text) | NewValue::Text(text) => Ok(Body::from_attrs(text.clone(), object)),
            _ => Err(self.wrong_value(ATTRS, Kind::Map, value)),
        }
    }

    /// The index of the request of UPDATE that takes the column `attrs`: the first one that sets attributes, unlike a
    /// POST request, which does something else.
    fn attrs_update(&self) -> Option<usize> {
        let sets_attributes = |update: &Update| {
            update.trigger == Trigger::Parameters && matches!(update.request.method, Method::Patch | Method::Put)
        };
        self.writes.updates.iter().position(sets_attributes)
    }

    /// Uses the column `attrs` as the body of the request with attributes, except for maps that another request
    /// replaces.
    fn distribute_attrs(&self, value: Option<&NewValue>, drafts: &mut [Draft]) -> Result<(), WriteError> {
        let Some(at) = self.attrs_update() else { return Err(self.unwritable(Operation::Update, ATTRS)) };
        let Some(value) = value else {
            return Err(WriteError::Null { object: self.object, column: ATTRS.to_owned() });
        };
        let mut body = self.attrs(value)?;
        let is_empty = body.is_empty();
        for (update, draft) in self.writes.updates.iter().zip(&mut *drafts) {
            if update.trigger != Trigger::Maps {
                continue;
            }
            for parameter in update.request.all_parameters() {
                if let Some(map) = body.take(parameter.name) {
                    draft.body.set(parameter, map);
                    draft.is_sent = true;
                }
            }
        }
        if let Some(draft) = drafts.get_mut(at) {
            draft.is_sent = is_empty || !body.is_empty();
            draft.body = body;
        }
        Ok(())
    }

    /// Assigns a column that UPDATE sets to all requests that take it.
    fn assign_update(&self, drafts: &mut [Draft], column: &str, value: Option<&NewValue>) -> Result<(), WriteError> {
        let mut is_assigned = false;
        let mut triggers = Vec::new();
        let mut is_triggered = false;
        let is_part_of_row_id = self.row_id_parts().contains(&column);
        for (update, draft) in self.writes.updates.iter().zip(drafts) {
            let map_use = match update.trigger {
                Trigger::Value(trigger, wanted) if trigger == column => {
                    triggers.push(wanted);
                    if is_value(value, wanted) {
                        draft.is_sent = true;
                        is_triggered = true;
                    }
                    continue;
                }
                Trigger::MapKeys => MapUse::Keys,
                _ => MapUse::Whole,
            };
            let mut placeholders = update.request.placeholders();
            if let Some(name) = placeholders.find(|name| !is_part_of_row_id && *name == column) {
                self.assign_placeholder(draft, name, value)?;
                draft.is_sent = true;
                is_assigned = true;
                continue;
            }
            if self.assign(&update.request, draft, column, value, map_use)? {
                is_assigned = true;
                draft.is_sent |= !matches!(update.trigger, Trigger::Value(..));
            }
        }
        if !triggers.is_empty() && !is_triggered {
            return Err(WriteError::NoTrigger { object: self.object, column: column.to_owned(), values: triggers });
        }
        if is_assigned || is_triggered { Ok(()) } else { Err(self.unwritable(Operation::Update, column)) }
    }

    /// Assigns a column to the placeholder of the same name.
    fn assign_placeholder(
        &self,
        draft: &mut Draft,
        column: &'static str,
        value: Option<&NewValue>,
    ) -> Result<(), WriteError> {
        let null = || WriteError::Null { object: self.object, column: column.to_owned() };
        let value = value.ok_or_else(null)?;
        let text = value::text(value).map_err(|_| self.wrong_value(column, Kind::Text, value))?;
        if !is_path_segment(&text) {
            return Err(WriteError::NotInUrl { object: self.object, column });
        }
        draft.placeholder_values.push((column, text));
        draft.columns.push(column.to_owned());
        Ok(())
    }

    /// Assigns a column to the body of a request if the request takes it. Returns whether it does.
    fn assign(
        &self,
        request: &'static WriteRequest,
        draft: &mut Draft,
        column: &str,
        value: Option<&NewValue>,
        map_use: MapUse,
    ) -> Result<bool, WriteError> {
        let find = |name: &str| request.all_parameters().find(|parameter| parameter.column == name);
        if let Some(parameter) = find(column).filter(|_| map_use != MapUse::Keys) {
            let kind = self.kind_of(column);
            let json = match value {
                Some(value) => value::of_parameter(value, kind, parameter.format)
                    .map_err(|_| self.wrong_value(column, kind, value))?,
                // A map that is set to NULL has no keys any more.
                None if kind == Kind::Map => Value::Object(serde_json::Map::new()),
                None => Value::Null,
            };
            if json.is_null() && !parameter.is_nullable {
                return Err(WriteError::Null { object: self.object, column: column.to_owned() });
            }
            draft.body.set(parameter, json);
            draft.columns.push(column.to_owned());
            return Ok(true);
        }
        let Some((map, key)) = self.map_key(column).filter(|_| map_use != MapUse::Whole) else { return Ok(false) };
        let Some(parameter) = find(map) else { return Ok(false) };
        let json = match value {
            Some(value) => value::of_parameter(value, Kind::Any, parameter.format)
                .map_err(|_| self.wrong_value(column, Kind::Any, value))?,
            None => Value::Null,
        };
        draft.body.set_key(parameter, &key, json);
        draft.map_keys.push(MapKey { column: column.to_owned(), map: parameter, key });
        Ok(true)
    }

    /// The map and the key that a column such as `public_metadata_role` means.
    fn map_key<'a>(&self, column: &'a str) -> Option<(&'a str, String)> {
        match column::find(self.object.columns, column)?.source {
            ResolvedSource::MapKey(_, key) => Some((column.strip_suffix(&format!("_{key}"))?, key)),
            _ => None,
        }
    }

    fn kind_of(&self, column: &str) -> Kind {
        column::find(self.object.columns, column).map_or(Kind::Any, |column| column.kind)
    }

    /// An error if a statement sets both a map, which is one of `columns`, and one of its keys.
    fn check_contradictions(&self, columns: &[String], map_keys: &[MapKey]) -> Result<(), WriteError> {
        let both = map_keys.iter().find(|key| columns.iter().any(|column| column == key.map.column));
        both.map_or(Ok(()), |key| Err(self.contradiction(key.map.column, &key.column)))
    }

    /// An error if a statement sets columns that one of its requests excludes.
    fn check_excluded(&self, row: &NewRow, drafts: &[Draft]) -> Result<(), WriteError> {
        for (update, _) in self.writes.updates.iter().zip(drafts).filter(|(_, draft)| draft.is_sent) {
            let is_excluded = |column: &&String| update.request.excludes.contains(&column.as_str());
            if let Trigger::Value(trigger, _) = update.trigger
                && let Some(column) = row.iter().map(|(column, _)| column).find(is_excluded)
            {
                return Err(self.contradiction(column, trigger));
            }
        }
        Ok(())
    }

    /// Checks that no map is set both as a whole and by key. If the column `attrs` contains the map, its keys are
    /// laid over it.
    fn merge_maps(&self, drafts: &mut [Draft]) -> Result<(), WriteError> {
        let position = |trigger| self.writes.updates.iter().position(|update| update.trigger == trigger);
        let (Some(by_key), Some(whole)) = (position(Trigger::MapKeys), position(Trigger::Maps)) else { return Ok(()) };
        let Some(mut by_key_draft) = drafts.get_mut(by_key).map(std::mem::take) else { return Ok(()) };
        if let Some(whole) = drafts.get_mut(whole) {
            self.check_contradictions(&whole.columns, &by_key_draft.map_keys)?;
            let map_keys = std::mem::take(&mut by_key_draft.map_keys);
            let (replaced, merged): (Vec<MapKey>, Vec<MapKey>) =
                map_keys.into_iter().partition(|key| whole.body.has(key.map));
            for MapKey { map, key, .. } in &replaced {
                match by_key_draft.body.key(map, key) {
                    Some(value) if !value.is_null() => whole.body.set_key(map, key, value.clone()),
                    _ => whole.body.remove_key(map, key),
                }
            }
            for MapKey { map, .. } in replaced {
                by_key_draft.body.take(map.name);
            }
            by_key_draft.is_sent = !merged.is_empty();
            by_key_draft.map_keys = merged;
        }
        if let Some(draft) = drafts.get_mut(by_key) {
            *draft = by_key_draft;
        }
        Ok(())
    }

    /// An error if a parameter is set whose request is not triggered.
    fn check_triggered(&self, update: &Update, draft: &Draft) -> Result<(), WriteError> {
        match (update.trigger, draft.columns.first()) {
            (Trigger::Value(trigger, value), Some(column)) if !draft.is_sent => {
                Err(WriteError::NeedsTrigger { object: self.object, column: column.clone(), trigger, value })
            }
            _ => Ok(()),
        }
    }

    /// An error if a request lacks a placeholder or a required parameter. A body that is the column `attrs` as it is
    /// is not checked.
    fn check_complete(
        &self,
        operation: Operation,
        request: &'static WriteRequest,
        draft: &Draft,
    ) -> Result<(), WriteError> {
        let id = if operation == Operation::Insert { Vec::new() } else { self.row_id_parts() };
        let is_known = |name: &&str| {
            id.contains(name)
                || draft.placeholder_values.iter().any(|(known, _)| known == name)
                || column::find(self.object.columns, name).is_none()
        };
        let mut missing: Vec<&'static str> = request.placeholders().filter(|name| !is_known(name)).collect();
        if !draft.body.is_attrs_alone() {
            let required = request.all_parameters().filter(|parameter| parameter.is_required);
            missing.extend(required.filter(|parameter| !draft.body.has(parameter)).map(|parameter| parameter.column));
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(WriteError::Missing { object: self.object, operation, columns: missing })
        }
    }

    fn unsupported(&self, operation: Operation) -> WriteError {
        let Writes { insert, updates, delete, .. } = self.writes;
        let all = [
            (Operation::Insert, insert.is_some()),
            (Operation::Update, !updates.is_empty()),
            (Operation::Delete, delete.is_some()),
        ];
        let possible = all.into_iter().filter(|(_, is_possible)| *is_possible).map(|(operation, _)| operation);
        WriteError::UnsupportedOperation { object: self.object, operation, possible: possible.collect() }
    }

    fn unwritable(&self, operation: Operation, column: &str) -> WriteError {
        let (object, column) = (self.object, column.to_owned());
        if column != ATTRS && column::find(object.columns, &column).is_none() {
            return WriteError::Plan(PlanError::UnknownColumn { object, name: column, extensions: Vec::new() });
        }
        WriteError::UnwritableColumn { object, operation, column, writable: self.writable_columns(operation) }
    }

    fn contradiction(&self, first: &str, second: &str) -> WriteError {
        WriteError::Contradiction { object: self.object, first: first.to_owned(), second: second.to_owned() }
    }

    fn wrong_value(&self, column: &str, kind: Kind, value: &NewValue) -> WriteError {
        WriteError::WrongValue { object: self.object, column: column.to_owned(), kind, found: value.type_name() }
    }
}

/// Which of a map and its keys a request takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MapUse {
    Whole,
    Keys,
    WholeAndKeys,
}

/// A column such as `public_metadata_role`, which is a key of a map.
struct MapKey {
    /// The column.
    column: String,
    /// The parameter that is the map.
    map: &'static Parameter,
    /// The key.
    key: String,
}

/// A request to which columns are assigned.
#[derive(Default)]
struct Draft {
    body: Body,
    placeholder_values: Vec<(&'static str, String)>,
    /// The columns that are parameters or placeholders.
    columns: Vec<String>,
    /// The columns that are keys of maps.
    map_keys: Vec<MapKey>,
    /// Whether the request is sent.
    is_sent: bool,
}

impl Draft {
    /// The request. `row_id` has the names and values of the columns in the row id.
    fn into_request(self, request: &'static WriteRequest, row_id: &[(&'static str, String)]) -> PlannedRequest {
        let is_attrs_alone = self.body.is_attrs_alone();
        let placeholder_values = row_id.iter().cloned().chain(self.placeholder_values).collect();
        // A request that has parameters has a body, even if none of them is set.
        let empty = || (!request.parameters.is_empty()).then(|| "{}".to_owned());
        PlannedRequest { request, placeholder_values, body: self.body.into_text().or_else(empty), is_attrs_alone }
    }
}

/// Whether a column is set to a value that triggers a request.
fn is_value(value: Option<&NewValue>, wanted: ColumnValue) -> bool {
    match (value, wanted) {
        (Some(NewValue::Bool(value)), ColumnValue::Bool(wanted)) => *value == wanted,
        (Some(NewValue::Text(text)), ColumnValue::Text(wanted)) => text == wanted,
        (Some(NewValue::Text(text)), ColumnValue::Bool(wanted)) => *text == wanted.to_string(),
        _ => false,
    }
}
