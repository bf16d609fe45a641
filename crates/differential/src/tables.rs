//! The tables: foreign tables, and copies of the same data in the schema [`LOCAL`].

use postgres::{Client, SimpleQueryMessage};
use serde_json::Value;

/// The schema of the copies.
pub const LOCAL: &str = "local";

/// The kinds of column types between which the generator distinguishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    Text,
    /// Booleans.
    Bool,
    /// Whole numbers.
    Int,
    /// Floats and numerics.
    Number,
    /// Dates and times.
    Time,
    /// JSON.
    Json,
}

impl Kind {
    /// The kind of an SQL type.
    pub fn of(ty: &str) -> Kind {
        match ty {
            "text" => Kind::Text,
            "boolean" => Kind::Bool,
            "smallint" | "integer" | "bigint" => Kind::Int,
            "real" | "double precision" | "numeric" => Kind::Number,
            "date" | "timestamp without time zone" | "timestamp with time zone" => Kind::Time,
            "jsonb" => Kind::Json,
            other => panic!("no rule for type {other}"),
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Name of the column.
    pub name: String,
    /// SQL name of the type.
    pub ty: String,
    /// Kind of the type.
    pub kind: Kind,
    /// Some of its values, as text.
    pub samples: Vec<String>,
    /// The kind of object that its values identify, if they are ids.
    pub entity: Option<&'static str>,
}

/// A foreign table that has a copy.
#[derive(Debug)]
pub struct Table {
    /// Name of both tables.
    pub name: String,
    /// The columns that queries use.
    pub columns: Vec<Column>,
    /// Whether the table has the option `pushdown_comparisons`.
    pub pushdown_comparisons: bool,
    /// Whether the table is chosen more often than others.
    pub is_frequent: bool,
}

/// A row of a copy: `value` returns the value of each column as the API has it. In a column for times, a number is a time in
/// milliseconds since the Unix epoch.
pub fn row(columns: &[(String, String)], value: impl Fn(&str) -> Value) -> Value {
    let cell = |(name, ty): &(String, String)| {
        let value = value(name);
        let value = match value.as_i64() {
            Some(millis) if Kind::of(ty) == Kind::Time => {
                let time = chrono::DateTime::from_timestamp_millis(millis).expect("a time");
                time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true).into()
            }
            _ => value,
        };
        (name.clone(), value)
    };
    columns.iter().map(cell).collect()
}

/// The names of a schema's foreign tables, and those of their objects.
pub fn objects(client: &mut Client, schema: &str) -> Vec<(String, String)> {
    let sql = "select foreign_table_name::text, option_value::text from information_schema.foreign_table_options \
               where option_name = 'object' and foreign_table_schema = $1 order by 1";
    let named = client.query(sql, &[&schema]).expect("the tables");
    named.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// The names and types of a table's columns.
pub fn columns(client: &mut Client, schema: &str, table: &str) -> Vec<(String, String)> {
    let sql = "select column_name::text, data_type::text from information_schema.columns \
               where table_schema = $1 and table_name = $2 order by ordinal_position";
    let described = client.query(sql, &[&schema, &table]).expect("the columns");
    described.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Creates the copy of a foreign table. The rows are JSON objects with a value for each column.
pub fn copy(client: &mut Client, schema: &str, name: &str, columns: Vec<(String, String)>, rows: Vec<Value>) -> Table {
    let set_up = format!("create schema if not exists {LOCAL}; create table {LOCAL}.{name} (like {schema}.{name})");
    client.batch_execute(&set_up).expect("a table");
    let fill = format!(
        "insert into {LOCAL}.{name} select * from jsonb_populate_recordset(null::{LOCAL}.{name}, $1::text::jsonb)"
    );
    client.execute(&fill, &[&Value::Array(rows).to_string()]).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    client.batch_execute(&format!("analyze {LOCAL}.{name}")).expect("statistics");
    let columns = columns.into_iter().map(|(column, ty)| Column {
        samples: samples(client, name, &column),
        kind: Kind::of(&ty),
        name: column,
        ty,
        entity: None,
    });
    Table { columns: columns.collect(), pushdown_comparisons: false, is_frequent: false, name: name.to_owned() }
}

fn samples(client: &mut Client, table: &str, column: &str) -> Vec<String> {
    let sql = format!(
        "select v from (select distinct \"{column}\"::text as v from {LOCAL}.{table}) s \
         where v is not null order by md5(v) limit 12"
    );
    let messages = client.simple_query(&sql).expect("samples");
    let values = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    });
    values.collect()
}
