//! Measurements of statements other than scans: EXPLAIN, a query by id, a join and IMPORT FOREIGN SCHEMA.

use std::cell::RefCell;

use anyhow::{Result, ensure};
use postgres::Client;

use crate::actual;
use crate::contestants::{DO_NOTHING, SHIPPED};
use crate::measurement::Measurement;
use crate::results::{Quantity, Readings};
use crate::stage::{Columns, MEMBERSHIPS, ORGANIZATIONS, Stage, quoted_name, timed, users_table};

/// Numbers of foreign tables that EXPLAIN is measured with.
pub const EXPLAINED_TABLES: [usize; 3] = [1, 2, 4];

/// Name of the measurement of a query for a user by id.
pub const BY_ID: &str = "by-id";

/// Name of the measurement of a join.
pub const JOIN: &str = "join";

/// Name of the measurement of IMPORT FOREIGN SCHEMA.
pub const IMPORT: &str = "import";

/// Makes Postgres run the join as a nested loop that rescans its inner table for every outer row.
const NESTED_LOOP: &str = "set enable_hashjoin = off; set enable_mergejoin = off; set enable_material = off";

/// Name of the measurement of EXPLAIN with this number of foreign tables.
pub fn explain_name(tables: usize) -> String {
    format!("explain-{tables}-table{}", if tables == 1 { "" } else { "s" })
}

/// A number of tables as text.
pub fn of_tables(tables: usize) -> String {
    if tables == 1 { "one table".to_owned() } else { format!("{tables} tables") }
}

/// EXPLAIN of a query with this number of foreign tables.
pub fn explain(stage: &Stage, tables: usize, runs: usize) -> Result<Measurement<'_>> {
    let client = RefCell::new(warm_client(stage)?);
    let run = move |contestant: &'static str| -> Result<Readings> {
        let table = three(stage, contestant);
        let from: Vec<String> = (1..=tables).map(|at| format!("{table} as t{at}")).collect();
        let query = format!("explain select * from {}", from.join(" cross join "));
        stage.mock(stage.users())?.take_journal();
        let (_, time) = timed(|| Ok(client.borrow_mut().simple_query(&query)?))?;
        expect_requests(stage, 0)?;
        Ok(vec![(Quantity::Time, time)])
    };
    Ok(Measurement {
        name: explain_name(tables),
        title: format!("EXPLAIN of {}", of_tables(tables)),
        quantity: Quantity::Time,
        contestants: stage.names(),
        runs,
        run: Box::new(run),
    })
}

/// A query for a user by id.
pub fn by_id(stage: &Stage, runs: usize) -> Result<Measurement<'_>> {
    let client = RefCell::new(warm_client(stage)?);
    let id = an_id(stage)?;
    let run = move |contestant: &'static str| -> Result<Readings> {
        let query = format!("select * from {} where id = '{id}'", three(stage, contestant));
        stage.mock(stage.users())?.take_journal();
        let (plan, time) = timed(|| actual::run(&mut client.borrow_mut(), &query))?;
        ensure!(plan[0].rows == 1, "the query by id returns {} rows", plan[0].rows);
        expect_requests(stage, 1)?;
        Ok(vec![(Quantity::Time, time)])
    };
    Ok(Measurement {
        name: BY_ID.to_owned(),
        title: "one user by id".to_owned(),
        quantity: Quantity::Time,
        contestants: stage.names_without(DO_NOTHING),
        runs,
        run: Box::new(run),
    })
}

/// A join of organizations with their memberships, which scans the memberships once for every organization.
pub fn join(stage: &Stage, runs: usize) -> Result<Measurement<'_>> {
    let client = RefCell::new(warm_client(stage)?);
    client.borrow_mut().batch_execute(NESTED_LOOP)?;
    let run = move |contestant: &'static str| -> Result<Readings> {
        let schema = quoted_name(contestant, stage.users());
        let query = format!(
            "select o.name, m.role from {schema}.organizations o
             left join {schema}.memberships m on m.organization_id = o.id"
        );
        let (plan, time) = timed(|| actual::run(&mut client.borrow_mut(), &query))?;
        ensure!(plan[0].rows == u64::from(MEMBERSHIPS), "the join returns {} rows", plan[0].rows);
        let replays = (u64::from(MEMBERSHIPS), u64::from(ORGANIZATIONS));
        ensure!(
            plan.iter().any(|node| (node.rows, node.loops) == replays),
            "the plan is not the expected nested loop: {plan:?}"
        );
        Ok(vec![(Quantity::Time, time)])
    };
    Ok(Measurement {
        name: JOIN.to_owned(),
        title: "join by a nested loop".to_owned(),
        quantity: Quantity::Time,
        contestants: stage.names_without(DO_NOTHING),
        runs,
        run: Box::new(run),
    })
}

/// IMPORT FOREIGN SCHEMA of all objects, which is rolled back.
pub fn import(stage: &Stage, runs: usize) -> Result<Measurement<'_>> {
    let client = RefCell::new(warm_client(stage)?);
    let run = move |contestant: &'static str| -> Result<Readings> {
        let server = quoted_name(contestant, stage.users());
        let mut client = client.borrow_mut();
        let mut transaction = client.transaction()?;
        transaction.batch_execute("create schema imported")?;
        let import = format!("import foreign schema clerk from server {server} into imported");
        let (_, time) = timed(|| Ok(transaction.batch_execute(&import)?))?;
        let count = "select count(*) from pg_class where relnamespace = 'imported'::regnamespace and relkind = 'f'";
        let tables: i64 = transaction.query_one(count, &[])?.get(0);
        transaction.rollback()?;
        ensure!((tables > 0) == (contestant != DO_NOTHING), "the import creates {tables} tables");
        Ok(vec![(Quantity::Time, time)])
    };
    Ok(Measurement {
        name: IMPORT.to_owned(),
        title: "IMPORT FOREIGN SCHEMA".to_owned(),
        quantity: Quantity::Time,
        contestants: stage.names(),
        runs,
        run: Box::new(run),
    })
}

/// Name of a contestant's table with three columns of users, on the mock that statements other than scans run on.
fn three(stage: &Stage, contestant: &str) -> String {
    users_table(contestant, stage.users(), Columns::Three)
}

/// Opens a connection and makes its backend load the extension.
fn warm_client(stage: &Stage) -> Result<Client> {
    let mut client = stage.client()?;
    client.batch_execute(&format!("explain select * from {}", three(stage, DO_NOTHING)))?;
    Ok(client)
}

/// The id of a user.
fn an_id(stage: &Stage) -> Result<String> {
    let query = format!("select id from {} limit 1", three(stage, SHIPPED));
    Ok(stage.client()?.query_one(&query, &[])?.get(0))
}

/// Checks the number of requests since the journal was last emptied.
fn expect_requests(stage: &Stage, expected: usize) -> Result<()> {
    let journal = stage.mock(stage.users())?.take_journal();
    let targets: Vec<String> = journal.iter().map(clerk_mock::Request::target).collect();
    ensure!(targets.len() == expected, "expected {expected} requests, but the mock received: {targets:?}");
    Ok(())
}
