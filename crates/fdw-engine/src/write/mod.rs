//! Writes of rows: INSERT, UPDATE and DELETE. Each row is planned, checked and then written by one or more requests.
//! The API has no transactions, so a write that has taken effect is never undone.

mod body;
pub mod error;
pub mod plan;
mod value;

use serde_json::Value;

use crate::catalogue::Catalogue;
use crate::catalogue::column::{self, ATTRS, ResolvedSource};
use crate::catalogue::option;
use crate::catalogue::write::{LostSecret, Update, WriteRequest};
use crate::client::Client;
use crate::client::target::Target;
use crate::host::{Host, Method};
use crate::request::new_row::{NewRow, NewValue};
use crate::request::settings::{OptionReader, Settings};

use error::{FailedWrite, Operation, WriteError};
use plan::{PlannedRequest, WritePlanner};

/// The write of one statement to one table.
pub struct Writer {
    settings: Settings,
    client: Client,
    planner: WritePlanner,
    /// The names of the switches that are on.
    switches: Vec<&'static str>,
    /// Whether secrets in responses may be lost.
    discards_secrets: bool,
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
            return Err(WriteError::ReadOnly { object });
        }
        let Some(writes) = object.writes else { return Err(WriteError::NeverWritable { object }) };
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
        Ok(Writer { settings, client, planner, switches, discards_secrets, rows: 0 })
    }

    /// Inserts a row.
    pub fn insert(&mut self, host: &mut dyn Host, row: &NewRow) -> Result<(), WriteError> {
        self.write_row(Operation::Insert, |writer| {
            let planned = writer.planner.insert(row)?;
            writer.client.secrets.set_row(writer.secrets(row));
            writer.send(host, Operation::Insert, None, vec![planned])
        })
    }

    /// Updates the row that the row id identifies.
    pub fn update(&mut self, host: &mut dyn Host, row_id: &NewValue, row: &NewRow) -> Result<(), WriteError> {
        self.write_row(Operation::Update, |writer| {
            let row_id = writer.row_id(row_id)?;
            let planned = writer.planner.update(&row_id, row)?;
            writer.client.secrets.set_row(writer.secrets(row));
            writer.send(host, Operation::Update, Some(row_id), planned)
        })
    }

    /// Deletes the row that the row id identifies.
    pub fn delete(&mut self, host: &mut dyn Host, row_id: &NewValue) -> Result<(), WriteError> {
        self.write_row(Operation::Delete, |writer| {
            let row_id = writer.row_id(row_id)?;
            let planned = writer.planner.delete(&row_id)?;
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
        for PlannedRequest { request, keys, body, .. } in planned {
            let target = self.target(request, &keys);
            let shown = format!("{} {target}", request.method.name());
            let started = host.now();
            match self.client.write(host, request, &target, body) {
                Ok(response) => self.report(host, request, &shown, &response, started),
                // An earlier attempt has deleted the row.
                Err(error)
                    if error.may_have_taken_effect
                        && error.failure.is_unknown_id()
                        && request.method == Method::Delete => {}
                Err(source) => {
                    let may_have_taken_effect = source.may_have_taken_effect;
                    let failed = FailedWrite { object, operation, row, done, may_have_taken_effect, source };
                    return Err(WriteError::Failed(Box::new(failed)));
                }
            }
            done.push(shown);
        }
        Ok(())
    }

    fn check_options(&self, planned: &PlannedRequest) -> Result<(), WriteError> {
        let object = self.planner.object;
        if let Some(option) = planned.request.option.filter(|option| !self.switches.contains(&option.name)) {
            return Err(WriteError::NeedsOption { object, option });
        }
        let may_be_lost =
            |secret: &LostSecret| self.discards_secrets || (planned.is_attrs_alone && secret.is_lost_by_attrs);
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
        let id = response.get("id").and_then(Value::as_str).map(|id| self.client.secrets.redact(id));
        let row = id.map(|id| format!(" row {id}")).unwrap_or_default();
        if let Some(secret) = request.secret {
            host.warn(&format!("{}: {} of the new{row} was in the response, and is lost", object.name, secret.name));
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
        let columns = self.planner.object.columns;
        let is_write_only =
            |name: &str| column::find(columns, name).is_some_and(|column| column.source == ResolvedSource::WriteOnly);
        let mut secrets = Vec::new();
        for (column, value) in row {
            match value {
                Some(NewValue::Text(text)) if is_write_only(column) => secrets.push(text.clone()),
                Some(NewValue::Json(text)) if is_write_only(column) => {
                    collect_texts(&serde_json::from_str(text).unwrap_or_default(), &mut secrets);
                }
                Some(NewValue::Json(text) | NewValue::Text(text)) if column == ATTRS => {
                    let body: Value = serde_json::from_str(text).unwrap_or_default();
                    let updates = self.planner.writes.updates.iter().map(|Update { request, .. }| request);
                    let parameters =
                        self.planner.writes.insert.iter().chain(updates).flat_map(WriteRequest::all_parameters);
                    for parameter in parameters.filter(|parameter| is_write_only(parameter.column)) {
                        let outer = parameter.within.map_or(Some(&body), |within| body.get(within));
                        if let Some(value) = outer.and_then(|outer| outer.get(parameter.name)) {
                            collect_texts(value, &mut secrets);
                        }
                    }
                }
                _ => {}
            }
        }
        secrets
    }
}

/// Adds all strings in a JSON value.
fn collect_texts(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| collect_texts(value, out)),
        Value::Object(members) => members.values().for_each(|value| collect_texts(value, out)),
        _ => {}
    }
}
