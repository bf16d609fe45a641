//! Scans of all users: how time, requests and memory grow with rows and columns, beside what takes the place of a
//! wrapper.

use std::fs;

use anyhow::{Context, Result, ensure};
use postgres::Client;
use wrappers_harness::{Node, Query};

use crate::by_hand::PAGE;
use crate::contestants::{BY_HAND, DO_NOTHING, REQUESTS_ALONE, SHIPPED};
use crate::measurement::Measurement;
use crate::results::{Quantity, Readings};
use crate::stage::{Columns, Stage, THREE_COLUMNS, timed, users_table};
use crate::text::thousands;
use crate::{actual, by_hand};

/// The number of users that scans of different columns are compared at.
pub const USERS: u32 = 20_000;

/// The name of a scan.
pub fn name(users: u32, columns: Columns) -> String {
    let columns = match columns {
        Columns::Three => "3-columns",
        Columns::NoJson => "no-json",
        Columns::All => "all-columns",
    };
    format!("scan-{users}-users-{columns}")
}

/// A scan in Postgres, each time in a new backend, whose memory tells of this scan alone.
pub fn scan(stage: &Stage, users: u32, columns: Columns, runs: usize) -> Result<Measurement<'_>> {
    let types = stage.columns(&users_table(SHIPPED, users, columns))?;
    let title = format!("{} users, {} columns", thousands(users.into()), types.len());
    let run = move |contestant: &'static str| -> Result<Readings> {
        let mut client = stage.client()?;
        warm(&mut client, stage, contestant, users)?;
        let mock = stage.mock(users)?;
        mock.take_journal();
        let (rows, time) = timed(|| match contestant {
            BY_HAND => by_hand::decode_pages(&mut client, mock, &types),
            REQUESTS_ALONE => by_hand::fetch_pages(mock, |_| Ok(())).map(|()| 0),
            component => scan_once(&mut client, component, users, columns),
        })?;
        let journal = mock.take_journal();
        let (requests, bytes) = (journal.len(), journal.iter().map(|request| request.bytes).sum());
        check(contestant, users, rows, requests, bytes)?;
        let mut readings = vec![
            (Quantity::Time, time),
            (Quantity::RowsPerSecond, rows as f64 * 1000.0 / time),
            (Quantity::PagesPerSecond, requests as f64 * 1000.0 / time),
            (Quantity::Requests, requests as f64),
            (Quantity::AnswerBytes, bytes as f64),
        ];
        if contestant != REQUESTS_ALONE {
            readings.push((Quantity::BackendMemory, peak_memory(&mut client)?));
        }
        Ok(readings)
    };
    Ok(Measurement {
        name: name(users, columns),
        title,
        quantity: Quantity::Time,
        contestants: contestants(stage, users, columns),
        runs,
        run: Box::new(run),
    })
}

/// The memory of the component in a scan of three columns, which only the harness can see. It is the same in every run.
pub fn guest_memory(stage: &Stage, users: u32) -> Result<Measurement<'_>> {
    let query = Query::new("users", THREE_COLUMNS)?;
    let run = move |contestant: &'static str| -> Result<Readings> {
        let mut node = Node::new(&stage.harness(contestant, users)?).context("the component does not start")?;
        node.begin(&query).context("begin-scan fails")?;
        let mut rows = 0;
        while node.next_row().context("iter-scan fails")?.is_some() {
            rows += 1;
        }
        ensure!(rows == expected_rows(contestant, users), "the scan gives {rows} of {users} rows");
        Ok(vec![(Quantity::GuestMemory, node.peak_memory() as f64)])
    };
    Ok(Measurement {
        name: name(users, Columns::Three),
        title: format!("memory of a scan, {} users", thousands(users.into())),
        quantity: Quantity::GuestMemory,
        contestants: stage.names(),
        runs: 1,
        run: Box::new(run),
    })
}

/// Who takes part. What reads no rows does the same for any columns.
fn contestants(stage: &Stage, users: u32, columns: Columns) -> Vec<&'static str> {
    match columns {
        Columns::Three => [vec![REQUESTS_ALONE], stage.names(), vec![BY_HAND]].concat(),
        // The host keeps every value of type jsonb until the scan ends: 70 kB for each user, 14 GB for the most users.
        Columns::All if users > USERS => vec![BY_HAND],
        Columns::NoJson | Columns::All => [stage.names_without(DO_NOTHING), vec![BY_HAND]].concat(),
    }
}

/// Has a new backend load what it needs, which is not measured: once in the life of a connection is not per query.
fn warm(client: &mut Client, stage: &Stage, contestant: &str, users: u32) -> Result<()> {
    let statement = match stage.component(contestant) {
        Ok(component) => format!("explain select * from {}", users_table(component.name, users, Columns::Three)),
        Err(_) => "select".to_owned(),
    };
    Ok(client.batch_execute(&statement)?)
}

fn scan_once(client: &mut Client, component: &str, users: u32, columns: Columns) -> Result<u64> {
    let plan = actual::run(client, &format!("select * from {}", users_table(component, users, columns)))?;
    Ok(plan[0].rows)
}

/// How many rows a contestant gives.
fn expected_rows(contestant: &str, users: u32) -> u64 {
    if [DO_NOTHING, REQUESTS_ALONE].contains(&contestant) { 0 } else { u64::from(users) }
}

/// Makes sure that a scan did what it should: a contestant that reads less would be faster.
fn check(contestant: &str, users: u32, rows: u64, requests: usize, bytes: usize) -> Result<()> {
    ensure!(rows == expected_rows(contestant, users), "the scan gives {rows} of {users} rows");
    if contestant == DO_NOTHING {
        ensure!(requests == 0, "the component that does nothing makes {requests} requests");
        return Ok(());
    }
    let pages = users as usize / PAGE;
    // One page more shows that there are no more rows, and every page may overlap the one before by a row.
    ensure!((pages..=pages + pages / 100 + 2).contains(&requests), "{requests} requests for {pages} pages");
    let bytes_a_row = bytes / users as usize;
    ensure!((1_000..10_000).contains(&bytes_a_row), "the answers have {bytes_a_row} bytes for each row");
    Ok(())
}

/// The resident memory of the connection's backend at its largest, in bytes.
fn peak_memory(client: &mut Client) -> Result<f64> {
    let backend: i32 = client.query_one("select pg_backend_pid()", &[])?.get(0);
    let file = format!("/proc/{backend}/status");
    let status = fs::read_to_string(&file).with_context(|| format!("cannot read {file}"))?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    let kilobytes: f64 = peak.with_context(|| format!("{file} has no VmHWM"))?.parse()?;
    Ok(kilobytes * 1024.0)
}
