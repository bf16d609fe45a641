//! A whole scan, the way Postgres runs it: with conditions, order and limit applied behind it, because a guest need not
//! heed any of them.

use std::time::{Duration, Instant};

use wrappers_host::{Fault, Sent};

use crate::node::{Node, Server};
use crate::query::{Qual, Query, Sort};
use crate::surroundings::{Message, Stats};
use crate::value::{Column, Value};

/// What came of a query.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The rows that Postgres would return.
    pub rows: Vec<Vec<Value>>,
    /// The rows that the guest handed out.
    pub scanned: usize,
    /// The requests that were made.
    pub sent: Vec<Sent>,
    /// Messages for the user.
    pub messages: Vec<Message>,
    /// Counters.
    pub stats: Stats,
    /// The guest's memory at its largest, in bytes.
    pub peak_memory: usize,
    /// The time it took to compile the component.
    pub compiled_in: Duration,
    /// The time of all of it.
    pub took: Duration,
}

/// Runs a query.
pub fn run(server: &Server, query: &Query) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let mut node = Node::new(server)?;
    node.begin(query)?;
    let mut rows = Vec::new();
    let mut scanned = 0;
    let needed = query.needed();
    // With an order, Postgres reads everything and sorts; without, it stops when it has enough.
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
    let did = node.did();
    Ok(Outcome {
        rows,
        scanned,
        sent: did.sent.clone(),
        messages: did.messages.clone(),
        stats: did.stats.clone(),
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
