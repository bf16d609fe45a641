//! The variants of the component behave the same: the one with all functions compiled, the one with all functions as
//! bytecode, and the shipped one return the same rows and errors with the same requests, for every object.

mod common;

use std::path::PathBuf;
use std::sync::OnceLock;

use clerk_catalogue::CATALOGUE;
use clerk_mock::{Fault, KEY, Mock};
use common::targets;
use component_build::{Variant, variant_of_component};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{self, ATTRS};
use wrappers_harness::query::Qual;
use wrappers_harness::{Node, Query, Server, run};
use wrappers_host::types::ImportSchemaType;

/// The variants and their files, built once.
fn components() -> &'static [(Variant, PathBuf)] {
    static COMPONENTS: OnceLock<Vec<(Variant, PathBuf)>> = OnceLock::new();
    COMPONENTS.get_or_init(|| {
        let variants = [Variant::Plain, Variant::Shipped, Variant::Interpreted];
        variants.map(|variant| (variant, variant_of_component(variant).expect("a component"))).to_vec()
    })
}

/// Calls `run` with each variant, checks that the outcomes and the requests are the same, and returns the outcome.
fn same(mock: &Mock, title: &str, run: &dyn Fn(&Server) -> String) -> String {
    let mut outcomes = Vec::new();
    for (variant, component) in components() {
        let mut server = Server::new(component).option("api_url", &mock.url()).option("api_key", KEY);
        server.virtual_time = true;
        mock.take_journal();
        outcomes.push((variant, run(&server), targets(mock)));
    }
    let (_, plain, requests) = &outcomes[0];
    for (variant, outcome, made) in &outcomes {
        assert_eq!(outcome, plain, "{title}: {variant:?}");
        assert_eq!(made, requests, "{title}: {variant:?}");
    }
    plain.clone()
}

/// A query of every column that IMPORT FOREIGN SCHEMA creates, with a condition on a key column if the object cannot be
/// read without.
fn whole_table(object: &Object, mock: &Mock) -> Query {
    let listed = column::flatten(object.columns).into_iter().filter(|column| column.imported);
    let columns: Vec<String> = listed.map(|column| format!("{} {}", column.name, column.kind.sql())).collect();
    let mut query = Query::new(object.name, &format!("{}, {ATTRS} jsonb", columns.join(", "))).expect("a query");
    let needs_key =
        |access_path: &AccessPath| access_path.placeholders().next().is_some() && access_path.key_source.is_none();
    if object.access_paths.iter().all(needs_key) {
        let user = mock.rows("users")[0]["id"].as_str().expect("an id").to_owned();
        let key = object.access_paths[0].placeholders().next().expect("a key");
        let known = Query::new(object.name, &format!("{key} text")).expect("a query").columns;
        query.quals = vec![Qual::parse(&format!("{key} = {user}"), &known).expect("a condition")];
    }
    query
}

#[test]
fn every_variant_returns_the_same_rows_of_every_object() {
    let mock = Mock::with_users(40).expect("a mock");
    let mut rows = 0;
    for object in CATALOGUE.objects {
        let query = whole_table(object, &mock);
        let outcome = same(&mock, object.name, &|server| match run(server, &query) {
            Ok(outcome) => format!("{} rows: {:?} {:?}", outcome.rows.len(), outcome.rows, outcome.messages),
            Err(fault) => fault.to_string(),
        });
        rows += outcome.split(' ').next().and_then(|rows| rows.parse::<usize>().ok()).unwrap_or(0);
    }
    assert!(rows > 500, "{rows} rows");
}

#[test]
fn every_variant_replays_imports_and_fails_in_the_same_way() {
    let mock = Mock::with_users(700).expect("a mock");
    let users = Query::new("users", "id text, last_name text, created_at timestamptz").expect("a query");
    let replayed = same(&mock, "a replay", &|server| {
        let mut node = Node::new(server).expect("a node");
        node.begin(&users).expect("a scan");
        let rows = node.rest().expect("rows");
        node.rescan().expect("a rescan");
        assert_eq!(node.rest().expect("rows"), rows);
        format!("{rows:?}")
    });
    assert!(replayed.contains("user_"), "{replayed}");
    let imported = same(&mock, "an import", &|server| {
        server.import_foreign_schema(ImportSchemaType::All, &[]).expect("statements").join(";")
    });
    assert!(imported.contains("organization_memberships"), "{imported}");
    let unknown = Query::new("users", "no_such_column text").expect("a query");
    let outcome =
        |server: &Server, query: &Query| format!("{:?}", run(server, query).map_err(|fault| fault.to_string()));
    assert!(same(&mock, "an unknown column", &|server| outcome(server, &unknown)).contains("no_such_column"));
    let fault = r#"{"path":"/users","skip":1,"times":1,"response":"{\"data\": [1, 2"}"#;
    let incomplete = same(&mock, "an incomplete response", &|server| {
        mock.fault(serde_json::from_str::<Fault>(fault).expect("a fault"));
        outcome(server, &users)
    });
    assert!(incomplete.starts_with("Err"), "{incomplete}");
}
