//! What a statement answers, and the requests it took, as text.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use clerk_mock::Mock;
use comfy_table::{Table, presets};
use postgres::error::DbError;
use postgres::{Client, NoTls, SimpleQueryMessage};
use private_cluster::SUPERUSER;

use crate::Sandbox;

/// A connection that keeps the messages that come with answers.
pub struct Session {
    client: Client,
    messages: Arc<Mutex<Vec<String>>>,
}

impl Session {
    /// A session of a sandbox on one of its databases.
    pub fn new(sandbox: &Sandbox, database: &str) -> Result<Session, postgres::Error> {
        let messages = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&messages);
        let mut config = sandbox.cluster.config(database, SUPERUSER);
        config.notice_callback(move |message| {
            if !is_of_the_framework(&message) {
                let line = format!("{}: {}", message.severity(), message.message());
                sink.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        Ok(Session { client: config.connect(NoTls)?, messages })
    }

    /// Runs a statement, and returns what `psql` would show, more or less: rows, messages, an error.
    pub fn answer(&mut self, statement: &str) -> String {
        let mut text = match self.client.simple_query(statement) {
            Ok(answers) => table(&answers),
            Err(error) => match error.as_db_error() {
                Some(error) => describe(error),
                None => format!("{error}\n"),
            },
        };
        for message in self.messages.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = writeln!(text, "{message}");
        }
        text
    }

    /// Runs a statement; the answer, then a line for each request that it took.
    pub fn answer_with_requests(&mut self, statement: &str, mock: &Mock) -> String {
        mock.take_journal();
        let mut text = self.answer(statement);
        for request in mock.take_journal() {
            let _ = writeln!(text, "-> {} {} {}", request.method, request.target(), request.status);
        }
        text
    }
}

/// Whether it is what the framework says of conditions that it does not pass down: dumps of Postgres' trees.
fn is_of_the_framework(message: &DbError) -> bool {
    message.message().starts_with("unsupported ") || message.message().starts_with("only support")
}

fn describe(error: &DbError) -> String {
    let mut text = format!("{}: {}\n", error.severity(), error.message());
    for (name, detail) in [("DETAIL", error.detail()), ("HINT", error.hint())] {
        if let Some(detail) = detail {
            let _ = writeln!(text, "{name}: {detail}");
        }
    }
    text
}

fn table(answers: &[SimpleQueryMessage]) -> String {
    let mut text = String::new();
    let mut table: Option<Table> = None;
    for answer in answers {
        match answer {
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
                    let _ = writeln!(text, "{table}\n({} rows)", table.row_count());
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
