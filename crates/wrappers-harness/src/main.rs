//! `harness` scans a built component from the command line, against any URL.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use wrappers_harness::output::{self, Format};
use wrappers_harness::query::{Limit, Qual, Sort};
use wrappers_harness::{Query, Server, run};
use wrappers_host::types::ImportSchemaType;

/// Runs a Wrappers component as the Postgres extension would, without Postgres.
///
/// If the environment variable CLERK_SECRET_KEY is set, it is the server option `api_key`.
#[derive(Parser)]
struct Arguments {
    /// File of the component
    #[arg(long, default_value = "target/component/clerk_fdw.wasm")]
    component: PathBuf,
    /// Server option `api_url`: base URL of the API. The component's default is Clerk's own URL
    #[arg(long)]
    api_url: Option<String>,
    /// Any other server option, as NAME=VALUE. Can be repeated
    #[arg(long = "option", value_name = "NAME=VALUE")]
    options: Vec<String>,
    /// JSON file with an object that maps ids to secrets, for the server option `api_key_id`
    #[arg(long, value_name = "FILE")]
    vault: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Scan an object and print its rows
    Scan {
        /// Name of the object, which is the table option `object`
        object: String,
        /// Columns as "name type", separated by commas (default: the columns that IMPORT FOREIGN SCHEMA creates)
        #[arg(long)]
        columns: Option<String>,
        /// Condition on a column, as "column operator value", "column in a,b" or "column is null". Can be repeated;
        /// all conditions must be true
        #[arg(long = "where", value_name = "CONDITION")]
        conditions: Vec<String>,
        /// Sort key, as "column" or "column desc". Can be repeated
        #[arg(long, value_name = "COLUMN")]
        order_by: Vec<String>,
        /// Maximum number of rows
        #[arg(long)]
        limit: Option<i64>,
        /// Number of rows to skip
        #[arg(long, default_value_t = 0)]
        offset: i64,
        /// Format in which rows are printed
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Print the statements that IMPORT FOREIGN SCHEMA runs
    Import {
        /// Tables to import (default: all)
        tables: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run_command(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run_command(arguments: Arguments) -> Result<()> {
    let server = server(&arguments)?;
    match arguments.command {
        Command::Import { tables } => {
            let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
            let list_type = if tables.is_empty() { ImportSchemaType::All } else { ImportSchemaType::LimitTo };
            for statement in server.import_foreign_schema(list_type, &tables)? {
                println!("{statement};\n");
            }
        }
        Command::Scan { object, columns, conditions, order_by, limit, offset, format } => {
            let columns = match columns {
                Some(columns) => columns,
                None => imported_columns(&server, &object)?,
            };
            let mut query = Query::new(&object, &columns)?;
            query.quals = conditions.iter().map(|text| Qual::parse(text, &query.columns)).collect::<Result<_>>()?;
            query.sorts = order_by.iter().map(|text| Sort::parse(text, &query.columns)).collect::<Result<_>>()?;
            if limit.is_some() || offset > 0 {
                query.limit = Some(Limit { count: limit.unwrap_or(i64::MAX), offset });
            }
            let outcome = run(&server, &query)?;
            print!("{}", output::rows(&query.columns, &outcome.rows, format)?);
            for message in &outcome.messages {
                eprintln!("{:?}: {}", message.level, message.text);
            }
            eprintln!("{}", output::summary(&outcome));
        }
    }
    Ok(())
}

fn server(arguments: &Arguments) -> Result<Server> {
    let mut server = Server::new(&arguments.component);
    if let Ok(key) = std::env::var("CLERK_SECRET_KEY") {
        server = server.option("api_key", &key);
    }
    if let Some(url) = &arguments.api_url {
        server = server.option("api_url", url);
    }
    for option in &arguments.options {
        let Some((name, value)) = option.split_once('=') else { bail!("option {option:?} is not NAME=VALUE") };
        server = server.option(name, value);
    }
    if let Some(path) = &arguments.vault {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        server.vault = serde_json::from_str::<BTreeMap<String, String>>(&text)?;
    }
    Ok(server)
}

/// The column definitions of an object's table in the guest's CREATE FOREIGN TABLE statement, separated by commas.
fn imported_columns(server: &Server, object: &str) -> Result<String> {
    let statements = server.import_foreign_schema(ImportSchemaType::LimitTo, &[object])?;
    let statement = statements.first().context("the component has no such object")?;
    let lines = statement.lines().skip(1).take_while(|line| *line != ")");
    Ok(lines.map(|line| line.trim().trim_end_matches(',')).collect::<Vec<_>>().join(","))
}
