//! The section of an object's page about INSERT, UPDATE and DELETE. The engine makes the requests that it shows.

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::{self, ATTRS, Kind};
use fdw_engine::catalogue::write::{ColumnValue, Parameter, Trigger, Update, WriteRequest, Writes};
use fdw_engine::request::new_row::NewValue;
use fdw_engine::write::Writer;
use fdw_engine::write::error::Operation;
use fdw_engine::write::plan::WritePlanner;

use crate::recorder::Recorder;
use crate::{Docs, table};

/// Appends the section.
pub fn section(docs: &Docs, object: &'static Object, out: &mut String) {
    out.push_str("\n## Writing\n");
    let Some(writes) = object.writes else {
        let provider = docs.catalogue.provider;
        out.push_str(&format!(
            "\n{provider}'s API has no requests that change these rows, so the table can only be read.\n"
        ));
        return;
    };
    out.push_str(&format!(
        "\nThe table option `rowid_column` must be `{}`. Read [Writing](../{}writing.md) first: what has been \
         written cannot be rolled back.\n",
        writes.row_id, docs.guides
    ));
    notes(writes, out);
    out.push_str("\n| statement | requests |\n|---|---|\n");
    for (statement, requests) in examples(docs, object, writes) {
        let requests: Vec<String> = requests.iter().map(|request| format!("`{request}`")).collect();
        out.push_str(&format!("| `{statement}` | {} |\n", requests.join("<br>")));
    }
    columns(object, writes, out);
}

/// What users need to know before they write, by operation.
fn notes(writes: &Writes, out: &mut String) {
    let mut lines: Vec<String> = Vec::new();
    let mut add = |what: &str, request: &WriteRequest| {
        let mut sentences = request.note.to_owned();
        if let Some(switch) = request.switch {
            sentences.push_str(&format!(" This request needs the option `{}`.", switch.name));
        }
        if let Some(secret) = request.secret {
            sentences.push_str(&format!(
                " The response contains {}, which Postgres cannot return, so INSERT needs the option \
                 `discard_secrets`{}.",
                secret.name,
                if secret.may_be_lost_with_attrs_alone { " unless it sets `attrs` alone" } else { "" }
            ));
        }
        if !request.is_idempotent {
            sentences.push_str(" The component does not repeat this request if it may have taken effect.");
        }
        if !sentences.is_empty() {
            lines.push(format!("- {what}: {}", sentences.trim_start()));
        }
    };
    writes.insert.iter().for_each(|request| add("INSERT", request));
    for update in writes.updates {
        add(&format!("UPDATE, `{}`", shown(&update.request)), &update.request);
    }
    writes.delete.iter().for_each(|request| add("DELETE", request));
    if !lines.is_empty() {
        out.push_str(&format!("\n{}\n", lines.join("\n")));
    }
}

fn shown(request: &WriteRequest) -> String {
    format!("{} {}", request.method.name(), request.endpoint)
}

/// The columns that can be set, with the requests that set them.
fn columns(object: &'static Object, writes: &'static Writes, out: &mut String) {
    let planner = WritePlanner { object, writes };
    let mut names = planner.writable_columns(Operation::Insert);
    for name in planner.writable_columns(Operation::Update) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.retain(|name| name != ATTRS);
    if names.is_empty() {
        return;
    }
    out.push_str("\n| column | INSERT | UPDATE |\n|---|---|---|\n");
    for name in names {
        let on_insert = writes.insert.as_ref().map(|request| by_insert(request, &name)).unwrap_or_default();
        let fixed = planner.row_id_parts();
        let updates = writes.updates.iter().filter(|_| !fixed.contains(&name.as_str()));
        let on_update: Vec<String> = updates.filter_map(|update| by_update(update, &name)).collect();
        out.push_str(&format!("| `{name}` | {on_insert} | {} |\n", on_update.join("<br>")));
    }
}

/// The parameter that takes a column or, if the name ends with `_<key>`, a key of a map.
fn parameter<'a>(request: &'a WriteRequest, name: &str) -> Option<&'a Parameter> {
    let column = name.strip_suffix("_<key>").unwrap_or(name);
    request.all_parameters().find(|parameter| parameter.column == column)
}

fn path(parameter: &Parameter) -> String {
    parameter.within.map_or(parameter.name.to_owned(), |within| format!("{within}.{}", parameter.name))
}

fn by_insert(request: &WriteRequest, name: &str) -> String {
    if request.placeholders().any(|key| key == name) {
        return "required".to_owned();
    }
    match parameter(request, name) {
        None => String::new(),
        Some(parameter) => {
            let need = if parameter.is_required { "required" } else { "optional" };
            let path = path(parameter);
            if path == parameter.column { need.to_owned() } else { format!("{need}, as `{path}`") }
        }
    }
}

fn by_update(update: &Update, name: &str) -> Option<String> {
    let request = shown(&update.request);
    let takes_keys = update.trigger == Trigger::MapKeys;
    match update.trigger {
        Trigger::Value(column, value) if column == name => return Some(format!("{}: `{request}`", literal(value))),
        _ if update.request.placeholders().any(|key| key == name) => return Some(format!("`{request}`")),
        _ if takes_keys != name.ends_with("_<key>") => return None,
        _ => {}
    }
    let parameter = parameter(&update.request, name)?;
    let mut out = format!("`{request}`");
    let path = path(parameter);
    if path != parameter.column {
        out.push_str(&format!(", as `{path}`"));
    }
    if parameter.is_required {
        out.push_str(", required by this request");
    }
    if let Trigger::Value(column, value) = update.trigger {
        out.push_str(&format!(", only with `{column}` = {}", literal(value)));
    }
    Some(out)
}

