//! Scans of all users: how time, requests and memory grow with rows and columns, compared with reading the API without
//! a foreign-data wrapper.

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

/// Number of users in the comparison of scans with different columns.
pub const USERS: u32 = 20_000;

/// Name of the measurement of a scan.
pub fn name(users: u32, columns: Columns) -> String {
    let columns = match columns {
        Columns::Three => "3-columns",
        Columns::NoJson => "no-json",
        Columns::All => "all-columns",
    };
    format!("scan-{users}-users-{columns}")
}

/// A scan in Postgres. Each run has a new backend, so that the backend's peak memory is that of one scan.
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
            (Quantity::ResponseBytes, bytes as f64),
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

/// The component's memory in a scan of three columns, which only the harness can measure. It is the same in every run.
pub fn guest_memory(stage: &Stage, users: u32) -> Result<Measurement<'_>> {
    let query = Query::new("users", THREE_COLUMNS)?;
    let run = move |contestant: &'static str| -> Result<Readings> {
        let mut node = Node::new(&stage.harness(contestant, users)?).context("the component does not start")?;
        node.begin(&query).context("begin-scan fails")?;
        let mut rows = 0;
        while node.next_row().context("iter-scan fails")?.is_some() {
            rows += 1;
        }
        ensure!(rows == expected_rows(contestant, users), "the scan returns {rows} of {users} rows");
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

/// The contestants of a scan. Those that return no rows do the same for all columns, so they run only once.
fn contestants(stage: &Stage, users: u32, columns: Columns) -> Vec<&'static str> {
    match columns {
        Columns::Three => [vec![REQUESTS_ALONE], stage.names(), vec![BY_HAND]].concat(),
        // The host keeps all values of type jsonb until the scan ends: 70 kB per user, which is 14 GB for 200,000
        // users.
        Columns::All if users > USERS => vec![BY_HAND],
        Columns::NoJson | Columns::All => [stage.names_without(DO_NOTHING), vec![BY_HAND]].concat(),
    }
}

/// Makes a new backend load the extension. This happens once per connection, so it is not part of the measurement.
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

/// Number of rows that a contestant has to return.
fn expected_rows(contestant: &str, users: u32) -> u64 {
    if [DO_NOTHING, REQUESTS_ALONE].contains(&contestant) { 0 } else { u64::from(users) }
}

/// Checks that a scan read everything, because a contestant that reads less would be faster.
fn check(contestant: &str, users: u32, rows: u64, requests: usize, bytes: usize) -> Result<()> {
    ensure!(rows == expected_rows(contestant, users), "the scan returns {rows} of {users} rows");
    if contestant == DO_NOTHING {
        ensure!(requests == 0, "the do-nothing component sends {requests} requests");
        return Ok(());
    }
    let pages = users as usize / PAGE;
    // An additional page may be needed to see that there are no more rows. Each page may overlap the one before by a
    // row.
    ensure!((pages..=pages + pages / 100 + 2).contains(&requests), "{requests} requests for {pages} pages");
    let bytes_per_row = bytes / users as usize;
    ensure!((1_000..10_000).contains(&bytes_per_row), "the responses have {bytes_per_row} bytes per row");
    Ok(())
}

/// Peak resident memory of the connection's backend, in bytes.
fn peak_memory(client: &mut Client) -> Result<f64> {
    let backend: i32 = client.query_one("select pg_backend_pid()", &[])?.get(0);
    let file = format!("/proc/{backend}/status");
    let status = fs::read_to_string(&file).with_context(|| format!("cannot read {file}"))?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    let kilobytes: f64 = peak.with_context(|| format!("{file} has no VmHWM"))?.parse()?;
    Ok(kilobytes * 1024.0)
}
