//! Runs statements with EXPLAIN ANALYZE, and reads the row counts that it reports. It runs a statement but discards the
//! rows, so the time of sending them to the client is not measured.

use anyhow::{Context, Result, ensure};
use postgres::{Client, SimpleQueryMessage};

/// Prefix of a statement to be measured.
pub const ANALYZE: &str = "explain (analyze, costs off, timing off, summary off)";

/// A node of a query plan that ran.
#[derive(Debug, PartialEq, Eq)]
pub struct Node {
    /// Line of EXPLAIN ANALYZE that describes the node.
    pub line: String,
    /// Average number of rows per loop.
    pub rows: u64,
    /// Number of times that the node ran.
    pub loops: u64,
}

/// Runs a query, and returns the nodes of its plan, outermost first.
pub fn run(client: &mut Client, query: &str) -> Result<Vec<Node>> {
    let messages = client.simple_query(&format!("{ANALYZE} {query}")).with_context(|| format!("cannot run {query}"))?;
    let lines = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    nodes(lines)
}

/// Parses the nodes from the lines of a plan.
pub fn nodes<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<Node>> {
    let nodes: Vec<Node> = lines.filter_map(node).collect();
    ensure!(!nodes.is_empty(), "the output of EXPLAIN ANALYZE contains no row counts");
    Ok(nodes)
}

fn node(line: &str) -> Option<Node> {
    let (_, actual) = line.split_once("(actual rows=")?;
    let (rows, loops) = actual.strip_suffix(')')?.split_once(" loops=")?;
    Some(Node { line: line.trim().to_owned(), rows: rows.parse().ok()?, loops: loops.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_loops_are_read_from_a_plan() {
        let plan = "Nested Loop Left Join (actual rows=40 loops=1)\n  Join Filter: (a.id = b.a)\n  \
                    ->  Foreign Scan on b (actual rows=20 loops=2)";
        let nodes = nodes(plan.lines()).expect("nodes");
        let counts: Vec<(u64, u64)> = nodes.iter().map(|node| (node.rows, node.loops)).collect();
        assert_eq!(counts, [(40, 1), (20, 2)]);
        assert!(super::nodes("Result".lines()).is_err());
    }
}
