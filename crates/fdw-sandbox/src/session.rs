//! Runs statements, and formats their results and the requests as text.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use comfy_table::{Table, presets};
use postgres::error::DbError;
use postgres::{Client, NoTls, SimpleQueryMessage};
use private_cluster::SUPERUSER;

use crate::{Provider, Sandbox};

/// A connection that collects the messages that Postgres sends, such as notices.
pub struct Session {
    client: Client,
    messages: Arc<Mutex<Vec<String>>>,
}

impl Session {
    /// Connects to one of a sandbox's databases as the superuser.
    pub fn new<P>(sandbox: &Sandbox<P>, database: &str) -> Result<Session, postgres::Error> {
        let messages = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&messages);
        let mut config = sandbox.cluster.config(database, SUPERUSER);
        config.notice_callback(move |message| {
            if !is_from_framework(&message) {
                let line = format!("{}: {}", message.severity(), message.message());
                sink.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        Ok(Session { client: config.connect(NoTls)?, messages })
    }

    /// Runs a statement and returns, similar to `psql`, its rows or its error, followed by messages.
    pub fn run(&mut self, statement: &str) -> String {
        let mut text = match self.client.simple_query(statement) {
            Ok(output) => format_output(&output),
            Err(error) => match error.as_db_error() {
                Some(error) => format_error(error),
                None => format!("{error}\n"),
            },
        };
        for message in self.messages.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = writeln!(text, "{message}");
        }
        text
    }

    /// Runs a statement and returns the same as [`Session::run`], followed by a line for each request.
    pub fn run_with_requests(&mut self, statement: &str, provider: &impl Provider) -> String {
        provider.take_journal();
        let mut text = self.run(statement);
        for request in provider.take_journal() {
            let _ = writeln!(text, "-> {request}");
        }
        text
    }
}

/// Whether a message is a warning of the framework about a condition that it does not pass to the component. Such
/// warnings are dumps of Postgres' expression trees.
fn is_from_framework(message: &DbError) -> bool {
    message.message().starts_with("unsupported ") || message.message().starts_with("only support")
}

fn format_error(error: &DbError) -> String {
    let mut text = format!("{}: {}\n", error.severity(), error.message());
    for (name, detail) in [("DETAIL", error.detail()), ("HINT", error.hint())] {
        if let Some(detail) = detail {
            let _ = writeln!(text, "{name}: {detail}");
        }
    }
    text
}

fn format_output(output: &[SimpleQueryMessage]) -> String {
    let mut text = String::new();
    let mut table: Option<Table> = None;
    for message in output {
        match message {
            SimpleQueryMessage::RowDescription(columns) => {
                let mut new = Table::new();
                new.load_preset(presets::ASCII_BORDERS_ONLY_CONDENSED);
                new.set_header(columns.iter().map(|column| column.name()));
                table = Some(new);
            }
            SimpleQueryMessage::Row(row) => {
                let cells = (0..row.len()).map(|at| row.get(at).unwrap_or("NULL"));
                if let Some(table) = &mut table {
                    table.add_row(cells);
                }
            }
            SimpleQueryMessage::CommandComplete(_) => match table.take() {
                Some(table) => {
                    let rows = table.row_count();
                    let _ = writeln!(text, "{table}\n({rows} {})", if rows == 1 { "row" } else { "rows" });
                }
                None => {
                    let _ = writeln!(text, "ok");
                }
            },
            _ => {}
        }
    }
    text
}
