//! Runs a statement on both sides and compares what comes of it.

use clerk_sandbox::Sandbox;
use postgres::error::SqlState;
use postgres::{Client, SimpleQueryMessage};

use crate::generate::{Statement, Test};

/// The schema of the foreign tables, and that of the copies.
const SIDES: [&str; 2] = ["clerk", "local"];

/// The framework warns of every condition that it does not pass down.
const SETTINGS: &str =
    "set client_min_messages = error; set wasm_fdw_host.keep_compiled = on; set statement_timeout = '20s'";

type Row = Vec<Option<String>>;

/// Answers of a statement, one for each execution; or the error.
type Answers = Result<Vec<Vec<Row>>, String>;

pub enum Verdict {
    /// The same rows, so many of them.
    Same { rows: usize },
    /// The same error.
    BothFail,
    /// One side did not end in time: the planner knows nothing of the size of foreign tables, and sometimes takes a
    /// nested loop over three of them.
    TooSlow,
    /// What either side says.
    Differ(String),
}

/// Connections to run a statement on.
pub struct Differ<'s> {
    sandbox: &'s Sandbox,
    client: Client,
}

fn connect(sandbox: &Sandbox) -> Client {
    let mut client = sandbox.client().expect("a connection");
    client.batch_execute(SETTINGS).expect("settings");
    client
}

impl<'s> Differ<'s> {
    pub fn new(sandbox: &'s Sandbox) -> Self {
        Differ { sandbox, client: connect(sandbox) }
    }

    pub fn differs(&mut self, test: &Test) -> bool {
        matches!(self.check(test), Verdict::Differ(_))
    }

    pub fn check(&mut self, test: &Test) -> Verdict {
        let [foreign, local] = SIDES.map(|side| self.answers(test, side));
        match (foreign, local) {
            (Ok(foreign), Ok(local)) if foreign == local => Verdict::Same { rows: local.iter().map(Vec::len).sum() },
            (Err(foreign), Err(local)) if foreign == local => Verdict::BothFail,
            (Err(error), _) | (_, Err(error)) if error == SqlState::QUERY_CANCELED.code() => Verdict::TooSlow,
            (foreign, local) => Verdict::Differ(format!("foreign: {}\nlocal:   {}", show(&foreign), show(&local))),
        }
    }

    /// The statements of a test, and what they answer.
    pub fn explain(&mut self, test: &Test) -> String {
        let statements = statements(test, SIDES[0]).join(";\n");
        let verdict = match self.check(test) {
            Verdict::Differ(text) => text,
            Verdict::Same { .. } | Verdict::BothFail | Verdict::TooSlow => "did not differ again".to_owned(),
        };
        format!("{statements};\n{verdict}")
    }

    fn answers(&mut self, test: &Test, side: &str) -> Answers {
        let answers = self.run(test, side);
        if self.client.is_closed() {
            panic!("{:?}", self.sandbox.cluster.crashes());
        }
        self.client.batch_execute("rollback; deallocate all; reset all").expect("a clean session");
        self.client.batch_execute(SETTINGS).expect("settings");
        answers
    }

    fn run(&mut self, test: &Test, side: &str) -> Answers {
        let mut answers = Vec::new();
        for statement in statements(test, side) {
            let messages = self.client.simple_query(&statement).map_err(|error| match error.as_db_error() {
                // What the host says of its own failures tells them apart; Postgres' errors are told by their codes.
                Some(error) if *error.code() == SqlState::FDW_ERROR => error.message().to_owned(),
                Some(error) => error.code().code().to_owned(),
                None => error.to_string(),
            })?;
            answers.push(rows(&messages));
        }
        Ok(match &test.statement {
            Statement::Query { is_ordered: true, .. } => answers,
            Statement::Cursor { .. } => vec![sorted(answers.concat())],
            Statement::Query { .. } | Statement::Prepared { .. } => answers.into_iter().map(sorted).collect(),
        })
    }
}

fn statements(test: &Test, side: &str) -> Vec<String> {
    let mut statements: Vec<String> = test.settings.iter().map(|setting| format!("set {setting} = off")).collect();
    match &test.statement {
        Statement::Query { sql, .. } => statements.push(sql.clone()),
        Statement::Prepared { prepare, executions } => {
            statements.push(prepare.clone());
            statements.extend(executions.iter().cloned());
        }
        Statement::Cursor { declare, fetches } => {
            statements.extend(["begin".to_owned(), declare.clone()]);
            statements.extend(fetches.iter().cloned());
            statements.push("commit".to_owned());
        }
    }
    statements.iter().map(|statement| statement.replace("{s}", side)).collect()
}

fn rows(messages: &[SimpleQueryMessage]) -> Vec<Row> {
    let row = |message: &SimpleQueryMessage| match message {
        SimpleQueryMessage::Row(row) => Some((0..row.len()).map(|at| row.get(at).map(str::to_owned)).collect()),
        _ => None,
    };
    messages.iter().filter_map(row).collect()
}

fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort();
    rows
}

fn show(answers: &Answers) -> String {
    match answers {
        Ok(answers) => {
            let text = format!("{} rows: {answers:?}", answers.iter().map(Vec::len).sum::<usize>());
            text.chars().take(1500).collect()
        }
        Err(error) => format!("error {error}"),
    }
}
