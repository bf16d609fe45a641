//! Writes of rows: INSERT, UPDATE and DELETE. Each row is planned, checked and then written by one or more requests.
//! The API has no transactions, so a write that has taken effect is never undone.

mod body;
pub mod error;
pub mod plan;
mod value;

use std::collections::HashSet;

use serde_json::Value;

use crate::catalogue::column::{self, ATTRS, ResolvedSource};
use crate::catalogue::option;
use crate::catalogue::write::{LostSecret, Parameter, Update, WriteRequest};
use crate::catalogue::{Catalogue, Object};
use crate::client::Client;
use crate::client::target::Target;
use crate::host::Host;
use crate::request::new_row::{NewRow, NewValue};
use crate::request::settings::{OptionReader, Settings};

use error::{FailedWrite, Operation, WriteError};
use plan::{PlannedRequest, WritePlanner};

/// The write of one statement to one table.
pub struct Writer {
    settings: Settings,
    client: Client,
    planner: WritePlanner,
    /// The names of the options that are `true` among those that certain requests need.
    switches: Vec<&'static str>,
    /// Whether secrets in responses may be lost.
    discards_secrets: bool,
    /// The row ids of the rows updated or deleted so far.
    row_ids: HashSet<String>,
    /// Number of rows written so far.
    rows: u64,
}

impl Writer {
    /// Begins a write: reads and checks the options. Sends no request.
    pub fn begin(catalogue: &'static Catalogue, host: &dyn Host) -> Result<Writer, WriteError> {
        let options = OptionReader { catalogue, host };
        let name = options.value(&option::OBJECT);
        let object = name.as_deref().and_then(|name| catalogue.object(name));
        let object = object.ok_or_else(|| WriteError::unknown_object(catalogue, name))?;
        if options.switch(&option::READ_ONLY)? {
            return Err(WriteError::ReadOnlyOption { object });
        }
        let Some(writes) = object.writes else { return Err(WriteError::ReadOnlyObject { object }) };
        if options.value(&option::ROWID_COLUMN).is_some_and(|column| column != writes.row_id) {
            return Err(WriteError::WrongRowIdColumn { object, column: writes.row_id });
        }
        let mut switches = Vec::new();
        for switch in catalogue.write_switches {
            if options.switch(switch)? {
                switches.push(switch.name);
            }
        }
        let discards_secrets = options.switch(&option::DISCARD_SECRETS)?;
        let settings = Settings::read(catalogue, host)?;
        let client = Client::new(catalogue, &settings, host)?;
        let planner = WritePlanner { object, writes };
        Ok(Writer { settings, client, planner, switches, discards_secrets, row_ids: HashSet::new(), rows: 0 })
    }

    /// Inserts a row.
    pub fn insert(&mut self, host: &mut dyn Host, row: &NewRow) -> Result<(), WriteError> {
        self.write_row(Operation::Insert, |writer| {
            let planned = writer.planner.insert(row)?;
            writer.client.secrets.set_row(writer.secrets(row));
            writer.send(host, Operation::Insert, None, vec![planned])
        })
    }

    /// Updates the row that the row id identifies. As in Postgres, a row that a join returns several times is updated
    /// once.
    pub fn update(&mut self, host: &mut dyn Host, row_id: &NewValue, row: &NewRow) -> Result<(), WriteError> {
        self.write_row(Operation::Update, |writer| {
            let row_id = writer.row_id(row_id)?;
            let planned = writer.planner.update(&row_id, row)?;
            if !writer.row_ids.insert(row_id.clone()) {
                return Ok(());
            }
            writer.client.secrets.set_row(writer.secrets(row));
            writer.send(host, Operation::Update, Some(row_id), planned)
        })
    }

    /// Deletes the row that the row id identifies. A row that a join returns several times is deleted once.
    pub fn delete(&mut self, host: &mut dyn Host, row_id: &NewValue) -> Result<(), WriteError> {
        self.write_row(Operation::Delete, |writer| {
            let row_id = writer.row_id(row_id)?;
            let planned = writer.planner.delete(&row_id)?;
            if !writer.row_ids.insert(row_id.clone()) {
                return Ok(());
            }
            writer.send(host, Operation::Delete, Some(row_id), vec![planned])
        })
    }

    /// Writes a row and counts it. An error says how many rows were written before.
    fn write_row(
        &mut self,
        operation: Operation,
        write: impl FnOnce(&mut Writer) -> Result<(), WriteError>,
    ) -> Result<(), WriteError> {
        match write(self) {
            Ok(()) => {
                self.rows += 1;
                Ok(())
            }
            Err(error) if self.rows == 0 => Err(error),
            Err(error) => Err(WriteError::NotFirst { operation, rows: self.rows, error: Box::new(error) }),
        }
    }

    fn row_id(&self, value: &NewValue) -> Result<String, WriteError> {
        let bad = |_| WriteError::BadRowId { object: self.planner.object, parts: self.planner.row_id_parts() };
        value::text(value).map_err(bad)
    }

