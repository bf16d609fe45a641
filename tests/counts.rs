//! Compares exact counts of what a query costs with `tests/counts.txt`: bytes of compiled code, bytes of bytecode,
//! instructions that a page takes, and requests. `BLESS=1` rewrites the file, for review.
//!
//! The counts depend on the compiler. They are checked only with the tools with which the choice of compiled functions
//! was measured.

mod common;

use clerk_mock::{KEY, Mock};
use common::{component, query, targets};
use component_build::choice::{Choice, Tools};
use component_build::{Variant, size, variant_of_component};
use wrappers_harness::query::Qual;
use wrappers_harness::{Node, Query, Server, run};

/// Number of users in the mock: two full pages and a third one.
const USERS: u32 = 1_100;

fn server(mock: &Mock, component: &std::path::Path) -> Server {
    Server::new(component).option("api_url", &mock.url()).option("api_key", KEY)
}

/// Number of instructions that the guest runs for the second page of users.
fn instructions_of_a_page(mock: &Mock, columns: &str) -> u64 {
    let counting = variant_of_component(Variant::Counting).expect("a component");
    let functions = size::of_functions(&component_build::linked_module().expect("a module")).expect("sizes");
    let functions = functions.keys().last().map_or(0, |last| last + 1);
    let mut node = Node::new(&server(mock, &counting)).expect("a node");
    node.begin(&query("users", columns)).expect("a scan");
    let mut take = |rows: usize| {
        for _ in 0..rows {
            assert!(node.next_row().expect("a row").is_some());
        }
        node.instructions(functions).expect("counts").iter().sum::<u64>()
    };
    // Every page after the first one begins with the last row of the page before, and so has 499 new rows.
    let before = take(500);
    take(499) - before
}

/// Number of requests that a query makes.
fn requests(mock: &Mock, query: &Query) -> usize {
    mock.take_journal();
    run(&server(mock, &component()), query).expect("rows");
    targets(mock).len()
}

/// The counts, each on a line with its description.
fn count(mock: &Mock) -> String {
    let shipped = variant_of_component(Variant::Shipped).expect("a component");
    let size = size::measure(&std::fs::read(&shipped).expect("the component")).expect("a size");
    let listing = std::fs::read_to_string(shipped.with_extension("functions.txt")).expect("the listing");
    let bytecode: u64 = listing
        .lines()
        .filter_map(|line| line.strip_prefix("bytecode")?.split_whitespace().next()?.parse::<u64>().ok())
        .sum();
    let mut by_id = query("users", "id text");
    let ids: Vec<String> = common::ids(mock, "users").into_iter().take(250).collect();
    by_id.quals = vec![Qual::parse(&format!("id in {}", ids.join(",")), &by_id.columns).expect("a condition")];
    let counts = [
        ("bytes of compiled code", size.code as u64),
        ("bytes of bytecode", bytecode),
        (
            "instructions for a page of 500 users, 3 columns",
            instructions_of_a_page(mock, "id text, primary_email_address text, created_at timestamptz"),
        ),
        ("instructions for a page of 500 users, attrs", instructions_of_a_page(mock, "attrs jsonb")),
        ("requests for a scan of 1,100 users", requests(mock, &query("users", "id text")) as u64),
        ("requests for a count of all users", requests(mock, &query("users", "")) as u64),
        ("requests for 250 users by id", requests(mock, &by_id) as u64),
    ];
    counts.iter().map(|(description, count)| format!("{count:>10} {description}\n")).collect()
}

#[test]
fn counts_equal_the_reviewed_ones() {
    let choice = Choice::read().expect("the choice");
    let tools = Tools::in_use(&component_build::toolchain::find().expect("a toolchain")).expect("versions");
    if tools != choice.tools {
        println!("not checked: the counts are for {:?}, but the tools in use are {tools:?}", choice.tools);
        return;
    }
    let counted = count(&Mock::with_users(USERS).expect("a mock"));
    let path = component_build::workspace().join("tests/counts.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &counted).expect("the counts are written");
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(counted, reviewed, "the counts changed; if they should, run `make bless` and review tests/counts.txt");
}
