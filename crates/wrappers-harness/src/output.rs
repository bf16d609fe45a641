//! Formats rows as text: a table for people, JSON and CSV for programs.

use anyhow::Result;
use comfy_table::{Table, presets};
use serde_json::{Map, Value as Json};

use crate::run::Outcome;
use crate::value::{Column, Value};

/// Maximum number of characters of a value in a table.
const WIDTH: usize = 48;

/// Format in which rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns; long values are shortened.
    Table,
    /// A JSON array with an object for each row.
    Json,
    /// CSV with a header line; NULL is empty.
    Csv,
}

/// Formats rows, which have one value per column.
pub fn rows(columns: &[Column], rows: &[Vec<Value>], format: Format) -> Result<String> {
    match format {
        Format::Table => Ok(table(columns, rows)),
        Format::Json => {
            let object = |row: &Vec<Value>| -> Map<String, Json> {
                columns.iter().zip(row).map(|(column, value)| (column.name.clone(), value.to_json())).collect()
            };
            let rows: Vec<Json> = rows.iter().map(|row| Json::Object(object(row))).collect();
            Ok(serde_json::to_string_pretty(&rows)? + "\n")
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(columns.iter().map(|column| &column.name))?;
            for row in rows {
                writer.write_record(row.iter().map(ToString::to_string))?;
            }
            Ok(String::from_utf8(writer.into_inner()?)?)
        }
    }
}

fn table(columns: &[Column], rows: &[Vec<Value>]) -> String {
    let mut table = Table::new();
    table.load_preset(presets::ASCII_BORDERS_ONLY_CONDENSED);
    table.set_header(columns.iter().map(|column| &column.name));
    for row in rows {
        table.add_row(row.iter().map(|value| cut(&value.to_string())));
    }
    let no_rows = if rows.is_empty() { "(no rows)\n" } else { "" };
    format!("{table}\n{no_rows}")
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Summarises in one line what a query cost.
pub fn summary(outcome: &Outcome) -> String {
    format!(
        "{}, {}, {} kB read, {} ms ({} ms of it compiling)",
        counted(outcome.rows.len(), "row"),
        counted(outcome.sent.len(), "request"),
        outcome.sent.iter().map(|sent| sent.bytes).sum::<usize>().div_ceil(1000),
        outcome.took.as_millis(),
        outcome.compiled_in.as_millis(),
    )
}

/// A number with its noun, which is plural unless the number is 1.
fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
