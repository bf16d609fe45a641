//! The cost of a scan grows linearly with the number of values in a condition and with the number of parents: ten times
//! as many take about ten times as many instructions, not a hundred times as many.

mod common;

use clerk_mock::data::Size;
use clerk_mock::{Config, KEY, Mock};
use common::query;
use component_build::{Variant, size, variant_of_component};
use wrappers_harness::{Node, Query, Server, Value};

/// Maximum factor by which the instructions may grow for ten times as many values or parents. It is more than ten
/// because vectors grow by doubling.
const AT_MOST: f64 = 11.0;

/// Number of instructions that a whole scan runs.
fn instructions(mock: &Mock, query: &Query) -> f64 {
    let counting = variant_of_component(Variant::Counting).expect("a component");
    let functions = size::of_functions(&component_build::linked_module().expect("a module")).expect("sizes");
    let functions = functions.keys().last().map_or(0, |last| last + 1);
    let server = Server::new(&counting).option("api_url", &mock.url()).option("api_key", KEY);
    let mut node = Node::new(&server.option("max_parents", "100000")).expect("a node");
    node.begin(query).expect("a scan");
    node.rest().expect("rows");
    node.instructions(functions).expect("counts").iter().sum::<u64>() as f64
}

/// A query with a condition `column in (…)` of `count` values, none of which any row has.
fn with_values(object: &str, column: &str, count: usize) -> Query {
    let mut query = query(object, "id text");
    let known = common::query(object, &format!("{column} text")).columns;
    let mut qual = wrappers_harness::query::Qual::parse(&format!("{column} in x"), &known).expect("a condition");
    qual.values = (0..count).map(|n| Value::Text(format!("none_{n:08}"))).collect();
    query.quals = vec![qual];
    query
}

#[test]
fn cost_is_linear_in_the_number_of_values() {
    let mock = Mock::with_users(1).expect("a mock");
    for (object, column, counts) in [("users", "id", [5_000, 50_000]), ("sessions", "user_id", [300, 3_000])] {
        let [few, many] = counts.map(|count| instructions(&mock, &with_values(object, column, count)));
        assert!(many < AT_MOST * few, "{object}.{column}: {few} instructions, then {many}");
        let requests = mock.take_journal().len();
        // A request has up to 100 ids, and each user has a list of sessions.
        let want = if column == "id" { (counts[0] + counts[1]) / 100 } else { counts[0] + counts[1] };
        assert_eq!(requests, want, "{object}.{column}");
    }
}

#[test]
fn cost_is_linear_in_the_number_of_parents() {
    let [few, many] = [300, 3_000].map(|users| {
        let size = Size { users, organizations: 1, memberships: 1, others: 1 };
        let mock = Mock::start(&Config { size, ..Config::default() }).expect("a mock");
        let instructions = instructions(&mock, &query("sessions", "id text"));
        assert!(mock.take_journal().len() > users as usize);
        instructions
    });
    assert!(many < AT_MOST * few, "{few} instructions, then {many}");
}
