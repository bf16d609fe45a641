//! `harness` runs a scan of a built component from the command line, against any url.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use wrappers_harness::output::{self, Format};
use wrappers_harness::query::{Limit, Qual, Sort};
use wrappers_harness::{Query, Server, run};
use wrappers_host::types::ImportSchemaType;

/// Runs a Wrappers component as the Postgres extension would.
#[derive(Parser)]
struct Arguments {
    /// The component.
    #[arg(long, default_value = "target/component/clerk_fdw.wasm")]
    component: PathBuf,
    /// Base url of the API. With the variable CLERK_SECRET_KEY set, it is Clerk's own unless given here.
    #[arg(long)]
    api_url: Option<String>,
    /// Another server option, as name=value. Can be given again.
    #[arg(long = "option", value_name = "NAME=VALUE")]
    options: Vec<String>,
    /// A JSON object with secrets by id, for the option api_key_id.
    #[arg(long, value_name = "FILE")]
    vault: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Scans an object.
    Scan {
        /// The object, as the table option `object`.
        object: String,
        /// Columns as "name type", separated by commas. Without: every column that an import would make.
        #[arg(long)]
        columns: Option<String>,
        /// A condition on one of the columns, as "column operator value", "column in a,b" or "column is null". Can be given again.
        #[arg(long = "where", value_name = "CONDITION")]
        conditions: Vec<String>,
        /// A part of the order, by one of the columns, as "column" or "column desc". Can be given again.
        #[arg(long, value_name = "COLUMN")]
        order_by: Vec<String>,
        /// Rows at most.
        #[arg(long)]
        limit: Option<i64>,
        /// Rows to skip.
        #[arg(long, default_value_t = 0)]
        offset: i64,
        /// How rows are printed.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Prints the statements of IMPORT FOREIGN SCHEMA.
    Import {
        /// Only these tables.
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
        let Some((name, value)) = option.split_once('=') else { bail!("no = in option {option:?}") };
        server = server.option(name, value);
    }
    if let Some(path) = &arguments.vault {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        server.vault = serde_json::from_str::<BTreeMap<String, String>>(&text)?;
    }
    Ok(server)
}

/// The columns of an imported table, as the guest itself declares them.
fn imported_columns(server: &Server, object: &str) -> Result<String> {
    let statements = server.import_foreign_schema(ImportSchemaType::LimitTo, &[object])?;
    let statement = statements.first().context("the component has no such object")?;
    let lines = statement.lines().skip(1).take_while(|line| *line != ")");
    Ok(lines.map(|line| line.trim().trim_end_matches(',')).collect::<Vec<_>>().join(","))
}
