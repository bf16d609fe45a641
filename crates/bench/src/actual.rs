//! What EXPLAIN ANALYZE says of a plan that it ran. It runs a statement and drops the rows, so that sending them is not
//! measured.

use anyhow::{Context, Result, ensure};
use postgres::{Client, SimpleQueryMessage};

/// The words before a statement that is to be measured.
pub const ANALYZE: &str = "explain (analyze, costs off, timing off, summary off)";

/// A node of a plan that ran.
#[derive(Debug, PartialEq, Eq)]
pub struct Node {
    /// The line that describes it.
    pub line: String,
    /// The rows of each of its loops.
    pub rows: u64,
    /// How many times it ran.
    pub loops: u64,
}

/// Runs a query, and returns the nodes of its plan, the outermost first.
pub fn run(client: &mut Client, query: &str) -> Result<Vec<Node>> {
    let answers = client.simple_query(&format!("{ANALYZE} {query}")).with_context(|| format!("cannot run {query}"))?;
    let lines = answers.iter().filter_map(|answer| match answer {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    nodes(lines)
}

/// The nodes that the lines of a plan tell of.
pub fn nodes<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<Node>> {
    let nodes: Vec<Node> = lines.filter_map(node).collect();
    ensure!(!nodes.is_empty(), "EXPLAIN ANALYZE tells of no rows");
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
