//! Executes series of statements on both sides, and shrinks those after which the sides differ.

use clerk_mock::Mock;
use fdw_sandbox::{Host, Sandbox};
use postgres::error::SqlState;
use postgres::{Client, SimpleQueryMessage};

use super::model;
use super::statement::Step;

/// Only errors are reported, because the framework warns of every condition that it does not pass to the component.
const SETTINGS: &str =
    "set client_min_messages = error; set wasm_fdw_host.keep_compiled = on; set statement_timeout = '60s'";

/// Settings on [`Host::Released`]: there, the second run of a plan that Postgres has kept ends the backend.
const SETTINGS_OF_RELEASED: &str = "set plan_cache_mode = force_custom_plan";

/// What the error says after which a statement is repeated in the documented safe form.
const ROWS_COULD_BE_MISSING: &str = "rows could be missing";

/// Maximum number of shorter series that shrinking tries.
const TRIES: usize = 200;

/// Maximum number of requests and of rows that are shown of a series after which the sides differ.
const SHOWN: usize = 6;

/// How a step ended.
pub enum Outcome {
    /// Both sides executed it.
    Done { rows: u64 },
    /// Both sides refused it.
    Refused,
    /// Both sides refused a statement that can write several rows, so that some of them may be written. The generator
    /// makes no such steps, but shrinking can.
    Undefined(String),
    /// The sides differ.
    Differ(String),
}

/// Executes statements on a connection to the sandbox.
pub struct Runner<'s> {
    pub sandbox: &'s Sandbox<Mock>,
    pub client: Client,
    /// Number of statements that were repeated in the safe form.
    pub repeated: u64,
}

