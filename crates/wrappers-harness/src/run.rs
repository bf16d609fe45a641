//! Runs a whole query as Postgres does. It applies conditions, order and limit after the scan, because the guest is
//! free to ignore them.

use std::time::{Duration, Instant};

use wrappers_host::{CallError, SentRequest};

use crate::environment::{Message, Stats};
use crate::node::{Node, Server};
use crate::query::{Qual, Query, Sort};
use crate::value::{Column, Value};

/// Result of a query.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Rows that Postgres would return.
    pub rows: Vec<Vec<Value>>,
    /// Number of rows that the guest returned.
    pub scanned: usize,
    /// Requests that were sent, including the retries of the host's middleware.
    pub sent: Vec<SentRequest>,
    /// Messages that the guest reported to the user.
    pub messages: Vec<Message>,
    /// Statistics that the guest counted.
    pub stats: Stats,
    /// Peak total size of the guest's linear memories, in bytes.
    pub peak_memory: usize,
    /// Time that compiling the component took.
    pub compiled_in: Duration,
    /// Time that the whole query took, including compilation.
    pub took: Duration,
}

/// Runs a query on a new node of the server.
pub fn run(server: &Server, query: &Query) -> Result<Outcome, CallError> {
    let started = Instant::now();
    let mut node = Node::new(server)?;
    node.begin(query)?;
    let mut rows = Vec::new();
    let mut scanned = 0;
    let needed = query.needed();
    // With ORDER BY, Postgres reads all rows and sorts them; otherwise it stops when it has enough.
    let enough = query.limit.filter(|_| query.sorts.is_empty()).map(|limit| limit.count.saturating_add(limit.offset));
    while enough.is_none_or(|enough| (rows.len() as i64) < enough) {
        let Some(row) = node.next_row()? else { break };
        scanned += 1;
        let value = |qual: &Qual| needed.iter().position(|column| *column == qual.column).and_then(|at| row.get(at));
        if query.quals.iter().all(|qual| value(qual).is_some_and(|value| qual.holds(value))) {
            rows.push(row);
        }
    }
    node.end()?;
    sort(&mut rows, &query.sorts, &needed);
    if let Some(limit) = query.limit {
        let (offset, count) = (limit.offset.max(0) as usize, limit.count.max(0) as usize);
        rows = rows.into_iter().skip(offset).take(count).collect();
    }
    for row in &mut rows {
        row.truncate(query.columns.len());
    }
    let environment = node.environment();
    Ok(Outcome {
        rows,
        scanned,
        sent: environment.sent.clone(),
        messages: environment.messages.clone(),
        stats: environment.stats.clone(),
        peak_memory: node.peak_memory(),
        compiled_in: node.compiled_in,
        took: started.elapsed(),
    })
}

fn sort(rows: &mut [Vec<Value>], sorts: &[Sort], columns: &[Column]) {
    let keys: Vec<(usize, bool)> = sorts
        .iter()
        .filter_map(|sort| Some((columns.iter().position(|column| column.name == sort.column)?, sort.descending)))
        .collect();
    rows.sort_by(|a, b| {
        let order = |(at, descending): &(usize, bool)| {
            let (a, b) = (&a[*at], &b[*at]);
            let nulls_last = (*a == Value::Null).cmp(&(*b == Value::Null));
            let order = nulls_last.then(a.compare(b).unwrap_or(std::cmp::Ordering::Equal));
            if *descending { order.reverse() } else { order }
        };
        keys.iter().map(order).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    });
}