    /// Sends the requests for one row. No request is sent if any of them needs an option that is not set.
    fn send(
        &mut self,
        host: &mut dyn Host,
        operation: Operation,
        row: Option<String>,
        planned: Vec<PlannedRequest>,
    ) -> Result<(), WriteError> {
        planned.iter().try_for_each(|planned| self.check_options(planned))?;
        let object = self.planner.object;
        let mut done = Vec::new();
        for PlannedRequest { request, placeholder_values, body, .. } in planned {
            let target = self.target(request, &placeholder_values);
            let shown = format!("{} {target}", request.method.name());
            let started = host.now();
            match self.client.write(host, request, &target, body) {
                Ok(response) => self.report(host, request, &shown, &response, started),
                // An earlier attempt has deleted the row.
                Err(error)
                    if operation == Operation::Delete
                        && error.may_have_taken_effect
                        && error.failure.is_unknown_id() => {}
                Err(mut source) => {
                    source.failure.omit_hint_for_unknown_id();
                    let is_gone =
                        source.failure.is_unknown_id() && row.is_some() && self.planner.names_only_row(request);
                    let failed = FailedWrite { object, operation, row, done, is_gone, source };
                    return Err(WriteError::Failed(Box::new(failed)));
                }
            }
            done.push(shown);
        }
        Ok(())
    }

    fn check_options(&self, planned: &PlannedRequest) -> Result<(), WriteError> {
        let object = self.planner.object;
        if let Some(switch) = planned.request.switch.filter(|switch| !self.switches.contains(&switch.name)) {
            return Err(WriteError::NeedsSwitch { object, switch });
        }
        let may_be_lost = |secret: &LostSecret| {
            self.discards_secrets || (planned.is_attrs_alone && secret.may_be_lost_with_attrs_alone)
        };
        match planned.request.secret {
            Some(secret) if !may_be_lost(secret) => Err(WriteError::LosesSecret { object, secret }),
            _ => Ok(()),
        }
    }

    fn target(&self, request: &WriteRequest, keys: &[(&'static str, String)]) -> Target {
        let key = |name: &str| keys.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
        Target::new(request.endpoint, &|name| key(name).or_else(|| self.settings.endpoint_value(name)))
    }

    /// Warns of a secret that is lost, and reports the request as a notice if the option `debug` is set. `shown` is the
    /// method and the target; `started` is the time of the request in seconds since the Unix epoch.
    fn report(&self, host: &mut dyn Host, request: &WriteRequest, shown: &str, response: &str, started: i64) {
        let object = self.planner.object;
        if request.secret.is_none() && !self.settings.reports_requests {
            return;
        }
        let response: Value = serde_json::from_str(response).unwrap_or_default();
        let text = |attribute: &str| response.get(attribute).and_then(Value::as_str).filter(|text| !text.is_empty());
        let row = text("id").map(|id| format!(" row {}", self.client.secrets.redact(id))).unwrap_or_default();
        if let Some(secret) = request.secret.filter(|secret| text(secret.attribute).is_some()) {
            let (object, name) = (object.name, secret.name);
            host.warn(&format!(
                "{object}: the response for the new{row} contains {name}, which Postgres cannot return"
            ));
        }
        if self.settings.reports_requests {
            let seconds = host.now() - started;
            let name = object.name;
            let on_row = if row.is_empty() { row } else { format!(" on{row}") };
            host.notice(&format!("{name}: {shown} took effect{on_row} in {seconds} s"));
        }
    }

    /// The values in a row that no message may contain: those of columns that can only be written.
    fn secrets(&self, row: &NewRow) -> Vec<String> {
        let mut secrets = Vec::new();
        for (column, value) in row {
            let (Some(NewValue::Text(text) | NewValue::Json(text)), is_attrs) = (value, column == ATTRS) else {
                continue;
            };
            if !is_attrs && !is_write_only(self.planner.object, column) {
                continue;
            }
            let parsed: Value = serde_json::from_str(text).unwrap_or_default();
            if is_attrs {
                self.write_only_parameters().for_each(|parameter| {
                    let outer = parameter.within.map_or(Some(&parsed), |within| parsed.get(within));
                    collect_texts(outer.and_then(|outer| outer.get(parameter.name)), &mut secrets);
                });
            } else {
                // The text may be JSON whose strings the API repeats one by one.
                secrets.push(text.clone());
                collect_texts(Some(&parsed), &mut secrets);
            }
        }
        secrets
    }

    /// The parameters of all requests whose columns can only be written.
    fn write_only_parameters(&self) -> impl Iterator<Item = &'static Parameter> {
        let WritePlanner { object, writes } = self.planner;
        let updates = writes.updates.iter().map(|Update { request, .. }| request);
        let parameters = writes.insert.iter().chain(updates).flat_map(WriteRequest::all_parameters);
        parameters.filter(|parameter| is_write_only(object, parameter.column))
    }
}

/// Whether a column can only be written.
fn is_write_only(object: &Object, name: &str) -> bool {
    column::find(object.columns, name).is_some_and(|column| column.source == ResolvedSource::WriteOnly)
}

/// Adds all strings in a JSON value.
fn collect_texts(value: Option<&Value>, out: &mut Vec<String>) {
    match value {
        Some(Value::String(text)) => out.push(text.clone()),
        Some(Value::Array(values)) => values.iter().for_each(|value| collect_texts(Some(value), out)),
        Some(Value::Object(members)) => members.values().for_each(|value| collect_texts(Some(value), out)),
        _ => {}
    }
}