fn literal(value: ColumnValue) -> String {
    match value {
        ColumnValue::Bool(value) => format!("`{value}`"),
        ColumnValue::Text(text) => format!("`'{text}'`"),
    }
}

/// A column of an example: its name, the SQL literal, and the value.
type Example = (String, String, NewValue);

fn text(column: &str, value: &str) -> Example {
    (column.to_owned(), format!("'{value}'"), NewValue::Text(value.to_owned()))
}

fn json(column: &str, value: &str) -> Example {
    (column.to_owned(), format!("'{value}'"), NewValue::Json(value.to_owned()))
}

fn example(object: &Object, column: &str) -> Example {
    let kind = column::find(object.columns, column).map_or(Kind::Text, |column| column.kind);
    match kind {
        Kind::Text => text(column, "x"),
        Kind::Bool => (column.to_owned(), "true".to_owned(), NewValue::Bool(true)),
        Kind::Integer | Kind::Number => (column.to_owned(), "1".to_owned(), NewValue::Int(1)),
        Kind::Time => (column.to_owned(), "'2027-01-01'".to_owned(), NewValue::Time(1_798_761_600_000_000)),
        Kind::Json => json(column, r#"["x"]"#),
        Kind::Map | Kind::Any => json(column, r#"{"key": "value"}"#),
    }
}

/// The columns that a request needs, or its first parameter if it needs none.
fn needed(object: &Object, request: &WriteRequest, skipped: &[&str]) -> Vec<Example> {
    let keys = request.placeholders().filter(|key| !skipped.contains(key));
    let keys = keys.filter(|key| column::find(object.columns, key).is_some());
    let required = request.all_parameters().filter(|parameter| parameter.is_required);
    let mut names: Vec<&str> = keys.chain(required.map(|parameter| parameter.column)).collect();
    if names.is_empty() {
        names.extend(request.all_parameters().next().map(|parameter| parameter.column));
    }
    names.into_iter().map(|name| example(object, name)).collect()
}

/// Statements, and the requests that each makes.
fn examples(docs: &Docs, object: &'static Object, writes: &'static Writes) -> Vec<(String, Vec<String>)> {
    let table = table(object.name);
    let parts = WritePlanner { object, writes }.row_id_parts();
    let id = ["x", "y", "z"][..parts.len()].join("/");
    let place = format!("where {} = '{id}'", writes.row_id);
    let mut out = Vec::new();
    if let Some(request) = &writes.insert {
        let row = needed(object, request, &[]);
        let names: Vec<&str> = row.iter().map(|(name, ..)| name.as_str()).collect();
        let values: Vec<&str> = row.iter().map(|(_, literal, _)| literal.as_str()).collect();
        let statement = format!("insert into {table} ({}) values ({})", names.join(", "), values.join(", "));
        out.push((statement, requests(docs, object, Operation::Insert, &id, &row)));
    }
    for update in writes.updates {
        let row = match update.trigger {
            Trigger::Parameters => needed(object, &update.request, &parts),
            Trigger::Value(column, ColumnValue::Bool(value)) => {
                vec![(column.to_owned(), value.to_string(), NewValue::Bool(value))]
            }
            Trigger::Value(column, ColumnValue::Text(value)) => {
                let required = update.request.all_parameters().filter(|parameter| parameter.is_required);
                let others = required.map(|parameter| example(object, parameter.column));
                [text(column, value)].into_iter().chain(others).collect()
            }
            Trigger::MapKeys => {
                let map = update.request.all_parameters().next().expect("a map");
                vec![text(&format!("{}_role", map.column), "admin")]
            }
            Trigger::Maps => {
                let map = update.request.all_parameters().next().expect("a map");
                vec![json(map.column, r#"{"role": "admin"}"#)]
            }
        };
        let set: Vec<String> = row.iter().map(|(name, literal, _)| format!("{name} = {literal}")).collect();
        let statement = format!("update {table} set {} {place}", set.join(", "));
        out.push((statement, requests(docs, object, Operation::Update, &id, &row)));
    }
    if writes.delete.is_some() {
        out.push((format!("delete from {table} {place}"), requests(docs, object, Operation::Delete, &id, &[])));
    }
    out
}

fn requests(docs: &Docs, object: &Object, operation: Operation, id: &str, row: &[Example]) -> Vec<String> {
    let mut host = Recorder::new(docs.catalogue);
    host.object = Some(object.name);
    let row = row.iter().map(|(name, _, value)| (name.clone(), Some(value.clone()))).collect();
    let id = NewValue::Text(id.to_owned());
    let outcome = Writer::begin(docs.catalogue, &host).and_then(|mut writer| match operation {
        Operation::Insert => writer.insert(&mut host, &row),
        Operation::Update => writer.update(&mut host, &id, &row),
        Operation::Delete => writer.delete(&mut host, &id),
    });
    outcome.unwrap_or_else(|error| panic!("{}: {operation}: {}", object.name, error.report()));
    host.written
}
