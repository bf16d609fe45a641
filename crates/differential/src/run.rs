//! Runs a statement on both sides and compares the results.

use fdw_sandbox::{Host, Provider, Sandbox};
use postgres::error::SqlState;
use postgres::{Client, SimpleQueryMessage};

use crate::generate::{Statement, Test};
use crate::tables::LOCAL;

/// Only errors are reported, because the framework warns of every condition that it does not pass to the component.
const SETTINGS: &str =
    "set client_min_messages = error; set wasm_fdw_host.keep_compiled = on; set statement_timeout = '20s'";

/// Settings on [`Host::Released`]: there, the second run of a plan that Postgres has kept ends the backend.
const SETTINGS_OF_RELEASED: &str = "set plan_cache_mode = force_custom_plan";

type Row = Vec<Option<String>>;

/// The rows of each statement of a test, or the error.
type Results = Result<Vec<Vec<Row>>, String>;

/// The outcome of a comparison.
pub enum Verdict {
    /// Both sides returned the same rows.
    Same {
        /// Number of rows.
        rows: usize,
    },
    /// Both sides reported the same error.
    BothFail,
    /// A side exceeded the time limit. This happens because the planner does not know the size of foreign tables, and
    /// sometimes chooses a nested loop over three of them.
    TooSlow,
    /// The sides differ. The text has the results of both.
    Differ(String),
}

/// Runs tests on a connection to the sandbox.
pub struct Differ<'s, P> {
    sandbox: &'s Sandbox<P>,
    client: Client,
}

fn connect<P: Provider>(sandbox: &Sandbox<P>) -> Client {
    let mut client = sandbox.client().expect("a connection");
    set_up(sandbox.host, &mut client);
    client
}

fn set_up(host: Host, client: &mut Client) {
    client.batch_execute(SETTINGS).expect("settings");
    if host == Host::Released {
        client.batch_execute(SETTINGS_OF_RELEASED).expect("settings");
    }
}

impl<'s, P: Provider> Differ<'s, P> {
    /// Connects to the sandbox.
    pub fn new(sandbox: &'s Sandbox<P>) -> Self {
        Differ { sandbox, client: connect(sandbox) }
    }

    /// Whether the sides return different results.
    pub fn differs(&mut self, test: &Test) -> bool {
        matches!(self.check(test), Verdict::Differ(_))
    }

    /// Runs a test on both sides and compares the results.
    pub fn check(&mut self, test: &Test) -> Verdict {
        // The schema of the foreign tables, and that of the copies.
        let [foreign, local] = [P::NAME, LOCAL].map(|side| self.results(test, side));
        match (foreign, local) {
            (Ok(foreign), Ok(local)) if foreign == local => Verdict::Same { rows: local.iter().map(Vec::len).sum() },
            (Err(foreign), Err(local)) if foreign == local => Verdict::BothFail,
            (Err(error), _) | (_, Err(error)) if error == SqlState::QUERY_CANCELED.code() => Verdict::TooSlow,
            (foreign, local) => Verdict::Differ(format!("foreign: {}\nlocal:   {}", show(&foreign), show(&local))),
        }
    }

    /// The statements of a test, for the foreign tables, followed by the results of both sides.
    pub fn explain(&mut self, test: &Test) -> String {
        let statements = statements(test, P::NAME, self.sandbox.host).join(";\n");
        let verdict = match self.check(test) {
            Verdict::Differ(text) => text,
            Verdict::Same { .. } | Verdict::BothFail | Verdict::TooSlow => "did not differ when repeated".to_owned(),
        };
        format!("{statements};\n{verdict}")
    }

    /// Runs a test on one side. Resets the session afterwards.
    fn results(&mut self, test: &Test, side: &str) -> Results {
        let results = self.run(test, side);
        if self.client.is_closed() {
            panic!("{:?}", self.sandbox.cluster.crashes());
        }
        self.client.batch_execute("rollback; deallocate all; reset all").expect("a clean session");
        set_up(self.sandbox.host, &mut self.client);
        results
    }

    fn run(&mut self, test: &Test, side: &str) -> Results {
        let mut results = Vec::new();
        for statement in statements(test, side, self.sandbox.host) {
            let messages = self.client.simple_query(&statement).map_err(|error| match error.as_db_error() {
                // Compare errors of the host by their message, because they all have the same code, and others by code.
                Some(error) if *error.code() == SqlState::FDW_ERROR => error.message().to_owned(),
                Some(error) => error.code().code().to_owned(),
                None => error.to_string(),
            })?;
            results.push(rows(&messages));
        }
        Ok(match &test.statement {
            Statement::Query { is_ordered: true, .. } => results,
            Statement::Cursor { .. } => vec![sorted(results.concat())],
            Statement::Query { .. } | Statement::Prepared { .. } => results.into_iter().map(sorted).collect(),
        })
    }
}

/// The statements of a test, for one side.
fn statements(test: &Test, side: &str, host: Host) -> Vec<String> {
    let mut statements: Vec<String> = test.settings.iter().map(|setting| format!("set {setting} = off")).collect();
    match &test.statement {
        Statement::Query { sql, .. } => statements.push(sql.clone()),
        Statement::Prepared { prepare, executions } => {
            statements.push(prepare.clone());
            statements.extend(executions.iter().cloned());
        }
        // A correlated sub-select in a cursor makes this host read memory that Postgres has freed.
        Statement::Cursor { declare, .. } if host == Host::Released => {
            statements.push(declare.split_once(" for ").map_or(declare.as_str(), |(_, query)| query).to_owned());
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

fn show(results: &Results) -> String {
    match results {
        Ok(results) => {
            let text = format!("{} rows: {results:?}", results.iter().map(Vec::len).sum::<usize>());
            text.chars().take(1500).collect()
        }
        Err(error) => format!("error {error}"),
    }
}