impl<'s> Runner<'s> {
    /// Creates the model in the sandbox's database.
    pub fn new(sandbox: &'s Sandbox<Mock>) -> Runner<'s> {
        let mut client = sandbox.client().expect("a connection");
        client.batch_execute(SETTINGS).expect("settings");
        if sandbox.host == Host::Released {
            client.batch_execute(SETTINGS_OF_RELEASED).expect("settings");
        }
        model::create(&mut client);
        model::fill(&mut client);
        Runner { sandbox, client, repeated: 0 }
    }

    /// Returns both sides to the generated data.
    pub fn reset(&mut self) {
        self.sandbox.provider.reset();
        model::fill(&mut self.client);
    }

    /// Executes a step on both sides.
    pub fn execute(&mut self, step: &Step) -> Outcome {
        self.sandbox.provider.take_journal();
        if let Some(fault) = &step.fault {
            self.sandbox.provider.fault(fault.clone());
        }
        let foreign = match self.written(step) {
            Ok(foreign) => foreign,
            Err(why) => return Outcome::Differ(why),
        };
        let model = rows_of(self.client.simple_query(&step.sql[1]));
        match (foreign, model) {
            (Ok(Some(rows)), Ok(model)) if step.has_count && rows != model => {
                Outcome::Differ(format!("the foreign table reports {rows} rows, the model {model}"))
            }
            (Ok(_), Ok(rows)) => match model::adopt_ids(&mut self.client) {
                Ok(()) => Outcome::Done { rows },
                Err(why) => Outcome::Differ(why),
            },
            (Err(foreign), Err(model)) if is_refusal(&foreign, &model) => {
                if step.is_single {
                    Outcome::Refused
                } else {
                    Outcome::Undefined(format!("{}\n{}", text(&foreign), text(&model)))
                }
            }
            (foreign, model) => {
                let foreign = foreign.map(|rows| format!("{rows:?} rows"));
                let foreign = foreign.unwrap_or_else(|error| text(&error));
                let model = model.map_or_else(|error| text(&error), |rows| format!("{rows} rows"));
                Outcome::Differ(format!("foreign table: {foreign}\nmodel:         {model}"))
            }
        }
    }

    /// Executes a step on the foreign tables. Returns the number of rows; `None` if the statement was repeated in the
    /// safe form, or an error if that should not have been necessary.
    fn written(&mut self, step: &Step) -> Result<Result<Option<u64>, postgres::Error>, String> {
        let error = match rows_of(self.client.simple_query(&step.sql[0])) {
            Ok(rows) => return Ok(Ok(Some(rows))),
            Err(error) => error,
        };
        // The statement may have begun a transaction.
        self.client.batch_execute("rollback").expect("a clean session");
        let Some(safe) = step.safe.as_ref().filter(|_| text(&error).contains(ROWS_COULD_BE_MISSING)) else {
            return Ok(Err(error));
        };
        if step.reads_only_ids {
            return Err(format!("the statement reads only ids, but: {}", text(&error)));
        }
        self.repeated += 1;
        Ok(self.client.simple_query(safe).map(|_| None))
    }

    /// Whether the sides differ during or after a series.
    fn differs(&mut self, series: &[Step]) -> Option<String> {
        self.reset();
        for step in series {
            match self.execute(step) {
                Outcome::Done { .. } | Outcome::Refused => {}
                Outcome::Undefined(_) => return None,
                Outcome::Differ(why) => return Some(why),
            }
        }
        let differences = model::differences(&mut self.client);
        (!differences.is_empty()).then(|| differences.join("\n"))
    }

    /// Removes steps from a series as long as the sides differ. Returns the statements that remain, and how the sides
    /// differ after them.
    pub fn shrink(&mut self, series: &[Step]) -> String {
        let mut best = series.to_vec();
        let mut tries = 0;
        let mut block = best.len();
        while block > 0 {
            let mut at = 0;
            while at < best.len() && tries < TRIES {
                let without = [&best[..at], &best[(at + block).min(best.len())..]].concat();
                tries += 1;
                if self.differs(&without).is_some() {
                    best = without;
                } else {
                    at += block;
                }
            }
            block /= 2;
        }
        let why = self.differs(&best).unwrap_or_else(|| "did not differ when repeated".to_owned());
        let requests = self.sandbox.provider.take_journal();
        let writes = requests.iter().filter(|request| request.method != "GET");
        let show_write = |write: &clerk_mock::Request| {
            format!("-> {} {} {} {}", write.method, write.target(), write.body, write.status)
        };
        let statements = best.iter().map(show);
        let lines =
            statements.chain(writes.map(show_write).take(SHOWN)).chain(why.lines().take(SHOWN).map(str::to_owned));
        lines.collect::<Vec<String>>().join("\n")
    }
}

/// The statement for the foreign tables, followed by its fault and by the statement for the model if it is another one.
fn show(step: &Step) -> String {
    let [foreign, model] = &step.sql;
    let fault = step.fault.as_ref().map_or_else(String::new, |fault| format!("\n  with {fault:?}"));
    let model = if foreign.replace("clerk.", "model.") == *model {
        String::new()
    } else {
        format!("\n  in the model: {model};")
    };
    format!("{foreign};{fault}{model}")
}

/// Number of rows that the last statement wrote.
fn rows_of(result: Result<Vec<SimpleQueryMessage>, postgres::Error>) -> Result<u64, postgres::Error> {
    let count = |message: &SimpleQueryMessage| match message {
        SimpleQueryMessage::CommandComplete(rows) => Some(*rows),
        _ => None,
    };
    result.map(|messages| messages.iter().rev().find_map(count).unwrap_or(0))
}

/// Whether the component refused a statement, and a rule or constraint of the model too.
fn is_refusal(foreign: &postgres::Error, model: &postgres::Error) -> bool {
    let is_constraint = |code: &SqlState| code.code().starts_with("23") || *code == SqlState::RAISE_EXCEPTION;
    foreign.code() == Some(&SqlState::FDW_ERROR) && model.code().is_some_and(is_constraint)
}

fn text(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(error) => format!("{} ({})", error.message(), error.code().code()),
        None => error.to_string(),
    }
}
