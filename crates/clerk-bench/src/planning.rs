//! Measurements of the steps before the first request: the host compiles the component, and the component plans the
//! scan in `begin-scan`. They run in the harness, which can measure each step on its own.

use anyhow::{Context, Result, ensure};
use wrappers_harness::query::Qual;
use wrappers_harness::{Node, Query};

use crate::measurement::Measurement;
use crate::results::{Quantity, Readings};
use crate::stage::{Stage, THREE_COLUMNS, timed};

/// Name of the measurement of planning a query by id.
pub const BY_ID: &str = "planning-by-id";

/// Name of the measurement of planning a scan of all users.
pub const ALL_USERS: &str = "planning-all-users";

/// Planning of a query by id.
pub fn by_id(stage: &Stage, runs: usize) -> Result<Measurement<'_>> {
    let mut query = query()?;
    query.quals = vec![Qual::parse("id = user_0", &query.columns)?];
    Ok(planning(stage, BY_ID, "begin-scan of one user by id", query, runs))
}

/// Planning of a scan of all users.
pub fn all_users(stage: &Stage, runs: usize) -> Result<Measurement<'_>> {
    Ok(planning(stage, ALL_USERS, "begin-scan of all users", query()?, runs))
}

fn query() -> Result<Query> {
    Query::new("users", THREE_COLUMNS)
}

fn planning<'a>(stage: &'a Stage, name: &str, title: &str, query: Query, runs: usize) -> Measurement<'a> {
    let run = move |contestant: &'static str| -> Result<Readings> {
        let server = stage.harness(contestant, stage.users())?;
        let mut node = Node::new(&server).context("the component does not start")?;
        let (_, time) = timed(|| node.begin(&query).context("begin-scan fails"))?;
        ensure!(node.environment().sent.is_empty(), "begin-scan sends requests");
        let compile_time = node.compiled_in.as_secs_f64() * 1000.0;
        Ok(vec![(Quantity::Time, time), (Quantity::CompileTime, compile_time)])
    };
    Measurement {
        name: name.to_owned(),
        title: title.to_owned(),
        quantity: Quantity::Time,
        contestants: stage.names(),
        runs,
        run: Box::new(run),
    }
}
